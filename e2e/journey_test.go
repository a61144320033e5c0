package e2e

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/models/modelstest"
)

func TestJourney(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); journey(t, start(t, "")) }) // a card has one free trial
	t.Run("postgres", func(t *testing.T) { t.Parallel(); journey(t, start(t, modelstest.PostgresURL(t))) })
}

// journey reads the policy, signs up, buys, and logs out; at every stop the
// whole cookie jar holds what the policy says, and nothing else. It meets every table
// that visitors and members fill, so that it goes its way on both databases.
func journey(t *testing.T, site string) {
	b := openBrowser(t)
	b.readPolicy(site)
	b.expectEmptyJar("a reader")
	b.signUp(site)
	b.expectEmptyJar("after confirming the address")
	b.logIn(site)
	b.buy(site)
	b.expectDeclaredCookies()
	b.do(
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/logout"] button`)),
		chromedp.WaitVisible(chromedp.CSS(".hero")),
	)
	b.expectEmptyJar("after logging out")
}

const (
	email    = "admin@example.com" // of the admin, see startWithAdmin
	password = "correct horse battery"
)

func (b *browser) readPolicy(site string) {
	b.t.Helper()
	b.do(chromedp.Navigate(site + "/legal/cookie-policy"))
	for _, row := range []string{"prokken_access", "24 hours", "prokken_refresh", "7 days"} {
		if table := b.text("table.cookies"); !strings.Contains(table, row) {
			b.t.Errorf("the table lacks %q: %s", row, table)
		}
	}
}

func (b *browser) signUp(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/signup"),
		chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/signup"] .button`)),
		chromedp.WaitVisible(chromedp.CSS(`main a[href="/dev/mail"]`)),
	)
	b.do(
		chromedp.Navigate(mailedLink(b.t, site, b.email)),
		chromedp.Click(chromedp.CSS(`form[action="/verify"] button`)),
		chromedp.WaitVisible(chromedp.CSS(".notice")),
	)
}

func (b *browser) logIn(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/login"),
		chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/login"] .button`)),
		chromedp.WaitVisible(chromedp.CSS(".facts")),
	)
}

func (b *browser) buy(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/pricing"),
		chromedp.Click(chromedp.CSS(`form[action="/billing/checkout"] button`)),
		chromedp.SendKeys(chromedp.CSS(`[name="number"]`), "4242 4242 4242 4242"),
		chromedp.SendKeys(chromedp.CSS(`[name="expiry"]`), "12/40"),
		chromedp.SendKeys(chromedp.CSS(`[name="cvc"]`), "123"),
		chromedp.SendKeys(chromedp.CSS(`[name="name"]`), "Ada Lovelace"),
		chromedp.Click(chromedp.CSS(".checkout-button")),
		chromedp.WaitVisible(chromedp.CSS(".badge-good")),
	)
	if page := b.text("main"); !strings.Contains(page, "Starter") || !strings.Contains(page, "On trial") {
		b.t.Errorf("the billing page shows %s", page)
	}
}

func (b *browser) expectEmptyJar(who string) {
	b.t.Helper()
	if jar := b.jar(); len(jar) != 0 {
		b.t.Errorf("%s holds cookies: %v", who, jar)
	}
}

// expectDeclaredCookies: exactly the two of the policy, with exactly its
// attributes. The server speaks plain http here, so neither is Secure.
func (b *browser) expectDeclaredCookies() {
	b.t.Helper()
	jar := b.jar()
	for name, want := range map[string]struct {
		path string
		life time.Duration
	}{"prokken_access": {"/", 24 * time.Hour}, "prokken_refresh": {"/api/auth", 7 * 24 * time.Hour}} {
		c := jar[name]
		if c == nil {
			b.t.Errorf("%s is missing", name)
			continue
		}
		if c.Path != want.path || c.Domain != "localhost" || !c.HTTPOnly || c.Secure || c.Session ||
			c.SameSite != network.CookieSameSiteLax ||
			c.PartitionKey != nil {
			b.t.Errorf("%s is %+v", name, c)
		}
		left := time.Until(time.Unix(0, int64(c.Expires*float64(time.Second))))
		if math.Abs((want.life - left).Minutes()) > 5 {
			b.t.Errorf("%s lives %v more, declared %v", name, left, want.life)
		}
	}
	if len(jar) != 2 {
		b.t.Errorf("the jar holds %d cookies: %v", len(jar), jar)
	}
}
