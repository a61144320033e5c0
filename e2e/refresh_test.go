package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestRefreshChain goes the chain in Chromium. What is new here is the browser, on one
// database: handlers renews sessions on both.
func TestRefreshChain(t *testing.T) {
	t.Parallel()
	openBrowser(t).refreshChain(sharedSite(t))
}

// refreshChain sends a form after the access cookie ran out: it arrives, through the refresh,
// as it was typed. After both ran out it is kept in the page.
func (v visitor) refreshChain(site string) {
	v.t.Helper()
	v.signUp(site)
	v.logIn(site)
	v.send(site, "first@example.com", "prokken_access")
	v.page.await(".notice")
	if page := v.page.text("main"); !strings.Contains(page, "sent an email to the new address") {
		v.t.Errorf("with the refresh cookie alone: %s", page)
	}
	v.expectDeclaredCookies()
	v.send(site, "second@example.com", "prokken_access", "prokken_refresh")
	v.page.await(`a[href="/login"][target="_blank"]`)
	if kept := v.page.value(`main input[name="email"]`); kept != "second@example.com" {
		v.t.Errorf("without cookies the page keeps %q", kept)
	}
}

// send fills the form on the page "Security" in, loses the cookies, and sends it.
func (v visitor) send(site, typed string, lose ...string) {
	v.t.Helper()
	v.page.open(site + "/account/security")
	v.page.fill("#email", typed)
	for _, c := range v.page.cookies() {
		for _, name := range lose {
			if c.name == name {
				v.page.lose(site, c)
			}
		}
	}
	v.page.click(`form[action="/account/address"] .button`)
}

func (b *browser) lose(site string, c held) {
	b.t.Helper()
	gone := network.DeleteCookiesParams{Name: c.name, URL: site + c.path, Path: c.path}
	if _, err := chromedp.Call(b.ctx, network.DeleteCookies, gone); err != nil {
		b.t.Fatal(err)
	}
}
