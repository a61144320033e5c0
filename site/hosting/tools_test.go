package hosting_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/observations"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/hosting"
)

// counts is what a yes to analytics runs on both sites.
const counts = `document.cookie='_ga=GA1.1.1.1; path=/; max-age=63072000'`

// wordpress is a blog as WordPress serves it, with a consent plugin that brings a real tool: pages
// made on the server, a session, and scripts that wait as text.
func wordpress(w http.ResponseWriter, r *http.Request) {
	pages := map[string]string{"/": "Home", "/about/": "About", "/2026/11/hello-world/": "Hello world!"}
	title, found := pages[r.URL.Path]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.Header().Add("Set-Cookie", "PHPSESSID=0f1e2d3c; Path=/; HttpOnly; SameSite=Lax")
	fmt.Fprintf(w, `<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><meta name="generator" content="WordPress 6.9"><title>%[1]s – A Blog</title>
		<script>window.klaroConfig = {version: 1, elementID: "klaro", storageMethod: "cookie", cookieName: "klaro", lang: "en", default: false, mustConsent: false,
		acceptAll: true, translations: {zz: {privacyPolicyUrl: "/"}, en: {ga: {description: "Counts"}}},
		services: [{name: "ga", title: "Counting", purposes: ["analytics"], cookies: [/^_ga/]}]}</script>
		<script id="consent-plugin-js" defer src="/wp-content/plugins/consent/klaro/klaro.js?ver=0.7"></script></head>
		<body class="home blog wp-custom-logo"><header class="site-header"><nav><ul class="menu"><li class="menu-item"><a href="/">Home</a></li>
		<li class="menu-item"><a href="/about/">About</a></li></ul></nav></header><main class="site-main"><article class="post hentry"><h1 class="entry-title">%[1]s</h1>
		<p><a href="/2026/11/hello-world/">Hello world!</a></p></article></main>
		<script type="text/plain" data-type="application/javascript" data-name="ga">%[2]s</script>
		<footer><a href="#" onclick="klaro.show(); return false">Cookie settings</a></footer></body></html>`, title, counts)
}

