package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// banner asks, and counts after a yes.
const banner = `<div id=banner><button onclick="document.cookie='stats=1; max-age=2592000'; banner.remove()">Accept all</button>
<button onclick="banner.remove()">Reject all</button></div><a href="/about">About</a>`

// TestNothingIsFound: a site that does what its policy says.
func TestNothingIsFound(t *testing.T) {
	l := newFixture(t, audittest.Honest)
	l.page("/{$}", banner, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.page("/about", "<p>About")
	l.page("/cookies", audittest.HonestPage)
	l.request.Source.Page = l.request.URL + "cookies"
	r := l.run()
	l.wants(r)
	if !r.Passed() || r.Count(report.Holds) != 3 {
		t.Errorf("%d of %d claims hold: %+v", r.Count(report.Holds), len(r.Claims), r.Claims)
	}
	if at := cookieOf(t, r, "stats"); !at.Script || len(at.Seen) == 0 || at.Seen[0].Journey != report.Agreed {
		t.Errorf("stats was set by a script after a yes, not so: %+v", at)
	}
}

const declared = `
slug: cookies
title: Cookies
cookies:
  - {name: open, purpose: p, category: necessary, path: /, lifetime: session, http_only: true, secure: false, same_site: lax}
  - {name: cross, purpose: p, category: necessary, path: /, lifetime: session, http_only: true, secure: true, same_site: strict}
  - {name: wide, purpose: p, category: necessary, path: /shop, lifetime: session, http_only: true, secure: false, same_site: lax}
  - {name: long, purpose: p, category: necessary, path: /, lifetime: 1 hour, http_only: true, secure: false, same_site: lax}
  - {name: brief, purpose: p, category: necessary, path: /, lifetime: 1 hour, http_only: true, secure: false, same_site: lax}
  - {name: gone, purpose: p, category: necessary, path: /, lifetime: session, http_only: true, secure: false, same_site: lax}
  - {name: early, purpose: p, category: marketing, path: /, lifetime: session, http_only: true, secure: false, same_site: lax}
sections:
  - anchor: all
    title: All
    blocks:
      - prose: We use no marketing cookies. Only open is used. All are HttpOnly.
        claims:
          - {says: We use no marketing cookies., no_cookies: [marketing]}
          - {says: Only open is used., only_these_cookies: [open]}
          - {says: All are HttpOnly., all_cookies: {http_only: true}}
`

// TestEveryKindIsFound: each page does one thing that the policy does not say, and
// nothing else is found.
func TestEveryKindIsFound(t *testing.T) {
	l := newFixture(t, declared)
	l.page(
		"/{$}",
		`<a href=/attributes>1</a><a href=/undeclared>2</a><a href=/stores>3</a><a href=/others>4</a><a href=/missing>5</a><a href=/hop>6</a>`,
	)
	l.page(
		"/attributes",
		"",
		"Set-Cookie",
		"open=1; SameSite=Lax",
		"Set-Cookie",
		"cross=1; HttpOnly; Secure; SameSite=None",
		"Set-Cookie",
		"wide=1; HttpOnly; Path=/; SameSite=Lax",
		"Set-Cookie",
		"long=1; HttpOnly; Max-Age=7200; SameSite=Lax",
		"Set-Cookie",
		"brief=1; HttpOnly; SameSite=Lax; Expires="+time.Now().Add(30*time.Minute).UTC().Format(http.TimeFormat),
		"Set-Cookie",
		"early=1; HttpOnly; SameSite=Lax",
	)
	l.page("/undeclared", `<script>document.cookie = "byscript=1; max-age=60"; cookieStore.set("bystore", "1")</script>
		<script>fetch("/answer")</script><iframe src="/frame"></iframe>`, "Set-Cookie", "byheader=1; HttpOnly")
	l.page("/answer", "", "Set-Cookie", "byfetch=1; HttpOnly")
	l.page("/frame", "", "Set-Cookie", "byframe=1; HttpOnly")
	l.mux.HandleFunc("/hop", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "byredirect=1; HttpOnly")
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	l.page(
		"/stores",
		`<script>localStorage.setItem("seen", "1"); sessionStorage.setItem("tab", "1"); indexedDB.open("db");
		caches.open("cache"); (async () => {
			const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("logs", {create: true});
			const out = await (await folder.getFileHandle("seen.txt", {create: true})).createWritable();
			await out.write("12345"); await out.close(); fetch("/answer");
		})(); navigator.serviceWorker.register("/worker.js")</script>`,
	)
	l.mux.HandleFunc("/worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = fmt.Fprint(w, `self.addEventListener("install", () => {})`)
	})
	l.page("/others", `<img src="http://tracker.test/pixel.gif"><iframe src="http://other.test/embedded"></iframe>
		<script>navigator.sendBeacon("http://beacon.test/b", "x")</script>`)
	l.mux.HandleFunc("tracker.test/pixel.gif", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "pixel=1; SameSite=Lax; Path=/")
	})
	l.page("other.test/embedded", `<script>localStorage.setItem("embedded", "1")</script>`)
	l.page(
		"/cookies",
		"<h1>Cookies</h1><h2>All</h2><p>We use no marketing cookies. Only open is used. We hide nothing."+strings.ReplaceAll(
			`<table>
		<tr><td>open<td>p<td>session<tr><td>cross<td>p<td>session<tr><td>wide<td>p<td>session<tr><td>long<td>p<td>1 hour<tr><td>brief<td>p<td>2 hours
		<tr><td>gone<td>p<td>session<tr><td>secret<td>p<td>session</table>`,
			"<td>",
			"\n<td>",
		),
	)
	l.request.Source.Page = l.request.URL + "cookies"
	r := l.run()
	l.wants(
		r,
		"printed-otherwise All are HttpOnly. all-1",
		"printed-otherwise brief Lifetime",
		"printed-otherwise early cookie",
		"printed-otherwise secret not declared",
		"wrong-attribute open HttpOnly",
		"wrong-attribute cross SameSite",
		"wrong-attribute wide Path",
		"lives-longer long Lifetime",
		"wrong-attribute brief Lifetime",
		"never-seen gone",
		"optional-before-consent early marketing",
		"undeclared byheader localhost",
		"undeclared byscript localhost",
		"undeclared bystore localhost",
		"undeclared byfetch localhost",
		"undeclared byframe localhost",
		"undeclared byredirect localhost",
		"undeclared pixel tracker.test",
		"stored seen localStorage",
		"stored tab sessionStorage",
		"stored db IndexedDB",
		"stored cache Cache storage",
		"stored logs/seen.txt private file system",
		"stored SITE/worker.js service worker",
		"stored embedded localStorage",
		"third-party tracker.test",
		"third-party other.test",
		"third-party beacon.test",
		"page-trouble SITE/missing",
		"claim-fails We use no marketing cookies. all-1",
		"claim-fails Only open is used. all-1",
		"claim-fails All are HttpOnly. all-1",
	)
	if c := cookieOf(t, r, "byscript"); !c.Script || pathOf(c.Seen[0].Initiator) != "/undeclared" ||
		pathOf(c.Seen[0].Page) != "/undeclared" {
		t.Errorf("who set byscript: %+v", c)
	}
	if c := cookieOf(t, r, "long"); c.Script || !c.HostOnly || c.Lifetime != cookie.Lifetime(2*time.Hour) {
		t.Errorf("long: %+v", c)
	}
	if c := cookieOf(t, r, "pixel"); !c.ThirdParty || c.Rejected == "" {
		t.Errorf("pixel: %+v", c)
	}
	if i := slices.IndexFunc(r.Stored, func(s report.Stored) bool { return s.Kind == report.PrivateFiles }); i < 0 ||
		r.Stored[i].Size != 5 ||
		r.Stored[i].Origin != "http://"+l.host {
		t.Errorf("files: %+v", r.Stored)
	}
	if r.Passed() {
		t.Error("it passed")
	}
}
