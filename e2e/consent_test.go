package e2e

import (
	"crypto/ed25519"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
)

// TestConsentByKeyboard: without JavaScript, with the keyboard alone, on the
// narrowest phone.
func TestConsentByKeyboard(t *testing.T) {
	t.Parallel()
	url := modelstest.PostgresURL(t)
	b := openBrowser(t)
	site := start(t, url)
	declareOptional(t, url)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(320, 568))
	b.awaitBanner(site)
	b.press(kb.Tab, kb.Tab, kb.Tab) // past the skip link and the policy's
	b.expectFocus("Accept all")
	b.press(kb.Tab)
	b.expectFocus("Refuse all")
	b.press(kb.Tab)
	b.expectFocus("Choose")
	b.press(kb.Enter, kb.Tab, " ", kb.Tab)
	b.expectFocus("Save my choice")
	for _, fact := range []string{
		`document.documentElement.scrollWidth <= 320`,
		`document.activeElement.getBoundingClientRect().bottom <= innerHeight`,
		`document.querySelector("[name='category.analytics']").checked`,
		`document.querySelector(".consent").getBoundingClientRect().top > 60`, // something is left to read
		`scrollY === 0`, // and it stays where it is
	} {
		if !b.holds(fact) {
			t.Errorf("it is not so: %s", fact)
		}
	}
	b.press(kb.Enter)
	b.do(chromedp.WaitNotPresent(chromedp.CSS(".consent")))
	kept := b.jar()["prokken_consent"]
	if kept == nil || !strings.Contains(kept.Value, ".analytics.") || !kept.HTTPOnly || kept.Path != "/" {
		t.Errorf("the jar holds %+v", kept)
	}
	if address := b.address(); address != site+"/legal/cookie-policy" {
		t.Errorf("it led to %s", address)
	}
	b.do(
		chromedp.Navigate(site+"/legal/your-cookies"),
		chromedp.Click(chromedp.CSS(`button[value="withdraw"]`)),
		chromedp.WaitVisible(chromedp.CSS(".notice")),
	)
	if kept := b.jar()["prokken_consent"]; kept == nil || !strings.Contains(kept.Value, ".none.") {
		t.Errorf("after the withdrawal the jar holds %+v", kept)
	}
}

func (b *browser) awaitBanner(site string) {
	b.t.Helper()
	b.awaitPage(site+"/legal/cookie-policy", ".consent")
}

func (b *browser) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

func (b *browser) holds(condition string) bool {
	b.t.Helper()
	holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](condition))
	if err != nil {
		b.t.Fatal(err)
	}
	return holds
}

func (b *browser) expectFocus(text string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.activeElement.textContent.trim()`))
	if err != nil {
		b.t.Fatal(err)
	}
	if got != text {
		b.t.Fatalf("the focus is on %q, not on %q", got, text)
	}
}

// declareOptional publishes, beside the running program, a cookie that needs
// consent, and takes out what is not true any more: first where other policies
// speak of cookies.
func declareOptional(t *testing.T, url string) {
	t.Helper()
	library := openOwnSite(t, url)
	facts := claim.Evidence{Cookies: append(slices.Clone(library.Cookies()), cookie.Declaration{
		Name: "_visits", Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/",
		Lifetime: cookie.Lifetime(time.Hour), SameSite: cookie.Lax,
	}, cookie.Declaration{
		Name: string(cookie.Consent), Purpose: "Remembers what you chose.", Category: cookie.Necessary, Path: "/",
		Lifetime: cookie.Lifetime(183 * 24 * time.Hour), HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}), Program: site.Program()}
	for _, slug := range []string{"privacy-policy", policy.CookiePolicy} {
		publishTrue(t, library, slug, facts)
	}
}

// openOwnSite is another program on the database, which publishes at once.
func openOwnSite(t *testing.T, url string) *site.Site {
	t.Helper()
	db, err := models.Open(t.Context(), url, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	registry, err := site.Open(t.Context(), db, site.Settings{
		Address: "https://prokken.com", Names: []string{"Prokken"}, Zone: time.UTC, Shipped: os.DirFS("../content"),
		Signer: record.NewSigner(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))),
	})
	if err != nil {
		t.Fatal(err)
	}
	return registry.Own()
}

// confirmAll has the operator confirm what nobody has of the draft.
func confirmAll(t *testing.T, library *site.Site, draft site.Draft) {
	t.Helper()
	_, open, err := library.Confirmations.Bases(t.Context(), draft.Document)
	if err == nil && len(open) > 0 {
		err = library.Confirmations.Confirm(t.Context(), confirmation.Confirming{
			Slug: draft.Document.Slug, Read: draft.Read, As: open.Proposed(), Reason: "Tested.",
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// publishTrue publishes what of a policy is true of the facts.
func publishTrue(t *testing.T, library *site.Site, slug string, facts claim.Evidence) {
	t.Helper()
	draft, err := library.Edit(
		t.Context(),
		site.Edit{Slug: slug, Change: func(d policy.Document) (policy.Document, error) {
			if slug == policy.CookiePolicy {
				d.Cookies = facts.Cookies
			}
			var err error
			for untrue := d.Check(facts); len(untrue) > 0 && err == nil; untrue = d.Check(facts) {
				d, err = policy.RemoveBlock(untrue[0].UID)(d)
			}
			return d, err
		}},
	)
	if err != nil {
		t.Fatal(err)
	}
	confirmAll(t, library, draft)
	impact := library.Impact(draft)
	p := site.Publication{Slug: slug, Read: draft.Read, Summary: "Visits are counted.", Materiality: impact.Least()}
	if needed, err := library.NeedsApproval(t.Context(), draft, impact); err != nil || needed {
		t.Fatalf("an admin has to approve it first: %v", err)
	}
	if _, err := library.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}