// spa is an application of a single page: whatever its address, a script draws it, and a real
// consent tool asks.
func spa(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, ".") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>App</title><link rel="stylesheet" href="/assets/vanilla-cookieconsent/cookieconsent.css">
		<script src="/assets/vanilla-cookieconsent/cookieconsent.umd.js"></script></head><body><div id="app"></div><script>
		const views = {"/": "Start", "/prices": "Prices", "/team": "Team"}
		function draw() {
			app.innerHTML = "<h1>" + (views[location.pathname] ?? "Nothing here") + "</h1>" +
				Object.keys(views).map(v => '<a href="' + v + '">' + views[v] + "</a> ").join("") +
				'<button data-cc="show-preferencesModal">Cookie settings</button>'
		}
		addEventListener("click", e => {
			const a = e.target.closest("a")
			if (a) { e.preventDefault(); history.pushState({}, "", a.href); draw() }
		})
		addEventListener("popstate", draw)
		localStorage.setItem("theme", "light")
		draw()
		CookieConsent.run({categories: {necessary: {enabled: true, readOnly: true}, analytics: {autoClear: {cookies: [{name: "_ga"}]}}},
		onConsent: () => { if (CookieConsent.acceptedCategory("analytics")) %s },
		language: {default: "en", translations: {en: {
			consentModal: {title: "We use cookies", description: "To count visits.", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", showPreferencesBtn: "Manage"},
			preferencesModal: {title: "Choose", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save", closeIconLabel: "Close", sections: []}}}}})
		</script></body></html>`, counts)
}

// TestSitesWithConsentTools: from an address to a draft, by a real browser: a blog and an application
// with real consent tools, which set what counts only after a yes.
func TestSitesWithConsentTools(t *testing.T) {
	chromium, err := browser.FindChromium()
	if err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	files := http.FileServer(http.Dir("../../audit/testdata/tools"))
	for name, tt := range map[string]struct {
		page    http.HandlerFunc
		prefix  string
		always  []string // cookies that are there before a choice
		choice  string   // the cookie in which the tool keeps it
		storage string
	}{
		"wordpress": {wordpress, "/wp-content/plugins/consent/", []string{"PHPSESSID"}, "klaro", ""},
		"spa":       {spa, "/assets/", nil, "cc_cookie", "theme"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.Handle(tt.prefix, http.StripPrefix(tt.prefix, files))
			mux.HandleFunc("/", tt.page)
			server := httptest.NewServer(mux)
			defer server.Close()
			w := open(t, modelsDB(t))
			w.browseWith(chromium, server.Listener.Addr().String())
			s := w.add(w.user, server.URL)
			seen := w.newestReport(s)
			if gaps := seen.Gaps(); len(gaps) > 0 || seen.Banner.Accept == nil || seen.Banner.Refuse == nil {
				t.Fatalf("gaps %v, banner %+v", gaps, seen.Banner)
			}
			w.sawBeforeAChoice(s, tt.always, []string{"_ga", tt.choice}, tt.storage)
			w.draftSays(s, append([]string{"_ga", tt.choice}, tt.always...))
		})
	}
}

// quick is a real browser that does not stay at pages for long, and has the time that a busy machine
// takes.
type quick struct{ chromium string }

func (q quick) Browse(ctx context.Context, request audit.Request) (report.Report, error) {
	pool := browser.NewPool(q.chromium, browser.PoolOptions{})
	defer pool.Close()
	request.Browsers = pool
	request.Limits.Stay, request.Limits.Total, request.Limits.Page = 100*time.Millisecond, time.Hour, time.Minute
	return audit.Run(ctx, request)
}

// browseWith has audits done by a real browser, which may go to that host of this machine.
func (w *world) browseWith(chromium, host string) {
	w.t.Helper()
	settings := w.upkeep.Settings
	settings.Private = []string{host}
	w.upkeep = upkeep.New(w.db, settings)
	w.audits = schedule.New(w.db, schedule.Settings{
		Site: w.registry.Own().SiteID(), Chromium: chromium, Queue: doubles{w}, Mailer: doubles{w}, Browser: quick{chromium},
		Customers: w.upkeep, Clock: settings.Clock,
	})
	hosted := w.Settings
	hosted.Private, hosted.Auditor, hosted.Settler = []string{host}, w.audits, w.upkeep
	w.Service = hosting.New(w.db, hosted)
}

func (w *world) newestReport(s sites.Site) report.Report {
	w.t.Helper()
	newest, err := audits.NewestDone(w.t.Context(), w.db, s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := schedule.Read(newest)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// sawBeforeAChoice: these cookies, and this item of storage, were there before a choice; those came
// with one.
func (w *world) sawBeforeAChoice(s sites.Site, before, after []string, stored string) {
	w.t.Helper()
	all, err := observations.List(w.t.Context(), w.db, s.ID, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	first := map[string]bool{}
	for _, o := range all {
		first[o.Name] = strings.Contains(o.States, `"anonymous"`)
	}
	for _, name := range slices.Concat(before, after, []string{stored}) {
		was, seen := first[name]
		if want := !slices.Contains(after, name); name != "" && (!seen || was != want) {
			w.t.Errorf("%s: seen %t, before a choice %t, want %t", name, seen, was, want)
		}
	}
}

// draftSays: the draft declares these cookies, _ga as one for analytics, and says that it waits.
func (w *world) draftSays(s sites.Site, cookies []string) {
	w.t.Helper()
	d := w.draft(s).Document
	for _, name := range cookies {
		if _, declared := d.Cookie(name); !declared {
			w.t.Errorf("%s is not declared", name)
		}
	}
	if ga, _ := d.Cookie("_ga"); ga.Category != cookie.Analytics || len(d.Cookies) != len(cookies) {
		w.t.Errorf("%+v", d.Cookies)
	}
	for _, sentence := range []string{"We will ask for your consent before using analytics cookies.", "We do not use third-party cookies."} {
		if !slices.Contains(says(d), sentence) {
			w.t.Errorf("%q is missing: %q", sentence, says(d))
		}
	}
}
