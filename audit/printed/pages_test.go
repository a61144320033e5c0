package printed_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/block/blocktest"
	"github.com/prokken/prokken/policy/claim"
)

// tricks: what nobody can read is not printed, however it is made.
func (r *reader) tricks(t *testing.T) {
	const ask = "We ask before we count."
	saying := func(html string) string { return strings.ReplaceAll(audittest.HonestPage, ask, html) }
	lies := saying("We do not ask.")
	for name, page := range map[string]string{
		"a body that is not shown": lies + `<div hidden id=truth>` + ask + `</div><script>document.documentElement.append(...document.body.cloneNode(true).children);
			document.querySelector("html > div").remove(); document.body.hidden = true</script>`,
		"an element with the name of the body": lies + `<form name=body hidden>` + audittest.HonestPage + `</form>`,
		"struck out":                           saying("<s>" + ask + "</s>"),
		"struck out by style":                  saying("<span style='text-decoration: line-through'><b>" + ask + "</b></span>"),
		"transparent":                          saying("<span style='opacity: 0'><b>" + ask + "</b></span>"),
		"of no size":                           saying("<span style='font-size: 0'>" + ask + "</span>"),
		"cut away":                             saying("<span style='display: block; clip-path: inset(50%)'>" + ask + "</span>"),
		"cut to a point":                       saying("<span style='display: block; clip-path: circle(0)'>" + ask + "</span>"),
		"left of the page":                     saying("<span style='position: absolute; left: -9999px'>" + ask + "</span>"),
		"above the page":                       saying("<span style='position: absolute; top: -9999px'>" + ask + "</span>"),
		"indented away":                        saying("<span style='display: block; text-indent: -9999px'>" + ask + "</span>"),
		"in a box without room":                saying("<span style='display: block; height: 0; overflow: hidden'>" + ask + "</span>"),
		"behind the edge of a box":             saying("<span style='display: block; height: 20px; overflow: hidden'><span style='display: block; margin-top: 40px'>" + ask + "</span></span>"),
		"for machines that read":               saying("<span style='position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0)'>" + ask + "</span>"),
		"filtered away":                        saying("<span style='display: block; filter: opacity(0)'>" + ask + "</span>"),
		"white on white":                       saying("<span style='color: white'>" + ask + "</span>"),
		"in the colour of its box":             saying("<span style='background: #123456'><b style='color: #133457'>" + ask + "</b></span>"),
		"in ink that cannot be seen":           saying("<span style='color: transparent'>" + ask + "</span>"),
		"of a pixel":                           saying("<span style='font-size: 1px'>" + ask + "</span>"),
	} {
		t.Run(name, func(t *testing.T) {
			r.wants(t, honest(t), page, "printed-otherwise "+ask+" all-1", "claim-fails "+ask+" all-1")
		})
	}
}

// honestly: none of this changes what people read.
func (r *reader) honestly(t *testing.T) {
	const two = "We set <em>two</em>"
	changed := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(audittest.HonestPage) }
	for name, page := range map[string]string{
		"a change that is shown":       changed(two, "We set <del>one</del> <ins>two</ins>"),
		"boxes without boxes":          changed(two, "<span style='display: contents'>We set <b style='display: contents'>tw</b>o</span>", "<table>", "<table style='display: contents'>"),
		"far below, not yet drawn":     `<div style="height: 9000px"></div><div style="content-visibility: auto">` + audittest.HonestPage + "</div>",
		"in columns, letter by letter": changed(two, "We set <span style='display: flex'><i>two</i></span>", "Counts", "<span>C</span><wbr>ou<!-- -->n&shy;<b>t</b>s"),
		"from right to left":           `<div dir=rtl style="text-transform: uppercase; width: 20px; margin-left: 900px">` + audittest.HonestPage + "</div>",
		"a form with telling names":    changed("<p ", "<form><input name=body><input name=innerText><input name=children></form><p "),
		"a hidden word in between":     changed(two, "We set two<span hidden> or three</span>"),
		"white on dark":                changed(two, "<span style='background: #222; color: white'>We set <em>two</em></span>"),
		"white on a picture":           changed(two, "<span style='background: linear-gradient(red, blue); color: white'>We set <em>two</em></span>"),
		"in a box that scrolls":        changed(two, "<span style='display: block; height: 10px; overflow: auto'><br><br>We set <em>two</em></span>"),
		"very long":                    strings.Repeat("<p><b>Other</b> <i>words</i>.</p>", 8000) + audittest.HonestPage,
	} {
		t.Run(name, func(t *testing.T) {
			r.wants(t, honest(t), page)
		})
	}
}

