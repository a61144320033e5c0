package e2e

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

func TestJourney(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { // a card has one free trial
		t.Parallel()
		openBrowser(t).journey(start(t, ""))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		openBrowser(t).journey(start(t, modelstest.PostgresURL(t)))
	})
}

// journey reads the policy, signs up, buys, and logs out; at every stop the
// whole cookie jar holds what the policy says, and nothing else. It meets every table
// that visitors and members fill, so that it goes its way on both databases.
func (v visitor) journey(site string) {
	v.t.Helper()
	v.readPolicy(site)
	v.expectEmptyJar("a reader")
	v.signUp(site)
	v.expectEmptyJar("after confirming the address")
	v.logIn(site)
	v.buy(site)
	v.expectDeclaredCookies()
	v.page.click(`form[action="/api/auth/logout"] button`)
	v.page.await(".hero")
	v.expectEmptyJar("after logging out")
}

const (
	email    = "admin@example.com" // of the admin, see startWithAdmin
	password = "correct horse battery"
)

func (v visitor) readPolicy(site string) {
	v.t.Helper()
	v.page.open(site + "/legal/cookie-policy")
	for _, row := range []string{"prokken_access", "24 hours", "prokken_refresh", "7 days"} {
		if table := v.page.text("table.cookies"); !strings.Contains(table, row) {
			v.t.Errorf("the table lacks %q: %s", row, table)
		}
	}
}

func (v visitor) signUp(site string) {
	v.t.Helper()
	v.page.open(site + "/signup")
	v.page.fill("#email", v.email)
	v.page.fill("#password", password)
	v.page.click(`form[action="/api/auth/signup"] .button`)
	v.page.await(`main a[href="/dev/mail"]`)
	v.page.open(mailedLink(v.t, site, v.email))
	v.page.click(`form[action="/verify"] button`)
	v.page.await(".notice")
}

func (v visitor) logIn(site string) {
	v.t.Helper()
	v.page.open(site + "/login")
	v.page.fill("#email", v.email)
	v.page.fill("#password", password)
	v.page.click(`form[action="/api/auth/login"] .button`)
	v.page.await(".facts")
}

func (v visitor) buy(site string) {
	v.t.Helper()
	v.page.open(site + "/pricing")
	v.page.click(`form[action="/billing/checkout"] button`)
	v.page.fill(`[name="number"]`, "4242 4242 4242 4242")
	v.page.fill(`[name="expiry"]`, "12/40")
	v.page.fill(`[name="cvc"]`, "123")
	v.page.fill(`[name="name"]`, "Ada Lovelace")
	v.page.click(".checkout-button")
	v.page.await(".badge-good")
	if page := v.page.text("main"); !strings.Contains(page, "Starter") || !strings.Contains(page, "On trial") {
		v.t.Errorf("the billing page shows %s", page)
	}
}

func (v visitor) expectEmptyJar(who string) {
	v.t.Helper()
	if jar := v.page.cookies(); len(jar) != 0 {
		v.t.Errorf("%s holds cookies: %v", who, jar)
	}
}

// expectDeclaredCookies: exactly the two of the policy, with exactly its
// attributes. The server speaks plain http here, so neither is Secure.
func (v visitor) expectDeclaredCookies() {
	v.t.Helper()
	jar := map[string]held{}
	for _, c := range v.page.cookies() {
		jar[c.name] = c
	}
	for _, want := range []struct {
		name, path string
		life       time.Duration
	}{{"prokken_access", "/", 24 * time.Hour}, {"prokken_refresh", "/api/auth", 7 * 24 * time.Hour}} {
		c := jar[want.name]
		declared := held{
			name: want.name, domain: "localhost", path: want.path, sameSite: "Lax", httpOnly: true, expires: c.expires,
		}
		if c != declared {
			v.t.Errorf("%s is %+v", want.name, c)
		}
		if left := time.Until(c.expires); math.Abs((want.life - left).Minutes()) > 5 {
			v.t.Errorf("%s lives %v more, declared %v", want.name, left, want.life)
		}
	}
	if len(jar) != 2 {
		v.t.Errorf("the jar holds %d cookies: %v", len(jar), jar)
	}
}
