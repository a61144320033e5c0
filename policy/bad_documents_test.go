package policy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/validation"
)

type badDocument struct {
	text string
	says []string
}

// badDocuments are texts with faults, and what is said of them.
func badDocuments() map[string]badDocument {
	return map[string]badDocument{
		"a slip": {
			"slug: x\ntitle: X\nsectoins: []\n",
			[]string{"line 3, sectoins: there is no such field; did you mean sections?"},
		},
		"a stranger's field": {
			"slug: x\ntitle: X\nintro:\n  - prose: a\n    onclick: b\n",
			[]string{"line 5, intro[0].onclick: there is no such field"},
		},
		"an anchor twice": {
			"slug: x\ntitle: X\nsections:\n  - {anchor: a, title: A}\n  - anchor: a\n    title: B\n",
			[]string{`line 5, sections[1]: the anchor "a" stands twice`},
		},
		"a uid twice": {
			"slug: x\ntitle: X\nintro:\n  - uid: a\n    prose: b\n  - uid: a\n    prose: b\n",
			[]string{`line 6, intro[1]: the uid "a" stands twice`},
		},
		"a cookie twice": {
			"slug: x\ntitle: X\ncookies:\n" + strings.Repeat(
				"  - {name: a, purpose: b, category: necessary, path: /, lifetime: 2 days, http_only: true, secure: true, same_site: lax}\n",
				2,
			),
			[]string{"line 5, cookies[1]: a is declared twice"},
		},
		"the program's cookies": {"slug: cookie-policy\ntitle: X\n", []string{"prokken_access", "prokken_refresh"}},
		"two kinds": {
			"slug: x\ntitle: X\nintro: [{prose: a, related: {}}]\n",
			[]string{"line 3, intro[0]: must hold one kind of content, and only one"},
		},
		"no kind": {
			"slug: x\ntitle: X\nintro:\n  - uid: a\n",
			[]string{"line 4, intro[0]: must hold one kind"},
		},
		"a declaration": {
			"slug: x\ntitle: X\ncookies:\n  - name: a\n    purpose: b\n    category: fun\n    path: here\n    lifetime: 2 moons\n    http_only: yes\n    secure: true\n    same_site: none\n",
			[]string{
				"line 6, cookies[0].category: must be necessary, functional, preferences, analytics or marketing",
				"line 7, cookies[0].path: must be a path like /",
				`line 8, cookies[0].lifetime: "2 moons" is not a lifetime like 24 hours`,
				"line 9, cookies[0].http_only: must be true or false, not text",
			},
		},
		"too long a life": {
			"slug: x\ntitle: X\ncookies: [{name: a, purpose: b, category: necessary, path: /, lifetime: 36501 days, http_only: true, secure: true, same_site: lax}]\n",
			[]string{"line 3, cookies[0].lifetime: ", "100 years"},
		},
		"too long a life to count": {
			"slug: x\ntitle: X\ncookies: [{name: a, purpose: b, category: necessary, path: /, lifetime: 2147483647 days, http_only: true, secure: true, same_site: lax}]\n",
			[]string{"line 3, cookies[0].lifetime: ", "100 years"},
		},
		"no text": {
			"slug: 7\ntitle:\nintro:\n  - prose: 2026\n  - prose: ''\n  - list: []\n  - prose: '...'\n",
			[]string{
				"line 1, slug: must be text, not a number; please put it in quotes", "line 2, title: must be text, and is empty",
				"line 4, intro[0].prose: must be text", "line 5, intro[1].prose: must not be empty",
				"line 6, intro[2].list: must not be empty",
				"line 7, intro[3].prose: must be written with at least one letter or digit",
			},
		},
		"three levels": {
			"slug: x\ntitle: X\nsections:\n- anchor: a\n  title: A\n  sections:\n  - anchor: b\n    title: B\n    sections: []\n",
			[]string{"line 9, sections[0].sections[0].sections: there is no such field"},
		},
		"a claim of other words": {
			"slug: x\ntitle: X\nintro:\n  - uid: a\n    prose: We do.\n    claims:\n      - says: We do not.\n        no_cookies: [marketing]\n",
			[]string{`line 4, intro[0]: A claim is about "We do not.", which does not stand here.`},
		},
		"a claim of nothing": {
			"slug: x\ntitle: X\nintro:\n  - prose: a\n    claims:\n      - says: a\n      - says: a\n        all_cookies: {}\n",
			[]string{
				"line 6, intro[0].claims[0]: this checks nothing",
				"line 8, intro[0].claims[1].all_cookies: must have category or http_only or secure or same_site",
			},
		},
		"a fact's name": {
			"slug: x\ntitle: X\nintro:\n  - prose: a\n    claims:\n      - says: a\n        program: {Kept: true}\n",
			[]string{"line 7, intro[0].claims[0].program.Kept: must be a name like sessions_kept"},
		},
		"a link to nowhere": {
			"slug: x\ntitle: X\nintro:\n  - prose: a\n  - prose: '[a](javascript:b)'\n",
			[]string{"line 5, intro[1]: A link starts with https://"},
		},
		"not YAML":         {"slug: x\ntitle: [\n", []string{"line 2: this is not YAML: "}},
		"a key twice":      {"slug: x\ntitle: X\nslug: y\n", []string{"line 3: ", "slug"}},
		"no text in UTF-8": {"slug: x\ntitle: \xff\n", []string{"line 2: this is not text in UTF-8"}},
		"nothing":          {"", []string{"there is no document in it"}},
		"two documents":    {"slug: x\n---\nslug: y\n", []string{"a file holds one document"}},
		"a list":           {"- a\n", []string{"must be a group of fields, not a list"}},
		"an alias":         {"slug: x\ntitle: *a\n", []string{"line 2: aliases (*) are not for policies"}},
		"a tag":            {"slug: x\ntitle: !!binary aGk=\n", []string{"line 2: tags (!) are not for policies"}},
		"a merge key":      {"slug: x\n<<: {title: X}\n", []string{"line 2: merge keys"}},
	}
}

