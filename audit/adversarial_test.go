package audit_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

const oneCookie = `
slug: cookies
title: Cookies
cookies:
  - {name: sid, purpose: Keeps the cart., category: necessary, path: /, lifetime: 1 hour, http_only: true, secure: false, same_site: lax}
sections:
  - anchor: all
    title: All
    blocks:
      - prose: We set one cookie. It is HttpOnly. Nothing comes from elsewhere.
        claims:
          - {says: We set one cookie., only_these_cookies: [sid], cookie_count: 1}
          - {says: It is HttpOnly., cookie: {name: sid, http_only: true}}
`

// adversarial is a site that sets its one cookie as declared, and has that page.
func adversarial(t *testing.T, body string, header ...string) *fixture {
	l := newFixture(t, oneCookie)
	if len(header) == 0 {
		header = []string{"Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600"}
	}
	l.page("/{$}", body, header...)
	l.page("/x", "")
	l.page("/end", "", "Set-Cookie", "sid=; HttpOnly; Max-Age=0")
	l.mux.HandleFunc("other.test/sid", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
	})
	return l
}

// resultOf is what became of the claim.
func resultOf(t *testing.T, r report.Report, says string) report.Result {
	t.Helper()
	i := slices.IndexFunc(r.Claims, func(c report.Claim) bool { return c.Says == says })
	if i < 0 || r.Passed() {
		t.Fatalf("passed: %t, %+v", r.Passed(), r.Claims)
	}
	return r.Claims[i].Result
}

func fails(t *testing.T, l *fixture, says, finding string) {
	t.Helper()
	r := l.run()
	if result := resultOf(t, r, says); result != report.Fails || !slices.Contains(keys(r), finding) {
		t.Errorf("%s, %v", result, keys(r))
	}
}

// TestHiddenCookies: a script can take a cookie away before anybody looks, and
// replace what an answer had set.
func TestHiddenCookies(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"carried, then gone":     `document.cookie = "brief=1"; fetch("/x").then(() => document.cookie = "brief=1; max-age=0")`,
		"gone at once":           `document.cookie = "brief=1"; document.cookie = "brief=1; max-age=0"`,
		"the watcher is blinded": `JSON.stringify = () => ""; String.prototype.slice = () => ""; __prokkenAudit = () => {}; document.cookie = "brief=1"; document.cookie = "brief=1; max-age=0"`,
		"with many others":       `for (let i = 0; i < 300; i++) document.cookie = "sid2=" + i; document.cookie = "brief=1"; document.cookie = "brief=1; max-age=0"`,
	} {
		t.Run(name, func(t *testing.T) {
			fails(t, adversarial(t, "<script>"+script+"</script>"), "We set one cookie.", "undeclared brief localhost")
		})
	}
	t.Run("replaced", func(t *testing.T) {
		l := adversarial(
			t,
			`<script>fetch("/end").then(() => document.cookie = "sid=1; max-age=7200; path=/")</script>`,
		)
		fails(t, l, "It is HttpOnly.", "lives-longer sid Lifetime")
	})
}

// TestWorkersCookies: a worker sets one and takes it away before it asks for
// anything, and goes on with its work.
func TestWorkersCookies(t *testing.T) {
	l := adversarial(t, `<script>
		navigator.serviceWorker.register("/worker.js").then(() => navigator.serviceWorker.ready).then(() => fetch("/ready"));
		new Worker("/plain.js")</script>`)
	script := func(path, text string) {
		l.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(text))
		})
	}
	script(
		"/worker.js",
		`addEventListener("install", (e) => e.waitUntil((async () => { await cookieStore.set("brief", "1"); await cookieStore.delete("brief"); })()))`,
	)
	script("/plain.js", `fetch("/ready")`)
	var ready atomic.Int64
	l.mux.HandleFunc("/ready", func(http.ResponseWriter, *http.Request) { ready.Add(1) })
	fails(t, l, "We set one cookie.", "undeclared brief localhost")
	if n := ready.Load(); n < 4 { // two on each of two journeys
		t.Errorf("%d workers worked", n)
	}
}

