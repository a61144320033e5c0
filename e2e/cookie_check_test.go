package e2e

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestKeptOutCookies: a real browser that loses one of the cookies on its way, as an
// extension would take it away, is logged out again and told which.
func TestKeptOutCookies(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := start(t, "")
	b.signUp(site)
	for name, other := range map[string]string{"prokken_access": "prokken_refresh", "prokken_refresh": "prokken_access"} {
		stop := b.loseOnTheWay(site, name)
		b.do(
			chromedp.Navigate(site+"/login?next=/account/security"),
			chromedp.SendKeys(chromedp.CSS("#email"), b.email),
			chromedp.SendKeys(chromedp.CSS("#password"), password),
		)
		b.follow(`form[action="/api/auth/login"] .button`)
		said := b.text("main")
		if !strings.Contains(said, "Your browser blocks the cookie "+name+".") || strings.Contains(said, other) {
			t.Errorf("without %s: at %s: %s", name, b.address(), said)
		}
		b.expectEmptyJar("after a log-in without " + name)
		stop()
	}
	b.follow(`main a.button`)
	b.do(
		chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
	)
	b.follow(`form[action="/api/auth/login"] .button`)
	if at := b.address(); !strings.HasSuffix(at, "/account/security") {
		t.Errorf("with both cookies the log-in leads to %s", at)
	}
	b.expectDeclaredCookies()
}

// loseOnTheWay takes the cookie out of the browser between the answer that sets it and the
// request that has to bring it back, until stop is called.
func (b *browser) loseOnTheWay(site, name string) (stop func()) {
	b.t.Helper()
	path := map[string]string{"prokken_access": "/", "prokken_refresh": "/api/auth"}[name]
	if _, err := chromedp.Call(b.ctx, fetch.Enable, fetch.EnableParams{
		Patterns: []*fetch.RequestPattern{{URLPattern: site + "/api/auth/cookie-check*"}},
	}); err != nil {
		b.t.Fatal(err)
	}
	var isOver atomic.Bool
	if err := chromedp.Listen(b.ctx, func(event any) {
		paused, is := event.(*fetch.EventRequestPaused)
		if !is || isOver.Load() {
			return
		}
		go func() { // a listener must not wait for the browser
			_, _ = chromedp.Call(b.ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: name, URL: site + path, Path: path})
			_, _ = chromedp.Call(b.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: paused.RequestID})
		}()
	}); err != nil {
		b.t.Fatal(err)
	}
	return func() {
		isOver.Store(true)
		if _, err := chromedp.Call(b.ctx, fetch.Disable, cdp.Empty{}); err != nil {
			b.t.Fatal(err)
		}
	}
}
