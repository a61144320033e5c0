package audit_test

import (
	"strings"
	"testing"
)

// TestPrintedTricks: what nobody can read is not printed, however it is made.
func TestPrintedTricks(t *testing.T) {
	const ask = "We ask before we count."
	lies := strings.ReplaceAll(honestPage, ask, "We do not ask.")
	for name, page := range map[string]string{
		"a body that is not shown": lies + `<div hidden id=truth>` + ask + `</div><script>document.documentElement.append(...document.body.cloneNode(true).children);
			document.querySelector("html > div").remove(); document.body.hidden = true</script>`,
		"an element with the name of the body": lies + `<object name=body style="display:none">` + honestPage + `</object>`,
		"struck out":                           strings.ReplaceAll(honestPage, ask, "<s>"+ask+"</s>"),
		"struck out by style":                  strings.ReplaceAll(honestPage, ask, "<span style='text-decoration: line-through'><b>"+ask+"</b></span>"),
		"transparent":                          strings.ReplaceAll(honestPage, ask, "<span style='opacity: 0'><b>"+ask+"</b></span>"),
		"of no size":                           strings.ReplaceAll(honestPage, ask, "<span style='font-size: 0'>"+ask+"</span>"),
		"of a pixel":                           strings.ReplaceAll(honestPage, ask, "<span style='font-size: 1px'>"+ask+"</span>"),
	} {
		t.Run(name, func(t *testing.T) {
			l := printing(t, page)
			l.wants(l.run(), "printed-otherwise "+ask+" all-1", "claim-fails "+ask+" all-1")
		})
	}
}

// TestPrintedHonestly: none of this changes what people read.
func TestPrintedHonestly(t *testing.T) {
	const two = "We set <em>two</em>"
	changed := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(honestPage) }
	for name, page := range map[string]string{
		"a change that is shown":       changed(two, "We set <del>one</del> <ins>two</ins>"),
		"boxes without boxes":          changed(two, "<span style='display: contents'>We set <b style='display: contents'>tw</b>o</span>", "<table>", "<table style='display: contents'>"),
		"far below, not yet drawn":     `<div style="height: 9000px"></div><div style="content-visibility: auto">` + honestPage + "</div>",
		"in columns, letter by letter": changed(two, "We set <span style='display: flex'><i>two</i></span>", "Counts", "<span>C</span><wbr>ou<!-- -->n&shy;<b>t</b>s"),
		"from right to left":           `<div dir=rtl style="text-transform: uppercase; width: 20px">` + honestPage + "</div>",
		"a form with telling names":    changed("<p ", "<form><input name=body><input name=innerText><input name=children></form><p "),
		"a hidden word in between":     changed(two, "We set two<span hidden> or three</span>"),
		"very long":                    strings.Repeat("<p><b>Other</b> <i>words</i>.</p>", 20000) + honestPage,
	} {
		t.Run(name, func(t *testing.T) {
			l := printing(t, page)
			l.wants(l.run())
		})
	}
}
