package audit_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/report"
)

// printing is a site that does what the honest policy says, and prints the page.
func printing(t *testing.T, page string) *fixture {
	l := newFixture(t, audittest.Honest)
	l.page("/{$}", banner, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.page("/about", "<p>About")
	l.page("/cookies", page)
	l.request.Source.Page = "http://" + l.host + "/cookies"
	return l
}

// TestPrinted: what people read is what is compared with the site. What a page can
// print is tested in audit/printed.
func TestPrinted(t *testing.T) {
	l := printing(
		t,
		strings.NewReplacer("before we count", "if we like", "<tr><th scope=row>stats", "<tr hidden><th scope=row>stats").
			Replace(audittest.HonestPage),
	)
	l.wants(
		l.run(),
		"printed-otherwise We ask before we count. all-1",
		"claim-fails We ask before we count. all-1",
		"printed-otherwise stats cookie",
	)
}

// TestPageNotPrinted: a sentence that could not be read proves nothing.
func TestPageNotPrinted(t *testing.T) {
	l := printing(t, "")
	l.request.Source.Page = "http://" + l.host + "/nowhere"
	if r := l.run(); r.Count(report.Unseen) != 3 || r.Passed() {
		t.Errorf("%+v", r.Claims)
	}
}

// TestWhichPage: the page is the one that the policy names, on this site alone;
// that of the site's own policy stands beside it.
func TestWhichPage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		given bool
		names string
		wants string // the page; "": none
	}{
		"the site's own":          {false, "http://SITE/cookies", "/cookies"},
		"it names another site's": {false, "http://other.test/cookies", "/legal/cookie-policy"},
		"given, another port's":   {true, "http://localhost:1/cookies", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := printing(t, audittest.HonestPage)
			l.page("/legal/cookie-policy", audittest.HonestPage)
			l.request.Source.Page = strings.ReplaceAll(tt.names, "SITE", l.host)
			if !tt.given {
				l.publish(l.request.Source.Page)
			}
			r := l.run()
			l.wants(r)
			read := slices.ContainsFunc(r.Journeys[0].Pages, func(p report.Page) bool { return pathOf(p.URL) == tt.wants })
			if read != (tt.wants != "") || strings.Contains(strings.Join(r.Notes, ""), "was not compared") == read {
				t.Errorf("%q, %+v", r.Notes, r.Journeys[0].Pages)
			}
		})
	}
}

// publish has the site serve its policy, instead of giving it to the audit.
func (l *fixture) publish(page string) {
	text := l.statement(page)
	l.request.Document, l.request.Source = nil, report.Policy{}
	l.mux.HandleFunc("/legal/cookie-policy.json", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(text) })
}

// statement is the policy as sites serve it.
func (l *fixture) statement(page string) []byte {
	document, hash, err := l.request.Document.Canonical()
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := json.Marshal(
		map[string]any{
			"url":      page,
			"document": json.RawMessage(document),
			"record":   map[string]any{"number": 1, "document_sha256": hash},
		},
	)
	if err != nil {
		l.t.Fatal(err)
	}
	return text
}

// TestPublishedMeanwhile: a page that prints the next version already is no lie.
func TestPublishedMeanwhile(t *testing.T) {
	l := printing(t, strings.ReplaceAll(audittest.HonestPage, "We ask before we count.", "We ask."))
	before := l.statement(l.request.Source.Page)
	l.request.Document.Title = "Our cookies"
	after := l.statement(l.request.Source.Page)
	l.request.Document, l.request.Source = nil, report.Policy{}
	var asked atomic.Bool
	l.mux.HandleFunc("/legal/cookie-policy.json", func(w http.ResponseWriter, r *http.Request) {
		if asked.Swap(true) {
			before = after
		}
		_, _ = w.Write(before)
	})
	r := l.run()
	if r.Count(report.Unseen) != 3 ||
		slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Kind == report.PrintedOtherwise }) {
		t.Errorf("%+v", r.Findings)
	}
}

// TestPageWithQuery: an address of the page that says more is another page.
func TestPageWithQuery(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"cookies", "cookies#top", "cookies?lang=en"} {
		t.Run(end, func(t *testing.T) {
			l := printing(t, audittest.HonestPage)
			l.page("/start", banner+`<a href="/cookies?from=footer">Cookies</a>`, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
			l.request.Source.Page, l.request.URL = l.request.URL+end, l.request.URL+"start"
			l.wants(l.run())
		})
	}
}