// tables: tables of cookies are made in many ways.
func (r *reader) tables(t *testing.T) {
	for name, tt := range map[string]struct {
		table string
		want  []string
	}{
		"groups": {`<tr><td colspan=3>Necessary cookies<tr><td>sid<td>Keeps the cart.<td>Session
			<tr><td colspan=3>Analytics cookies<tr><td>stats<td>Counts visits.<td>30 days`, nil},
		"a head of plain cells": {`<tr><td>Name<td>Purpose<td>Duration<tr><td>sid<td>Keeps the cart.<td>Session<tr><td>stats<td>Counts visits.<td>30 days`, nil},
		"names in the second column": {`<tr><th>Category<th>Cookie<th>Purpose<th>Life<tr><td>Necessary<td>sid<td>Keeps the cart.<td>Session
			<tr><td rowspan=2>Analytics<td>stats<td>Counts visits.<td>30 days<tr><td>stats<td>Counts visits.<td>30 days
			<tr><td>Marketing<td>spy<td>Sells you.<td>1 year`, []string{"printed-otherwise spy not declared"}},
	} {
		t.Run(name, func(t *testing.T) {
			r.wants(
				t,
				honest(t),
				strings.ReplaceAll(
					audittest.HonestPage,
					audittest.HonestTable,
					"<table>"+strings.ReplaceAll(tt.table, "<td>", "\n<td>")+"</table>",
				),
				tt.want...)
		})
	}
}

// layouts: a table of cookies need not be a table, and people unfold what is folded.
func (r *reader) layouts(t *testing.T) {
	for name, tt := range map[string]struct {
		cookies string
		want    []string
	}{
		"a list of definitions": {`<dl><dt>sid<dd>Keeps the cart.<dd>Session<dt>stats<dd>Counts visits.<dd>30 days</dl>`, nil},
		"rows of boxes":         {`<div><div><div>sid</div><div>Keeps the cart.</div><div>Session</div></div><div><div>stats</div><div>Counts visits.</div><div>30 days</div></div></div>`, nil},
		"rows of boxes that lie": {
			`<div><div><div>sid</div><div>Keeps the cart.</div><div>30 days</div></div><div><div>stats</div><div>Counts visits.</div><div>Session</div></div></div>`,
			[]string{"printed-otherwise sid Lifetime", "printed-otherwise stats Lifetime"},
		},
		"cards":                      {`<section><h3>sid</h3><p>Keeps the cart.</p><p>Session</p></section><section><h3>stats</h3><p>Counts visits.</p><p>30 days</p></section>`, nil},
		"a list":                     {`<ul><li><b>sid</b>: Keeps the cart. Session<li><b>stats</b>: Counts visits. Lives 30 days</ul>`, nil},
		"an accordion":               {`<details><summary>Cookies</summary>` + audittest.HonestTable + `</details>`, nil},
		"tabs":                       {`<button role=tab aria-controls=one>Cookies</button><div id=one role=tabpanel hidden>` + audittest.HonestTable + `</div>`, nil},
		"a panel that nothing opens": {`<div hidden>` + audittest.HonestTable + `</div>`, []string{"printed-otherwise sid cookie", "printed-otherwise stats cookie"}},
		"one that is no longer used": {audittest.HonestTable + `<h2>Cookies that we no longer use</h2><table><tr><th>Cookie<th>Purpose<tr><td>old_id<td>Counted.</table>`, nil},
		"used ones among those that are not": {
			`<h2>Cookies that we no longer use</h2>` + audittest.HonestTable,
			[]string{"printed-otherwise sid cookie", "printed-otherwise stats cookie"},
		},
		"a second life in the cell": {
			strings.ReplaceAll(audittest.HonestTable, "30 days", "30 days, in fact 2 years"), []string{"printed-otherwise stats Lifetime"},
		},
		"the same life twice": {strings.ReplaceAll(audittest.HonestTable, "30 days", "30 days (720 hours)"), nil},
		"other words for it":  {strings.NewReplacer("30 days", "1 month", "<td>session", "<td>Until you close your browser").Replace(audittest.HonestTable), nil},
		"words that nobody knows": {
			strings.ReplaceAll(audittest.HonestTable, "30 days", "30 sunsets"), []string{"printed-otherwise stats Lifetime not understood"},
		},
		"no life": {strings.ReplaceAll(audittest.HonestTable, "30 days", "—"), []string{"printed-otherwise stats Lifetime"}},
		"a session that persists": {
			strings.ReplaceAll(audittest.HonestTable, "<td>session", "<td>Persistent"), []string{"printed-otherwise sid Lifetime"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r.wants(
				t,
				honest(t),
				strings.ReplaceAll(audittest.HonestPage, audittest.HonestTable, tt.cookies),
				tt.want...)
		})
	}
}

