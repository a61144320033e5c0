// Package blocktest has a kind of block that the program does not have, so that tests
// can see that a kind is complete in one file: see [RegisterQuotation].
package blocktest

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
)

// Quotation is what somebody said. It claims that there are two cookies.
type Quotation struct {
	Words string   `json:"words"`
	By    []string `json:"by"`
}

// RegisterQuotation adds the kind for as long as the test runs.
func RegisterQuotation(t *testing.T) *block.Kind {
	t.Helper()
	t.Cleanup(block.Register(block.Kind{
		Name: "quotation", Position: 35, Menu: 35, Label: "Quotation", Hint: "What somebody said.",
		Schema: `{
			"type": "object",
			"required": ["words", "by"],
			"additionalProperties": false,
			"properties": {
				"words": { "$ref": "#/$defs/text" },
				"by": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/text" } }
			}
		}`,
		OneLine: []string{"by"},
		Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
			return []form.Field{m.Text("words", "Words", ""), m.Text("by", "Said by", "Names with commas between.")}
		},
		Read: func(v url.Values) (block.Content, form.Problems) {
			return Quotation{form.Line(v, "words"), strings.Split(form.Line(v, "by"), ", ")}, nil
		},
		Start:   Quotation{By: []string{"Ada"}},
		Example: Quotation{"We do not track you.", []string{"Ada", "Bob"}},
	}))
	kind, _ := block.FindKind("quotation")
	return kind
}

// Name implements [block.Content].
func (q Quotation) Name() string { return q.Words }

// Texts implements [block.Content].
func (q Quotation) Texts() []block.Text {
	return []block.Text{{Field: "words", Words: q.Words, Required: true}}
}

// Problem implements [block.Content].
func (q Quotation) Problem() string {
	if names := slices.Compact(slices.Sorted(slices.Values(q.By))); len(names) < len(q.By) {
		return "Everybody is named once."
	}
	return ""
}

// Lines implements [block.Content].
func (q Quotation) Lines([]cookie.Declaration) []block.Line {
	return []block.Line{{Text: q.Words}, {Label: "Said by", Text: strings.Join(q.By, ", ")}}
}

// Translate implements [block.Content].
func (q Quotation) Translate(visit block.Visit) block.Content {
	q.Words = visit("", "Quotation", q.Words)
	return q
}

// Values implements [block.Content].
func (q Quotation) Values() url.Values {
	return url.Values{"words": {q.Words}, "by": {strings.Join(q.By, ", ")}}
}

// Claims implements [block.Claimer].
func (q Quotation) Claims([]cookie.Declaration) []claim.Claim {
	return []claim.Claim{claim.About(q.Words, claim.CookieCount(2))}
}

// PrintedTexts implements [block.Printer] with the names, too.
func (q Quotation) PrintedTexts([]cookie.Declaration) []block.Text {
	return []block.Text{{Words: q.Words}, {Words: "Said by " + strings.Join(q.By, " and ")}}
}