// TestRefusedWrites: what the browser did not take was not set.
func TestRefusedWrites(t *testing.T) {
	l := adversarial(t, `<script>document.cookie = "probe=1; domain=other.test"; document.cookie = "sid=9"</script>`)
	r := l.run()
	l.wants(r)
	if !r.Passed() {
		t.Errorf("%+v", r.Claims)
	}
}

// TestLateCookies: many pages wait for a while, or until somebody scrolls.
func TestLateCookies(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"a timer": `setTimeout(() => document.cookie = "late=1", 1200)`,
		"scroll":  `addEventListener("scroll", () => document.cookie = "late=1")`,
		"mouse":   `addEventListener("mousemove", () => document.cookie = "late=1")`,
	} {
		t.Run(name, func(t *testing.T) {
			l := adversarial(t, `<div style="height: 5000px"></div><script>`+script+`</script>`)
			l.request.Limits.Stay = 2 * time.Second
			fails(t, l, "We set one cookie.", "undeclared late localhost")
		})
	}
}

// TestBorrowedName: another site's cookie is not the declared one, whatever its
// name.
func TestBorrowedName(t *testing.T) {
	fails(
		t,
		adversarial(t, `<iframe src="http://other.test/sid"></iframe>`),
		"We set one cookie.",
		"undeclared sid other.test",
	)
}

// TestRefusedCookie: one that the browser did not keep was not set as the policy
// says.
func TestRefusedCookie(t *testing.T) {
	l := adversarial(t, "", "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600; Domain=elsewhere.test")
	l.request.Document.Cookies[0].Domain = "elsewhere.test"
	if result := resultOf(t, l.run(), "It is HttpOnly."); result != report.Unseen {
		t.Errorf("it %s", result)
	}
}

// TestCutAudits: a site that has the audit end early proves nothing by it.
func TestCutAudits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		cut  func(*fixture)
		says string
	}{
		"memory": {`<script>const a = []; for (let i = 0; i < 200; i++) a.push(new Uint8Array(4 << 20).fill(i)); setTimeout(() => {}, 1e6)</script>`, func(l *fixture) {
			l.request.Limits.Memory, l.request.Limits.Stay = 350<<20, time.Minute
			path, _ := browser.FindChromium()
			l.request.Browsers = browser.NewPool(path, browser.PoolOptions{Patience: time.Minute}) // its memory is its own
			l.t.Cleanup(l.request.Browsers.Close)
		}, "of memory"},
		"bytes": {
			large(4 << 20), func(l *fixture) { l.request.Limits.Bytes = 2 << 20 }, "read no further",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := adversarial(t, tt.body)
			tt.cut(l)
			r := l.run()
			if result := resultOf(t, r, "We set one cookie."); result != report.Unseen ||
				!strings.Contains(r.Claims[0].Conditions[1].Reason, tt.says) {
				t.Errorf("it %s: %+v", result, r.Claims)
			}
		})
	}
}

// TestWiderDomain: a cookie for the whole site is more than one for a host of it.
func TestWiderDomain(t *testing.T) {
	l := adversarial(t, "", "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600; Domain=shop.test")
	l.request.URL = "http://www.shop.test/"
	l.request.Dial["www.shop.test"] = l.request.Dial["other.test"]
	l.request.Document.Cookies[0].Domain = "www.shop.test"
	l.wants(l.run(), "wrong-attribute sid Domain")
}

// TestHiddenPages: a report says how much a site asked not to look at.
func TestHiddenPages(t *testing.T) {
	l := adversarial(t, `<a href="/x">x</a><a href="/end">end</a>`)
	l.request.Own = false
	l.mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("User-agent: ProkkenAudit\nDisallow: /x\n"))
	})
	if notes := strings.Join(l.run().Notes, "\n"); !strings.Contains(notes, "leave out 1 page;") {
		t.Errorf("notes: %q", notes)
	}
}
