package glance

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

const shop = "https://shop.example.com"

var pages = []string{shop + "/", shop + "/about"}

// visit is what the site answers with.
type visit struct {
	cookies []string
	body    string
	status  int
	to      string // a redirect of /about
	hop     string // a cookie that the redirect sets
}

func (v visit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, c := range v.cookies {
		w.Header().Add("Set-Cookie", c)
	}
	if v.to != "" && r.URL.Path == "/about" {
		w.Header().Add("Set-Cookie", v.hop)
		http.Redirect(w, r, v.to, http.StatusFound)
		return
	}
	if v.status != 0 {
		w.WriteHeader(v.status)
	}
	fmt.Fprintf(w, "<!doctype html><title>Shop</title><p>%s %s</p>%s", r.URL.Path, r.Header.Get("User-Agent"), v.body)
}

// look is what a look at the site sees, which is public.
func look(t *testing.T, site http.Handler) (Glance, error) {
	t.Helper()
	server := httptest.NewTLSServer(site)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	public := func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
	}
	at := server.Listener.Addr().String()
	return New(Settings{Roots: roots, Resolve: public, Dial: map[string]string{"shop.example.com": at, "www.example.com": at}}).
		Look(t.Context(), shop, pages)
}

var usual = visit{
	cookies: []string{"sid=1; Path=/; HttpOnly"},
	body:    `<script src="/app.js?v=1"></script><iframe src="https://video.example/1"></iframe><script>let nonce = "abc"</script>`,
}

// TestWhatMoves: what may set or load something else counts, what changes with each visit does not.
func TestWhatMoves(t *testing.T) {
	same, err := look(t, usual)
	if err != nil || len(same.Pages) != 2 || len(same.SHA256) != 64 {
		t.Fatalf("%+v, %v", same, err)
	}
	add := func(more string) visit { return visit{cookies: usual.cookies, body: usual.body + more} }
	for name, tt := range map[string]struct {
		site  visit
		moved bool
	}{
		"nothing":                      {usual, false},
		"another value and life":       {visit{cookies: []string{"sid=2; Path=/; Max-Age=60"}, body: usual.body}, false},
		"another nonce":                {visit{cookies: usual.cookies, body: strings.ReplaceAll(usual.body, "abc", "def")}, false},
		"other words":                  {add("<p>Sale!</p>"), false},
		"a cookie":                     {visit{cookies: append([]string{"_fbp=1"}, usual.cookies...), body: usual.body}, true},
		"a cookie for all hosts":       {visit{cookies: []string{"sid=1; Path=/; Domain=example.com"}, body: usual.body}, true},
		"a script":                     {add(`<script src="https://tracker.example/t.js"></script>`), true},
		"another script":               {visit{cookies: usual.cookies, body: strings.ReplaceAll(usual.body, "v=1", "v=2")}, true},
		"a frame":                      {add(`<iframe src="https://ads.example/"></iframe>`), true},
		"a picture of somebody":        {add(`<noscript><img src="https://pixel.example/1.gif"></noscript>`), true},
		"a script in the page":         {add(`<script>track()</script>`), true},
		"a host that a script names":   {visit{cookies: usual.cookies, body: strings.ReplaceAll(usual.body, `"abc"`, `"//cdn.example/x.js"`)}, true},
		"a cookie that a script names": {visit{cookies: usual.cookies, body: strings.ReplaceAll(usual.body, `let nonce = "abc"`, `document.cookie = "a=1"`)}, true},
		"a redirect":                   {visit{cookies: usual.cookies, body: usual.body, to: "/"}, true},
		"a redirect to another site":   {visit{cookies: usual.cookies, body: usual.body, to: "https://elsewhere.example/"}, true},
		"a page that is gone":          {visit{cookies: usual.cookies, body: usual.body, status: 404}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if now, err := look(t, tt.site); err != nil || (now.SHA256 != same.SHA256) != tt.moved {
				t.Errorf("moved: %t, %v", now.SHA256 != same.SHA256, err)
			}
		})
	}
}

// TestOnTheWay: what a redirect sets on the way to a page counts.
func TestOnTheWay(t *testing.T) {
	before, err1 := look(t, visit{to: "/"})
	after, err2 := look(t, visit{to: "/", hop: "hop=1"})
	if err1 != nil || err2 != nil || before.SHA256 == after.SHA256 {
		t.Errorf("not moved: %v, %v", err1, err2)
	}
}

// TestNothingIsKnown: where a page does not answer, or asks to be left alone, nothing is told.
func TestNothingIsKnown(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		if seen, err := look(t, visit{status: status}); err == nil {
			t.Errorf("%d: %+v", status, seen)
		}
	}
}

// TestOnlyTheSite: pages of other sites are not asked for, and no more than ten; nor is what is on a
// private network.
func TestOnlyTheSite(t *testing.T) {
	if _, err := New(Settings{}).Look(t.Context(), shop, []string{"https://other.example/", "https://shop.example.com.evil.test/"}); !errors.Is(err, ErrNoPages) {
		t.Error(err)
	}
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	if _, err := New(Settings{}).Look(t.Context(), server.URL, []string{server.URL + "/"}); err == nil || asked > 0 {
		t.Errorf("asked %d times on a private network: %v", asked, err)
	}
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprintf("%s/%d", server.URL, i))
	}
	seen, err := New(Settings{Private: []string{server.Listener.Addr().String()}}).Look(t.Context(), server.URL, many)
	if err != nil || asked != MaxPages || len(seen.Pages) != MaxPages {
		t.Errorf("asked %d times, %v", asked, err)
	}
}
