package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// longWord puts a word that fits on no phone into the page's last paragraph.
const longWord = `document.querySelector("main").querySelector("p:last-of-type, h1").textContent = "Donau".repeat(60)`

// TestNothingScrollsSideways: no page is wider than a phone, long words included.
func TestNothingScrollsSideways(t *testing.T) {
	b := openBrowser(t)
	site := start(t, "")
	for _, path := range []string{"/", "/pricing", "/legal", "/legal/cookie-policy", "/legal/cookie-policy/versions", "/legal/cookie-policy/versions/1", "/legal/cookie-policy/compare/1/1", "/signup", "/login", "/forgot", "/mail-sent", "/legal/subscribe", "/legal/subscribe/sent", "/dev/mail", "/nothing"} {
		b.do(chromedp.EmulateViewport(360, 780), chromedp.Navigate(site+path), chromedp.Evaluate[chromedp.Void](longWord))
		width, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		if err != nil {
			t.Fatal(err)
		}
		if width > 360 {
			t.Errorf("%s is %d pixels wide on a phone of 360", path, width)
		}
	}
}
