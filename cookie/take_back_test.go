package cookie

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	visits = Declaration{"_visits", "counts visits", Analytics, "Stats Inc.", "", "/", Session, false, false, Lax}
	ads    = Declaration{"_ads", "shows ads", Marketing, "", "prokken.com", "/legal", Session, false, true, None}
	former = Declaration{"_old", "counted visits", Analytics, "", "", "/", Session, false, false, Lax}
)

// asked is a request for the path on the host that carries the cookies and comes from a page.
func asked(host, path, cookies, page string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, nil)
	r.Host = host
	r.Header.Set("Cookie", cookies)
	r.Header.Set("Referer", page)
	return r
}

// answered are the lines that leave the gate, and the names that it takes out.
func answered(r *http.Request, write func(m *Mint, w http.ResponseWriter)) (lines []string, reported reports) {
	m := NewMint(&testSite{append(slices.Clone(declared), visits, ads), []Declaration{former}}, true)
	w := httptest.NewRecorder()
	NewGate(m, &reported).Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		write(m, wrapped{w})
	})).ServeHTTP(w, r)
	return w.Header()["Set-Cookie"], reported
}

// TestTakeBack: what the browser shows goes in every place that it can have come from; the
// rest where it is declared to be. No line names a place on another site.
func TestTakeBack(t *testing.T) {
	takeBack := func(r *http.Request) func(*Mint, http.ResponseWriter) {
		return func(m *Mint, w http.ResponseWriter) {
			m.TakeBack(w, r, "_visits", "_ads", "prokken_access", "_old", "_other")
		}
	}
	declaredLines := []string{
		"_visits=; Path=/; Max-Age=0; SameSite=Lax",
		"_ads=; Path=/legal; Domain=prokken.com; Max-Age=0; Secure; SameSite=None",
	}
	for name, tt := range map[string]struct {
		request *http.Request
		paths   []string
		domains []string
	}{
		"nothing is shown": {asked(ownHost, "/legal/consent", "", ""), nil, nil},
		"another name is":  {asked(ownHost, "/legal/consent", "_visits2=1; x_visits=1; visits=_visits", ""), nil, nil},
		"shown": {
			asked(ownHost, "/legal/consent", "a=b; _visits=1", ""),
			[]string{"/", "/legal", "/legal/", "/legal/consent"},
			[]string{"", "; Domain=prokken.com"},
		},
		"from a page of ours": {
			asked(ownHost, "/legal/consent", "_visits=1", "https://prokken.com/shop/a%20b?x=1#y"),
			[]string{"/", "/legal", "/legal/", "/legal/consent", "/shop", "/shop/", "/shop/a%20b"},
			[]string{"", "; Domain=prokken.com"},
		},
		"from elsewhere": {
			asked(ownHost, "/x", "_visits=1", "https://evil.example/a"), []string{"/", "/x"}, []string{"", "; Domain=prokken.com"},
		},
		"no path for a cookie": {
			asked(ownHost, "/x", "_visits=1", "https://prokken.com/a;b/c"), []string{"/", "/x"}, []string{"", "; Domain=prokken.com"},
		},
	} {
		got, reported := answered(tt.request, takeBack(tt.request))
		want := slices.Clone(declaredLines)
		for _, path := range tt.paths {
			for _, domain := range tt.domains {
				want = append(want, "_visits=; Path="+path+domain+"; Max-Age=0; Secure; SameSite=Lax")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(reported) > 0 {
			t.Error(name, diff, reported)
		}
	}
}

// TestTakeBackFormer: of what left the policy only what the browser shows, and nothing else.
func TestTakeBackFormer(t *testing.T) {
	for cookies, want := range map[string]int{"": 0, "_other=1; _visits=1; prokken_access=x": 0, "_old=1": 4, "x=1; _old=1; _old=2": 4} {
		r := asked(ownHost, "/x", cookies, "")
		got, reported := answered(r, func(m *Mint, w http.ResponseWriter) { m.TakeBackFormer(w, r) })
		if len(got) != want || len(reported) > 0 {
			t.Errorf("%q: %q, %q", cookies, got, reported)
		}
		for _, line := range got {
			if !strings.HasPrefix(line, "_old=; Path=/") || !strings.Contains(line, "; Max-Age=0; ") {
				t.Errorf("%q: %q", cookies, line)
			}
		}
	}
}

// TestGateTakesBackNothingElse: the way through the gate is as narrow as the rule.
func TestGateTakesBackNothingElse(t *testing.T) {
	const good = "_old=; Path=/; Max-Age=0; Secure; SameSite=Lax"
	for name, tt := range map[string]struct {
		request *http.Request
		line    string
		leaves  bool
	}{
		"former, shown":     {asked(ownHost, "/x", "_old=1", ""), good, true},
		"former, not shown": {asked(ownHost, "/x", "_visits=1", ""), good, false},
		"on another host":   {asked("evil.example", "/x", "_old=1", ""), good, false},
		"never declared": {
			asked(ownHost, "/x", "_other=1", ""), "_other=; Path=/; Max-Age=0; Secure; SameSite=Lax", false,
		},
		"a value": {
			asked(ownHost, "/x", "_old=1", ""), "_old=1; Path=/; Max-Age=0; Secure; SameSite=Lax", false,
		},
		"a life": {asked(ownHost, "/x", "_old=1", ""), "_old=; Path=/; Max-Age=1; Secure; SameSite=Lax", false},
		"another path": {
			asked(ownHost, "/x", "_old=1", ""), "_old=; Path=/y; Max-Age=0; Secure; SameSite=Lax", false,
		},
		"another domain": {
			asked(ownHost, "/x", "_old=1", ""), "_old=; Path=/; Domain=example.com; Max-Age=0; Secure; SameSite=Lax", false,
		},
		"other attributes": {
			asked(ownHost, "/x", "_old=1", ""), "_old=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax", false,
		},
		"necessary, elsewhere": {
			asked(ownHost, "/x", "prokken_access=1", ""), "prokken_access=; Path=/x; Max-Age=0; Secure; SameSite=Lax", false,
		},
		"optional, shown": {
			asked(ownHost, "/x", "_visits=1", ""), "_visits=; Path=/x; Max-Age=0; Secure; SameSite=Lax", true,
		},
		"optional, not shown": {
			asked(ownHost, "/x", "_old=1", ""), "_visits=; Path=/x; Max-Age=0; Secure; SameSite=Lax", false,
		},
	} {
		got, reported := answered(
			tt.request,
			func(_ *Mint, w http.ResponseWriter) { w.Header().Add("Set-Cookie", tt.line) },
		)
		if (len(got) == 1) != tt.leaves || (len(reported) == 0) != tt.leaves {
			t.Errorf("%s: %q, reported %q", name, got, reported)
		}
	}
}

// TestTakingBackIsBounded: a long address and many cookies make no long answer, and each
// cookie has its likeliest place in it.
func TestTakingBackIsBounded(t *testing.T) {
	site, cookies := &testSite{}, ""
	for _, name := range strings.Split("abcdefghijklmnop", "") {
		d := former
		d.Name = name
		site.former = append(site.former, d)
		cookies += name + "=1; "
	}
	m, w := NewMint(site, true), httptest.NewRecorder()
	m.TakeBackFormer(w, asked("a.b.c.prokken.com", strings.Repeat("/a", 2000), cookies, ""))
	lines := w.Header()["Set-Cookie"]
	for _, d := range site.former {
		if !slices.Contains(lines, d.Name+"=; Path=/; Max-Age=0; Secure; SameSite=Lax") {
			t.Errorf("%s is not taken back", d.Name)
		}
	}
	if len(lines) != maxExpiries {
		t.Errorf("%d lines", len(lines))
	}
}

func TestPlaces(t *testing.T) {
	for host, want := range map[string][]string{
		"prokken.com": {"", "prokken.com"}, "WWW.Prokken.com:8443": {"", "www.prokken.com", "prokken.com"},
		"localhost:8080": {""}, "127.0.0.1": {""}, "[::1]:80": {""}, "": {""}, "a;b.com": {""},
	} {
		if diff := cmp.Diff(want, domainsOf(host, former)); diff != "" {
			t.Errorf("%q: %s", host, diff)
		}
	}
	r := asked(ownHost, "/", "", "")
	for path, want := range map[string][]string{"": {"/"}, "/": {"/"}, "//": {"/", "//"}, "/a/": {"/", "/a", "/a/"}} {
		r.URL = &url.URL{Path: path}
		if diff := cmp.Diff(want, pathsOf(r, former)); diff != "" {
			t.Errorf("%q: %s", path, diff)
		}
	}
}
