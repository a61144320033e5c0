package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestRefreshChain sends a form after the access cookie ran out: it arrives, through
// the refresh, as it was typed. After both ran out it is kept in the page. What is new
// here is the browser, on one database: handlers renews sessions on both.
func TestRefreshChain(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := sharedSite(t)
	b.signUp(site)
	b.logIn(site)
	b.send(site, "first@example.com", "prokken_access")
	b.do(chromedp.WaitVisible(chromedp.CSS(".notice")))
	if page := b.text("main"); !strings.Contains(page, "sent a mail to the new address") {
		t.Errorf("with the refresh cookie alone: %s", page)
	}
	b.expectDeclaredCookies()
	b.send(site, "second@example.com", "prokken_access", "prokken_refresh")
	b.do(chromedp.WaitVisible(chromedp.CSS(`a[href="/login"][target="_blank"]`)))
	kept, err := chromedp.Run(
		b.ctx,
		chromedp.Evaluate[string](`document.querySelector('main input[name="email"]').value`),
	)
	if err != nil || kept != "second@example.com" {
		t.Errorf("without cookies the page keeps %q, %v", kept, err)
	}
}

// send fills the form on the account page in, loses the cookies, and sends it.
func (b *browser) send(site, typed string, lose ...string) {
	b.t.Helper()
	b.do(chromedp.Navigate(site+"/account"), chromedp.SendKeys(chromedp.CSS("#email"), typed))
	for _, name := range lose {
		path := b.jar()[name].Path
		if _, err := chromedp.Call(b.ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: name, URL: site + path, Path: path}); err != nil {
			b.t.Fatal(err)
		}
	}
	b.do(chromedp.Click(chromedp.CSS(`form[action="/account/address"] .button`)))
}
