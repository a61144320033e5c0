package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
)

// longWord puts a word that fits on no phone into the page's last paragraph.
const longWord = `document.querySelector("main").querySelector("p:last-of-type, h1").textContent = "Donau".repeat(60)`

// TestNothingScrollsSideways: no page is wider than a phone, long words included.
func TestNothingScrollsSideways(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := sharedSite(t)
	for _, path := range []string{
		"/", "/pricing", "/legal", "/legal/cookie-policy", "/legal/cookie-policy/versions",
		"/legal/cookie-policy/versions/1", "/legal/cookie-policy/compare/1/1", "/signup", "/login", "/forgot",
		"/mail-sent", "/legal/subscribe", "/legal/subscribe/sent", "/legal/your-cookies", "/dev/mail", "/nothing",
	} {
		b.expectNarrow(site, path)
	}
}

func (b *browser) expectNarrow(site, path string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(360, 780), chromedp.Navigate(site+path))
	if !b.isAt(path) {
		b.t.Errorf("%s led to %s", path, b.address())
	}
	for _, words := range []string{"0", longWord} {
		b.do(chromedp.Evaluate[chromedp.Void](words))
		width, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		if err != nil {
			b.t.Fatal(err)
		}
		if width > 360 {
			b.t.Errorf("%s is %d pixels wide on a phone of 360 (long words: %t)", path, width, words != "0")
		}
	}
}

// isAt reports whether the browser stayed where it was sent.
func (b *browser) isAt(path string) bool { return strings.HasSuffix(b.address(), path) }

// TestLegalPagesOnAPhone are those that are there only after something happened:
// a cookie of a stranger, a translation, terms to agree to, a subscription.
func TestLegalPagesOnAPhone(t *testing.T) {
	t.Parallel()
	url := modelstest.PostgresURL(t)
	b := openBrowser(t)
	site := start(t, url)
	b.signUp(site)
	b.logIn(site)
	unsubscribe := b.subscribe(site)
	changeTerms(t, url)
	b.do(chromedp.Evaluate[chromedp.Void](`document.cookie = "Donau".repeat(40) + "=1"`))
	b.awaitPage(site+"/account/agree", ".agree")
	for _, path := range []string{
		"/legal/your-cookies", "/legal/terms/in/bn", "/legal/cookie-policy/in/bn", "/account/agree",
		"/legal/terms/versions", "/legal/terms/compare/1/2", unsubscribe, "/legal/unsubscribe/done",
	} {
		b.expectNarrow(site, path)
	}
}

var confirmLink = regexp.MustCompile(`/legal/subscribe/confirm(\?token=\S+)`)

// subscribe asks for mails about changes, and returns the page that ends them.
func (b *browser) subscribe(site string) string {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/legal/subscribe"), chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.Click(chromedp.CSS(".subscribe-form .button")),
		chromedp.WaitVisible(chromedp.CSS(`main a[href="/dev/mail"]`)),
	)
	for range 200 {
		for _, mail := range outbox(b.t, site) {
			if found := confirmLink.FindStringSubmatch(mail.Text); found != nil {
				return "/legal/unsubscribe" + found[1]
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatal("no mail came")
	return ""
}

// awaitPage: a running program sees within seconds what another published.
func (b *browser) awaitPage(address, css string) {
	b.t.Helper()
	for range 100 {
		b.do(chromedp.Navigate(address))
		if b.holds(`document.querySelector("` + css + `") !== null`) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.t.Fatalf("there is no %s at %s", css, address)
}

// changeTerms publishes, beside the running program, two policies in Bangla, and
// terms that members have to agree to.
func changeTerms(t *testing.T, url string) {
	t.Helper()
	library := openOwnSite(t, url)
	ctx, long := t.Context(), strings.Repeat("নীতি", 40)
	for _, slug := range []string{policy.CookiePolicy, site.Terms} {
		err := library.Translations.Save(
			ctx,
			translation.Edit{
				Slug:     slug,
				Language: "bn",
				Number:   1,
				Words:    policy.Words{"title": long, "contact.title": long},
			},
		)
		if err != nil {
			t.Fatal(err)
		}
		draft, err := library.Translations.Draft(ctx, slug, "bn")
		if err != nil {
			t.Fatal(err)
		}
		if err := library.Translations.Publish(ctx, slug, "bn", draft.Read, uuid.Nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	draft, err := library.Edit(ctx, site.Edit{Slug: site.Terms, Change: policy.SetTitle(strings.Repeat("Donau", 30))})
	if err != nil {
		t.Fatal(err)
	}
	confirmAll(t, library, draft)
	p := site.Publication{
		Slug:        site.Terms,
		Read:        draft.Read,
		Summary:     strings.Repeat("Donau", 40),
		Materiality: policies.AskAgain,
	}
	if _, err := library.Publish(ctx, p); err != nil {
		t.Fatal(err)
	}
}