// TestBadDocumentsAreNamed: every fault is told with its line, its field and the
// reason, and not just the first.
func TestBadDocumentsAreNamed(t *testing.T) {
	for name, tt := range badDocuments() {
		t.Run(name, func(t *testing.T) {
			_, err := policy.ParseYAML([]byte(tt.text))
			var problems policy.Problems
			var invalid validation.Errors
			if !errors.As(err, &problems) || !errors.As(err, &invalid) || invalid["document"] != err.Error() {
				t.Fatalf("%T: %v", err, err)
			}
			for _, says := range tt.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("%q is missing in:\n%v", says, err)
				}
			}
		})
	}
}

// TestJSONIsReadAsStrictly: with lines, too.
func TestJSONIsReadAsStrictly(t *testing.T) {
	for text, says := range map[string]string{
		"{\"slug\": \"x\",\n\"title\": \"X\",\n\"sectoins\": []}":        "line 3, sectoins: there is no such field; did you mean sections?",
		"{\"slug\": \"x\",\n\"title\": 7}":                               "line 2, title: must be text, not a number",
		"{\"slug\": \"x\",\n\n\"intro\": [{}]}":                          "line 3, intro[0]: must hold one kind",
		"{\"slug\": \"x\", \"title\": \"X\"}\n{}":                        "line 2: this is not JSON: something follows",
		"{\"slug\": \"x\",\n\"slug\": \"y\"}":                            "line 2: this is not JSON: duplicate",
		"{\"Slug\": \"x\", \"title\": \"X\"}":                            "Slug: there is no such field; did you mean slug?",
		"{\"slug\": \"x\", \"title\": \"X\", \"cookies\": [null]}":       "cookies[0]: must be a group of fields, and is empty",
		"{\"slug\": \"x\", \"title\": \"\\ud800\"}":                      "this is not JSON",
		"{\"slug\": \"x\", \"title\": \"X\"":                             "it is empty or ends too early",
		"":                                                               "it is empty or ends too early",
		strings.Repeat("[", 100_000):                                     "this goes too deep",
		`{"slug":"x","title":"X","intro":[{"changes":{"newest":5.5}}]}`:  "newest: must be a whole number, not a number",
		`{"slug":"x","title":"X","intro":[{"changes":{"newest":1e99}}]}`: "newest: must be at most 100",
	} {
		if _, err := policy.ParseJSON([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60q: %v", text, err)
		}
	}
	if d, err := policy.ParseJSON([]byte(`{"slug":"x","title":"X","intro":[{"changes":{"newest":5.0}}]}`)); err != nil ||
		d.Intro[0].Content != (block.ChangeList{Newest: 5}) {
		t.Error(d, err)
	}
}

// TestBombsAreRefused: texts that would take all time or memory are refused
// before anything is made of them. The limit is for slow machines; it takes
// hours or kills the process where the guard is missing.
func TestBombsAreRefused(t *testing.T) {
	const nearlyAll = 1<<20 - 100
	fill := func(text string) string { return strings.Repeat(text, nearlyAll/len(text)) }
	var laughs, fields strings.Builder
	laughs.WriteString("slug: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := range 20 {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 8), i)
	}
	for i := range 65 {
		fmt.Fprintf(&fields, "field%d: x\n", i)
	}
	tests := map[string]struct{ text, says string }{
		"billion laughs":  {laughs.String(), "anchors (&) are not for policies"},
		"5 MB":            {"title: " + strings.Repeat("a", 5<<20), "at most 1 MiB"},
		"a byte too many": {"title: " + strings.Repeat("a", 1<<20-6), "at most 1 MiB"},
		"10,000 blocks": {
			"slug: x\ntitle: X\nintro:\n" + strings.Repeat("  - prose: x\n", 10_000),
			"line 3, intro: must have at most 1000 entries, and has 10000",
		},
		"10,000 in sections": {manySections(), "10000 blocks are more than 1000"},
		"brackets":           {strings.Repeat("[", 90_000), "too deep"},
		"all brackets":       {fill("["), "more than a policy can hold"},
		"groups":             {strings.Repeat("{a: ", 10_000), "too deep"},
		"dashes":             {strings.Repeat("- ", 50_000), "too deep"},
		"steps":              {steps(), "too deep"},
		"fields":             {fields.String(), "more than a policy can hold"},
		"aliases":            {fill("*a "), "more than a policy can hold"},
		"question marks":     {strings.Repeat("? ", 10_000), "question mark"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			done := make(chan error, 1)
			go func() {
				_, err := policy.ParseYAML([]byte(tt.text))
				done <- err
			}()
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), tt.says) || len(err.Error()) > 1000 {
					t.Errorf("got %.300v", err)
				}
			case <-time.After(time.Minute):
				t.Fatal("it takes too long")
			}
		})
	}
}

// manySections hold more blocks together than a document may.
func manySections() string {
	var text strings.Builder
	text.WriteString("slug: x\ntitle: X\nsections:\n")
	for i := range 10 {
		fmt.Fprintf(
			&text,
			"  - anchor: a%d\n    title: A\n    blocks:\n%s",
			i,
			strings.Repeat("      - prose: x\n", 1000),
		)
	}
	return text.String()
}

func steps() string {
	var text strings.Builder
	for i := range 1000 {
		text.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return text.String()
}

// TestWindowsFiles: lines may end as on Windows.
func TestWindowsFiles(t *testing.T) {
	for _, slug := range []string{policy.CookiePolicy, "privacy-policy"} {
		text := shipped(t, slug)
		want, err := policy.ParseYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := policy.ParseYAML([]byte(strings.ReplaceAll(string(text), "\n", "\r\n")))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}
