package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/models/modelstest"
)

// TestFromAnAddressToAPage: a stranger types an address on the home page, sees what a browser met
// there, signs up, buys, shows that the site is theirs, publishes, and readers read it; then the site
// sets something new, and page, badge, mail and proposal say so. On a phone, without an admin.
func TestFromAnAddressToAPage(t *testing.T) {
	t.Parallel()
	// One after the other: each has browsers of its own besides the one that it is seen in.
	t.Run("sqlite", func(t *testing.T) { fromAddressToPage(t, "") })
	t.Run("postgres", func(t *testing.T) { fromAddressToPage(t, modelstest.PostgresURL(t)) })
}

// shop is a website of somebody else.
type shop struct {
	*httptest.Server
	token   atomic.Pointer[string] // that it shows; nil: none
	tracker atomic.Bool            // it sets _fbp as well
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) answer(w http.ResponseWriter, r *http.Request) {
	token := s.token.Load()
	switch {
	case r.URL.Path == "/.well-known/prokken.txt" && token != nil:
		fmt.Fprintln(w, *token)
	case r.URL.Path != "/" && r.URL.Path != "/about":
		http.NotFound(w, r)
	default:
		w.Header().Add("Set-Cookie", "basket_of=1; Path=/; HttpOnly; SameSite=Lax")
		if s.tracker.Load() {
			w.Header().Add("Set-Cookie", "_fbp=1; Path=/; Max-Age=7776000; SameSite=Lax")
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><title>Shop</title><h1>Shop</h1><p><a href="/about">About us</a>`)
	}
}

// owner is the visitor who comes with an address.
type owner struct {
	*browser
	site string // Prokken
	shop *shop
	page string // of their website, at Prokken
}

func fromAddressToPage(t *testing.T, url string) {
	begun := time.Now()
	s := openShop(t)
	site := startIn(t, t.TempDir(), url, "PROKKEN_AUDIT_ALLOW_PRIVATE="+strings.TrimPrefix(s.URL, "http://"))
	o := &owner{browser: openBrowser(t), site: site, shop: s}
	o.do(chromedp.EmulateViewport(390, 844))
	o.seesWhatIsSet()
	o.keepsIt()
	o.publishes()
	t.Logf("from an address to a page: %s", time.Since(begun).Round(time.Second))
	o.isRead("We do not use third-party cookies.", "basket_of", "Keeps what is in the basket", "ask@shop.example")
	o.translates()
	o.drifts()
}

// seesWhatIsSet: the result stands there, with what the browser met.
func (o *owner) seesWhatIsSet() {
	o.t.Helper()
	o.open(o.site + "/")
	o.fill("#address", o.shop.URL)
	o.click(".front-door button")
	o.settles("What the browser saw")
	o.awaits("main", "basket_of")
	o.awaits("main", "To be described")
}

// settles waits until the audit that is under way is over, and the page says so.
func (o *owner) settles(says string) {
	o.t.Helper()
	for giveUp := time.Now().Add(3 * patience); time.Now().Before(giveUp); time.Sleep(500 * time.Millisecond) {
		page, err := chromedp.Run(o.ctx, chromedp.Evaluate[string](`document.querySelector("main")?.innerText ?? ""`))
		if err == nil && strings.Contains(page, says) {
			return
		}
	}
	o.t.Fatalf("at %s %q is missing", o.address(), says)
}

// keepsIt: signing up and buying a plan make the result a site of theirs.
func (o *owner) keepsIt() {
	o.t.Helper()
	result := o.address()
	o.click(`form[action$="/keep"] button`)
	o.await("#password")
	o.signUp(o.site)
	o.logIn(o.site)
	o.buy(o.site)
	o.open(result)
	o.follow(`form[action$="/keep"] button`)
	o.page = strings.TrimSuffix(o.address(), "?notice=kept")
	o.awaits("main", "Say what each cookie is for")
}

// publishes: purposes, name and contact, a file on the website, one press.
func (o *owner) publishes() {
	o.t.Helper()
	o.open(o.page + "/purposes")
	o.fill(`[name="cookie-0"]`, "Keeps what is in the basket")
	o.do(chromedp.SetValue(chromedp.CSS(`[name="cookie-0.category"]`), "necessary"))
	o.follow(`main form button`)
	o.fill(`[name="name"]`, "The Shop")
	o.fill(`[name="contact"]`, "ask@shop.example")
	o.click(`details summary`)
	o.do(chromedp.SetValue(chromedp.CSS(`[name="notice_days"]`), "0"))
	o.follow(`form[action$="/settings"] button`)
	o.follow(`form[action$="/verify"] button`)
	o.awaits("main", "We couldn't find it yet")
	token := regexp.MustCompile(`(?m)^[a-z2-7]{20,}$`).FindString(o.text("main"))
	o.shop.token.Store(&token)
	o.follow(`form[action$="/verify"] button`)
	o.follow(`form[action$="/publish"] button`)
	o.awaits("main", "Your policy is public")
}

// translates: what was generated says itself in German, and is read there at once.
func (o *owner) translates() {
	o.t.Helper()
	o.open(o.page + "/policies/cookie-policy/translations/de")
	o.follow(`button[value="preview"]`)
	o.follow(`form[action$="/publish"] button`)
	o.awaits("main", "everyone can read it now")
	if text := o.fetched("/cookie-policy/in/de"); !strings.Contains(text, "Wir verwenden keine Cookies von Drittanbietern.") {
		o.t.Errorf("in German it says %s", text)
	}
}

// isRead: anybody reads it, without a script.
func (o *owner) isRead(words ...string) {
	o.t.Helper()
	text := o.fetched("/cookie-policy")
	for _, word := range words {
		if !strings.Contains(text, word) {
			o.t.Errorf("%q is missing on the public page", word)
		}
	}
}

// fetched is an answer of the site's public pages.
func (o *owner) fetched(path string) string {
	o.t.Helper()
	address := o.site + "/s/" + o.page[strings.LastIndex(o.page, "/")+1:] + path
	res, err := http.Get(address)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || len(res.Cookies()) > 0 {
		o.t.Fatalf("%s: %s, %v, cookies %v", address, res.Status, err, res.Cookies())
	}
	return string(text)
}

// drifts: two audits find a new cookie, and it is told.
func (o *owner) drifts() {
	o.t.Helper()
	o.shop.tracker.Store(true)
	for range 2 {
		o.open(o.page)
		o.follow(`form[action$="/audit"] button`)
		o.settles("Audit again")
	}
	o.awaits("main", "Two audits agree")
	for giveUp := time.Now().Add(patience); !strings.Contains(o.fetched("/cookie-policy"), "_fbp") && time.Now().Before(giveUp); {
		time.Sleep(200 * time.Millisecond)
	}
	o.isRead("_fbp")
	if badge := o.fetched("/cookie-policy/badge.svg"); !strings.Contains(badge, "contradicted") {
		o.t.Errorf("the badge says %s", badge)
	}
	told := false
	for _, mail := range outbox(o.t, o.site) {
		told = told || mail.To == o.email && strings.Contains(mail.Text, "_fbp")
	}
	if !told {
		o.t.Error("no mail")
	}
}
