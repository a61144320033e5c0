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
	lies := strings.ReplaceAll(audittest.HonestPage, ask, "We do not ask.")
	for name, page := range map[string]string{
		"a body that is not shown": lies + `<div hidden id=truth>` + ask + `</div><script>document.documentElement.append(...document.body.cloneNode(true).children);
			document.querySelector("html > div").remove(); document.body.hidden = true</script>`,
		"an element with the name of the body": lies + `<form name=body hidden>` + audittest.HonestPage + `</form>`,
		"struck out":                           strings.ReplaceAll(audittest.HonestPage, ask, "<s>"+ask+"</s>"),
		"struck out by style":                  strings.ReplaceAll(audittest.HonestPage, ask, "<span style='text-decoration: line-through'><b>"+ask+"</b></span>"),
		"transparent":                          strings.ReplaceAll(audittest.HonestPage, ask, "<span style='opacity: 0'><b>"+ask+"</b></span>"),
		"of no size":                           strings.ReplaceAll(audittest.HonestPage, ask, "<span style='font-size: 0'>"+ask+"</span>"),
		"of a pixel":                           strings.ReplaceAll(audittest.HonestPage, ask, "<span style='font-size: 1px'>"+ask+"</span>"),
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
		"from right to left":           `<div dir=rtl style="text-transform: uppercase; width: 20px">` + audittest.HonestPage + "</div>",
		"a form with telling names":    changed("<p ", "<form><input name=body><input name=innerText><input name=children></form><p "),
		"a hidden word in between":     changed(two, "We set two<span hidden> or three</span>"),
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