// sessions: neither the name nor the purpose says how long a cookie lives.
func (r *reader) sessions(t *testing.T) {
	for name, tt := range map[string]struct {
		purpose, life string
		want          []string
	}{
		"a purpose in the same word": {"Session", "Session", nil},
		"a name in the same word":    {"Keeps the cart.", "2 years", []string{"printed-otherwise session_id Lifetime"}},
	} {
		t.Run(name, func(t *testing.T) {
			page := strings.NewReplacer("sid", "session_id", "Keeps the cart.", tt.purpose, "<td>session", "<td>"+tt.life).
				Replace(audittest.HonestPage)
			d := honest(t)
			d.Cookies[0].Name, d.Cookies[0].Purpose = "session_id", tt.purpose
			d.Sections[0].Blocks[0].Claims[0].Conditions[0] = claim.OnlyTheseCookies{"session_id"}
			printed := slices.DeleteFunc(
				r.keys(t, d, page),
				func(key string) bool { return !strings.HasPrefix(key, "printed-otherwise") },
			)
			if !slices.Equal(printed, tt.want) {
				t.Errorf("%q", printed)
			}
		})
	}
}

// headings: what stands above a list says what it is a list of.
func (r *reader) headings(t *testing.T) {
	d := honest(t)
	d.Sections[0].Title = "What we never do"
	d.Intro = []policy.Block{
		{UID: "who", Content: block.Contact{Organisation: "We & Co", Website: "other.example"}},
		{UID: "safe", Content: block.SecurityProperties{Of: []string{"sid"}, HTTPOnly: "No script reads it."}},
	}
	r.wants(
		t,
		d,
		audittest.HonestPage,
		"claim-fails httpOnly — No script reads it. safe",
		"printed-otherwise What we never do all",
		"printed-otherwise We & Co who",
		"printed-otherwise other.example who",
		"printed-otherwise No script reads it. safe",
	)
}

// newKind: what a kind of block says that it prints is looked for on the page.
func (r *reader) newKind(t *testing.T) {
	blocktest.RegisterQuotation(t)
	d := honest(t)
	d.Intro = []policy.Block{
		{UID: "quoted", Content: blocktest.Quotation{Words: "We do not track you.", By: []string{"Ada", "Bob"}}},
	}
	r.wants(
		t,
		d,
		audittest.HonestPage,
		"claim-fails We do not track you. quoted",
		"printed-otherwise We do not track you. quoted",
		"printed-otherwise Said by Ada and Bob quoted",
	)
}
