package policy_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
)

// lie is false of the shipped policy wherever it stands.
const lie = "We use tracking cookies."

// TestALieIsReadEverywhere: it is refused in whichever text of a document it stands.
func TestALieIsReadEverywhere(t *testing.T) {
	evidence := claim.Evidence{Site: []string{"Prokken"}, Program: site.Program()}
	for place, put := range placesOfText(t) {
		d := shippedPolicy(t, policy.CookiePolicy)
		put("Overview", &d)
		if err := d.Validate(); err != nil && place != "cookie.party" {
			t.Logf("%s takes no words: %v", place, err)
		}
		d = shippedPolicy(t, policy.CookiePolicy)
		put(lie, &d)
		if !isRefused(d, evidence) {
			t.Errorf("%s: the lie stands", place)
		}
	}
}

// isRefused reports whether nobody could publish the document, whatever they confirm.
func isRefused(d policy.Document, evidence claim.Evidence) bool {
	if d.Validate() != nil || len(d.Check(evidence)) > 0 {
		return true
	}
	_, open := d.Bases(evidence, nil)
	return slices.ContainsFunc(open, func(u policy.Unconfirmed) bool { return u.Says == lie && u.Proposed == "" })
}

// placesOfText put a text in each place of a document: those of its own, and each string of the
// JSON of each kind of block, so that a new kind is among them.
func placesOfText(t *testing.T) map[string]func(text string, d *policy.Document) {
	t.Helper()
	all := map[string]func(string, *policy.Document){
		"title":   func(text string, d *policy.Document) { d.Title = text },
		"heading": func(text string, d *policy.Document) { d.Sections[0].Title = text },
		"heading inside": func(text string, d *policy.Document) {
			d.Sections[0].Sections = []policy.Section{{Anchor: "inside", Title: text}}
		},
		"cookie.purpose": func(text string, d *policy.Document) { d.Cookies[0].Purpose = text },
		"cookie.party": func(text string, d *policy.Document) {
			d.Cookies = append(d.Cookies, cookie.Declaration{
				Name: "other", Purpose: "Counts.", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session, Party: text,
			})
		},
	}
	for _, kind := range block.Kinds() {
		var example any
		text, err := json.Marshal(kind.Example)
		if err == nil {
			err = json.Unmarshal(text, &example)
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range countStrings(example) {
			put := func(text string) (block.Content, error) {
				left := i
				return decodeJSON(kind, withString(example, &left, text))
			}
			if _, err := put(lie); err != nil {
				t.Logf("%s, text %d, can hold no words: %v", kind.Name, i+1, err)
				continue
			}
			all[fmt.Sprintf("%s, text %d", kind.Name, i+1)] = func(text string, d *policy.Document) {
				content, err := put(text)
				if err != nil {
					t.Fatalf("%s: %v", kind.Name, err)
				}
				d.Intro = append(d.Intro, policy.Block{UID: "added", Content: content})
			}
		}
	}
	return all
}

func decodeJSON(kind *block.Kind, value any) (block.Content, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return kind.Decode(text)
}

// countStrings counts the strings in a value of JSON.
func countStrings(value any) int {
	left := -1
	withString(value, &left, "")
	return -1 - left
}

// withString is a copy of the value of JSON in which the text replaces the string with that
// number; what is left is the number less the strings that came before.
func withString(value any, left *int, text string) any {
	switch v := value.(type) {
	case string:
		*left--
		if *left == -1 {
			return text
		}
	case []any:
		list := slices.Clone(v)
		for i := range list {
			list[i] = withString(v[i], left, text)
		}
		return list
	case map[string]any:
		fields := map[string]any{}
		for _, name := range sortedNames(v) {
			fields[name] = withString(v[name], left, text)
		}
		return fields
	}
	return value
}

func sortedNames(fields map[string]any) []string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
