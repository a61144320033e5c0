package policy_test

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/block/blocktest"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/diff"
)

const newBlock = `slug: x
title: X
intro:
  - uid: a
    quotation:
      words: We do not track you.
      by: [Ada, Bob]
`

// TestNewKindOfBlock: a kind that is registered works everywhere, and nothing else had
// to be changed for it.
func TestNewKindOfBlock(t *testing.T) {
	if _, err := policy.ParseYAML([]byte(newBlock)); err == nil ||
		!strings.Contains(err.Error(), "there is no such field") {
		t.Fatalf("before it is registered: %v", err)
	}
	kind := blocktest.RegisterQuotation(t)
	d, err := policy.ParseYAML([]byte(newBlock))
	want := blocktest.Quotation{Words: "We do not track you.", By: []string{"Ada", "Bob"}}
	if err != nil || !reflect.DeepEqual(d.Intro[0].Content, block.Content(want)) {
		t.Fatalf("%+v, %v", d, err)
	}
	if text, err := d.YAML(); err != nil || string(text) != newBlock {
		t.Errorf("%s, %v", text, err)
	}
	b, problems := policy.ReadBlock("a", kind, want.Values())
	if len(problems) > 0 || !reflect.DeepEqual(b, d.Intro[0]) {
		t.Errorf("typed: %+v, %v", b, problems)
	}
	checkNewWords(t, d)
	checkNewProblems(t, kind)
}

// checkNewWords holds what is read of the block: by a translator, in a comparison, in a
// claim.
func checkNewWords(t *testing.T, d policy.Document) {
	t.Helper()
	if label := d.Labels()["a"]; label != "Quotation" {
		t.Errorf("a translator reads %q", label)
	}
	other := d.In(policy.Words{"a": "We do not follow you."})
	lines := diff.Compare(d, other).Sections[0].Blocks[0].Lines
	if old, new := sides(lines[0].Text); len(lines) != 2 || old != "We do not track you." ||
		new != "We do not follow you." {
		t.Errorf("compared: %+v", lines)
	}
	if d.Intro[0].Content.(blocktest.Quotation).Words != "We do not track you." {
		t.Error("the translation changed the original")
	}
	if sentences := d.Sentences(d.Intro[0]); fmt.Sprint(sentences) != "[We do not track you.]" {
		t.Errorf("a claim can quote %v", sentences)
	}
	claims := d.Claims(claim.Evidence{Cookies: []cookie.Declaration{{Name: "a"}}})
	if len(claims) != 1 || claims[0].Status[0].Untrue == "" {
		t.Errorf("its own claim: %+v", claims)
	}
}

// checkNewProblems holds that schema, form and validation refuse what is wrong with it.
func checkNewProblems(t *testing.T, kind *block.Kind) {
	t.Helper()
	for name, tt := range map[string]struct{ was, is, says string }{
		"its schema":       {"by: [Ada, Bob]", "by: []", "line 7, intro[0].quotation.by: must not be empty"},
		"a field meant":    {"quotation:", "quotaton:", "did you mean quotation?"},
		"its texts":        {"We do not track you.", "'...'", "at least one letter or digit"},
		"its other fields": {"[Ada, Bob]", "[Ada, Ada]", "Everybody is named once."},
	} {
		_, err := policy.ParseYAML([]byte(strings.Replace(newBlock, tt.was, tt.is, 1)))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, problems := policy.ReadBlock("a", kind, url.Values{"words": {"..."}, "by": {"Ada"}}); problems["words"] == "" {
		t.Errorf("typed: %v", problems)
	}
}
