package audit_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prokken/prokken/audit"
)

// honestTable prints the declarations of the honest policy.
const honestTable = `<table><caption>Cookies</caption><tr><th>Cookie<th>Purpose<th>Duration</tr>
<tr><th scope=row><code>sid</code><td>Keeps the cart.<td>session</tr><tr><th scope=row>stats<td>Counts   visits.<td>30 days</tr></table>`

// honestPage prints what the honest policy says, as sites do: broken and marked up
// anyhow.
const honestPage = `<h1>Cookies</h1><h2>1. All</h2><p style="text-transform: uppercase">We set <em>two</em>
	cookies.<a href="#1" aria-label="checked"></a> Nothing comes from&nbsp;elsewhere.<br>We ask before we count.</p>` + honestTable

// printing is a site that does what the honest policy says, and prints the page.
func printing(t *testing.T, page string) *lab {
	l := newLab(t, honest)
	l.page("/{$}", banner, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.page("/about", "<p>About")
	l.page("/cookies", page)
	l.order.Source.Page = "http://" + l.host + "/cookies"
	return l
}

// TestPrinted: what people read is what is compared with the site.
func TestPrinted(t *testing.T) {
	const two, ask = "We set two cookies.", "We ask before we count."
	replaced := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(honestPage) }
	for name, tt := range map[string]struct {
		page string
		want []string
	}{
		"in a list, beside another table": {
			replaced(honestTable, "<ul><li>sid: Keeps the cart. Until the browser is closed.<li>stats: Counts visits. 30 days.</ul><table><tr><th>Country<tr><td>Bangladesh</table>"),
			nil,
		},
		"another sentence and hidden ones, and a script that says otherwise": {
			replaced("before we count", "if we like", "cookies.<a", "<span style='display:none'>cookies.</span><a", "<tr><th scope=row>stats", "<tr hidden><th scope=row>stats") + `<script>
				Object.defineProperty(HTMLElement.prototype, "innerText", {get: () => "We set two cookies. Nothing comes from elsewhere. We ask before we count."})</script>`,
			[]string{"printed-otherwise " + ask + " all-1", "claim-fails " + ask + " all-1", "printed-otherwise " + two + " all-1", "claim-fails " + two + " all-1", "printed-otherwise stats cookie"},
		},
		"something in between, and another cookie": {
			replaced(ask, "Well. "+ask, "stats", "<b>&lt;script>alert(1)&lt;/script></b>"),
			[]string{"printed-otherwise We set two cookies. Nothing comes from elsewhere. We ask before we count. all-1", "printed-otherwise stats cookie", "printed-otherwise <script>alert(1)</script> not declared"},
		},
		"another purpose, and two lives": {
			replaced("Keeps the cart.", "Keeps you.", "</table>", "<tr><td>stats<td>Counts visits.<td>2 years</tr></table>"),
			[]string{"printed-otherwise sid Purpose", "printed-otherwise stats Lifetime"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := printing(t, tt.page)
			l.wants(l.run(), tt.want...)
		})
	}
}

// TestPageNotPrinted: a sentence that could not be read proves nothing.
func TestPageNotPrinted(t *testing.T) {
	l := printing(t, "")
	l.order.Source.Page = "http://" + l.host + "/nowhere"
	if r := l.run(); r.Count(audit.Unseen) != 3 || r.Passed() {
		t.Errorf("%+v", r.Claims)
	}
}

// TestWhichPage: the page is the one that the policy names, on this site alone;
// that of the site's own policy stands beside it.
func TestWhichPage(t *testing.T) {
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
			l := printing(t, honestPage)
			l.page("/legal/cookie-policy", honestPage)
			l.order.Source.Page = strings.ReplaceAll(tt.names, "SITE", l.host)
			if !tt.given {
				l.publish(l.order.Source.Page)
			}
			r := l.run()
			l.wants(r)
			read := slices.ContainsFunc(r.Journeys[0].Pages, func(p audit.Page) bool { return pathOf(p.URL) == tt.wants })
			if read != (tt.wants != "") || strings.Contains(strings.Join(r.Notes, ""), "was not compared") == read {
				t.Errorf("%q, %+v", r.Notes, r.Journeys[0].Pages)
			}
		})
	}
}

// publish has the site serve its policy, instead of giving it to the audit.
func (l *lab) publish(page string) {
	text := l.statement(page)
	l.order.Document, l.order.Source = nil, audit.Policy{}
	l.mux.HandleFunc("/legal/cookie-policy.json", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(text) })
}

// statement is the policy as sites serve it.
func (l *lab) statement(page string) []byte {
	document, hash, err := l.order.Document.Canonical()
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"url": page, "document": json.RawMessage(document), "record": map[string]any{"number": 1, "document_sha256": hash}})
	if err != nil {
		l.t.Fatal(err)
	}
	return text
}

// TestPublishedMeanwhile: a page that prints the next version already is no lie.
func TestPublishedMeanwhile(t *testing.T) {
	l := printing(t, strings.ReplaceAll(honestPage, "We ask before we count.", "We ask."))
	before := l.statement(l.order.Source.Page)
	l.order.Document.Title = "Our cookies"
	after := l.statement(l.order.Source.Page)
	l.order.Document, l.order.Source = nil, audit.Policy{}
	var asked atomic.Bool
	l.mux.HandleFunc("/legal/cookie-policy.json", func(w http.ResponseWriter, r *http.Request) {
		if asked.Swap(true) {
			before = after
		}
		_, _ = w.Write(before)
	})
	r := l.run()
	if r.Count(audit.Unseen) != 3 || slices.ContainsFunc(r.Findings, func(f audit.Finding) bool { return f.Kind == audit.PrintedOtherwise }) {
		t.Errorf("%+v", r.Findings)
	}
}
