package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// everyShape has each kind of block, with texts that are hard to print.
const everyShape = `
slug: cookie-policy
title: "Cookies & <b>\"more\"</b> \u2014 কুকি"
intro:
  - prose: "STRASSE Straße, ΣΊΣΥΦΟΣ, İstanbul: it’s *fine*. **Bold. And** _more_.  \nA new line &nbsp; &amp;
      &lt;b&gt; \\* 5 * 3 [x] a_b_c.\n\nSecond paragraph with [a link. It ends](https://example.com/a_(b))
      here. snake_case_name."
    claims:
      - {says: "It ends](https://example.com/a_(b)) here.", cookie_count: 6}
      - {says: "Second paragraph with [a link.", cookie_count: 6}
      - {says: "**Bold.", cookie_count: 6}
  - in_short: "আমরা কেবল প্রয়োজনীয় কুকি ব্যবহার করি। ক্ষ্ম \u200dক\u200c্ষ"
cookies:
  - {name: session, purpose: Session,
     category: necessary, path: /, lifetime: session, http_only: true, secure: true, same_site: lax}
  - {name: prokken_access, purpose: "Keeps a *star* \\_ [x](https://example.com) AT&amp;T.",
     category: necessary, path: /, lifetime: 90 minutes, http_only: true, secure: true, same_site: lax}
  - {name: prokken_refresh, purpose: "5 days: extra\u00adordinary",
     category: necessary, path: /api/auth, lifetime: 1 days, http_only: true, secure: true, same_site: lax}
  - {name: __Host-stats.a, purpose: "صفحة \u200fالسياسة 🍪👩‍👩‍👧",
     category: analytics, party: "Others", path: /, lifetime: 400 days, http_only: true, secure: true, same_site: lax}
  - {name: _ads, purpose: "supercalifragilisticexpialidociousagainandagainandagainandagain",
     category: marketing, path: /, lifetime: 86401 seconds, http_only: true, secure: true, same_site: lax}
  - {name: prokken_consent, purpose: "Remembers \"yes\".",
     category: necessary, path: /, lifetime: 180 days, http_only: true, secure: true, same_site: lax}
sections:
  - anchor: lists
    title: "What we *never* do"
    blocks:
      - list: ["One *two* three.", "Four  \nfive.\n\nSix.", "[seven](/x)"]
      - {uid: table, cookie_table: {caption: "Needed “cookies”", category: necessary},
         claims: [{says: "Keeps a *star* \\_ [x](https://example.com) AT&amp;T.", cookie_count: 6}]}
      - cookie_table: {caption: All of them}
      - cookie_table: {caption: Ads, category: marketing}
    sections:
      - anchor: inner
        title: "ভেতরে"
        blocks:
          - security_properties: {of: [prokken_access, prokken_refresh], http_only: "No *script* reads them.",
              secure: https alone., same_site: "<not> elsewhere", path: "Goes to {path}.", path_of: prokken_refresh}
          - browser_steps: [{name: "Fire*fox*", steps: "Settings > Privacy &amp; Security"}]
          - third_parties: [{name: "A_B_", purpose: "Pays [x](y)", policy: "https://example.com/"}]
          - related: {intro: "See _also_:"}
          - contact: {organisation: "We & Co", person: "Ann  B", phone: "+8801", website: example.com}
          - changes: {newest: 3}
`

// TestEveryShapeIsPrinted: an audit finds all of a policy on the page that prints it.
func TestEveryShapeIsPrinted(t *testing.T) {
	t.Parallel()
	document, err := policy.ParseYAML([]byte(strings.ReplaceAll(everyShape, "lifetime: 1 days", "lifetime: 24 hours")))
	if err != nil {
		t.Fatal(err)
	}
	page := legalview.NewPolicy(
		&site.Version{Document: document, Number: 1, PublishedOn: time.Now()},
		legalview.Place{Facts: claim.Evidence{Cookies: document.Cookies}},
		nil,
	)
	about := views.Site{BaseURL: "https://prokken.com", Assets: map[string]string{}}
	for _, name := range []string{"favicon.svg", "contents.js", "logo.svg", "site.css"} {
		about.Assets[name] = "/static/" + name
	}
	sheet, err := handlers.StyleSheet(os.DirFS("../static"), "site")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/static/site.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(sheet)
	})
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("../static"))))
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		_ = legalview.PolicyPage(views.Page{Site: about, Title: document.Title, Wide: true}, page).Render(r.Context(), w)
	})
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	report, err := audit.Run(context.Background(), audit.Request{
		URL: site.URL, Own: true, Pages: 1, Limits: audit.DefaultLimits(), Chromium: findChromium(t),
		Private:  []string{strings.TrimPrefix(site.URL, "http://")},
		Document: &document, Source: auditreport.Policy{Source: "the test", Page: site.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		if f.Kind == auditreport.PrintedOtherwise {
			t.Errorf("%+v", f)
		}
	}
	for _, c := range report.Claims {
		if printed := c.Conditions[len(c.Conditions)-1]; printed.Result != auditreport.Holds {
			t.Errorf("%s: %+v", c.Says, printed)
		}
	}
	if len(report.Claims) < 4 {
		t.Errorf("%+v", report.Claims)
	}
}
