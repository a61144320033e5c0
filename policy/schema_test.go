package policy_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// published is the schema as a stranger uses it, who knows no format of ours.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(policy.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("x", text); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("x")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchemaAndValidateAgree: what the schema lets through Validate does too, at
// every limit, so that nothing can be edited that could not be imported again.
func TestSchemaAndValidateAgree(t *testing.T) {
	schema := published(t)
	for name, tt := range borders() {
		t.Run(name, func(t *testing.T) {
			for want, d := range map[bool]policy.Document{true: tt.good, false: tt.bad} {
				text, err := json.Marshal(d)
				if err != nil {
					t.Fatal(err)
				}
				value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Validate(); (err == nil) != want {
					t.Errorf("Validate, good %v: %.300v", want, err)
				}
				if err := schema.Validate(value); (err == nil) != want {
					t.Errorf("schema, good %v: %.300v", want, err)
				}
			}
		})
	}
}

type border struct{ good, bad policy.Document }

// with is a small valid document, changed.
func with(change func(d *policy.Document, b *policy.Block)) policy.Document {
	d := policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{{UID: "b", Content: block.Prose("We do.")}}}
	change(&d, &d.Intro[0])
	return d
}

// of makes a document of each of two values.
func of[T any](good, bad T, change func(d *policy.Document, b *policy.Block, value T)) border {
	make := func(value T) policy.Document {
		return with(func(d *policy.Document, b *policy.Block) { change(d, b, value) })
	}
	return border{make(good), make(bad)}
}

// borders are, by what they are the limits of, the last document that fits and the first
// that does not. Those of each subject stand in a file of their own.
func borders() map[string]border {
	all := map[string]border{}
	for _, some := range []map[string]border{documentBorders(), blockBorders(), cookieBorders(), claimBorders()} {
		maps.Copy(all, some)
	}
	return all
}

func letters(n int) string { return strings.Repeat("ক", n) }

func documentBorders() map[string]border {
	slug := func(d *policy.Document, _ *policy.Block, v string) { d.Slug = v }
	title := func(d *policy.Document, _ *policy.Block, v string) { d.Title = v }
	section := func(s func(v string) policy.Section) func(*policy.Document, *policy.Block, string) {
		return func(d *policy.Document, _ *policy.Block, v string) { d.Sections = []policy.Section{s(v)} }
	}
	anchor := section(func(v string) policy.Section { return policy.Section{Anchor: v, Title: "X"} })
	blocks := func(d *policy.Document, _ *policy.Block, n int) {
		d.Intro = nil
		for i := range n {
			uid := "b" + strings.Repeat("x", i%90) + "-" + string(rune('a'+i/90))
			d.Intro = append(d.Intro, policy.Block{UID: uid, Content: block.Related{}})
		}
	}
	return map[string]border{
		"slug":          of("a-1", "a_1", slug),
		"slug, length":  of(strings.Repeat("a", 100), strings.Repeat("a", 101), slug),
		"slug, hyphens": of("a-b", "a--b", slug),
		"slug, case":    of("a", "A", slug),
		"slug, none":    of("a", "", slug),
		"uid":           of("a-1", "-a", func(_ *policy.Document, b *policy.Block, v string) { b.UID = v }),
		"anchor":        of("a", "a b", anchor),
		"anchor, line":  of("a", "a\n", anchor),
		"title of a section": of(
			"a",
			"?",
			section(func(v string) policy.Section { return policy.Section{Anchor: "a", Title: v} }),
		),
		"title":              of(letters(200), letters(201), title),
		"title, none":        of("1", "", title),
		"title, blank":       of(" a ", "   ", title),
		"title, no words":    of("1", "\u200b", title),
		"title, control":     of("a\u200b", "a\x00", title),
		"title, tab":         of("a\tb", "a\vb", title),
		"title, private":     of("a\U0001F36A", "a\uE000", title),
		"title, old control": of("a\u00A0b", "a\u0085b", title),
		"blocks":             of(1000, 1001, blocks),
		"depth": {
			with(func(d *policy.Document, _ *policy.Block) { d.Sections = nested(2) }),
			with(func(d *policy.Document, _ *policy.Block) { d.Sections = nested(3) }),
		},
	}
}

func nested(depth int) []policy.Section {
	if depth == 0 {
		return nil
	}
	return []policy.Section{{Anchor: strings.Repeat("a", depth), Title: "X", Sections: nested(depth - 1)}}
}
