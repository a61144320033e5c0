package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
)

func TestWordsFile(t *testing.T) {
	tests := map[string]struct {
		file string
		want policy.Words
	}{
		"plain": {"title: কুকি নীতি", policy.Words{"title": "কুকি নীতি"}},
		"quoted": {
			`a-1: "এক: \"দুই\""` + "\nb.title: 'it''s'",
			policy.Words{"a-1": `এক: "দুই"`, "b.title": "it's"},
		},
		"several lines": {
			"a-1: |-\n  এক\n\n  দুই: তিন\n# a note\nb-1: >-\n  ক\n  খ\n",
			policy.Words{"a-1": "এক\n\nদুই: তিন", "b-1": "ক খ"},
		},
		"plain, folded": {"a-1: এক\n  দুই\n", policy.Words{"a-1": "এক দুই"}},
		"empty":         {"a-1:\nb-1: \"\"\n\n---\n", policy.Words{"a-1": "", "b-1": ""}},
		"from Windows": {
			"\uFEFFa-1: এক\r\nb-1: |\r\n  দুই\r\n  তিন\r\n",
			policy.Words{"a-1": "এক", "b-1": "দুই\nতিন\n"},
		},
		"numbers":        {"a-1: 24\nb-1: ২৪\nc-1: yes", policy.Words{"a-1": "24", "b-1": "২৪", "c-1": "yes"}},
		"a quoted key":   {`"cookie.x|y": z`, policy.Words{"cookie.x|y": "z"}},
		"an empty file":  {"", policy.Words{}},
		"links, quoted":  {`a-1: "[এখানে](https://example.com)"`, policy.Words{"a-1": "[এখানে](https://example.com)"}},
		"nothing inside": {"a-1: \"x\" # a note", policy.Words{"a-1": "x"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := policy.ParseWords(tt.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestBadWordsFile: what cannot be read is named with its line, soon: some files
// of a MiB keep a reader of YAML busy for hours.
func TestBadWordsFile(t *testing.T) {
	for file, want := range map[string]string{
		"title: x\n\ntitle: y":                  "line 3",
		"title: x\njust words\nb: c":            "line 2",
		"just words":                            "line 1: this is not a name, a colon and a text",
		"a-1: b: c":                             "line 1: this holds signs",
		"a-1:\n  b: c":                          "line 2: this holds signs",
		"a-1:\n  - b":                           "line 2: this holds signs",
		"a-1: [b](c)":                           "line 1: this holds signs",
		"a-1: &x y":                             "line 1: anchors",
		"a-1: *x":                               "line 1: aliases",
		"a-1: !!binary eA==":                    "line 1: tags",
		`a-1: "never closed`:                    "line 1: this is not YAML",
		"a-1: \"x\"\n\nb-1: 'x' 'y'":            "line 3: this is not YAML",
		strings.Repeat("[", 1<<20):              "",
		strings.Repeat("a: ", 1<<18):            "",
		strings.Repeat("- ", 1<<19):             "",
		strings.Repeat("? ", 1<<19):             "",
		"a: " + strings.Repeat(`"b" `, 1<<18):   "",
		strings.Repeat("a:\n", 1<<18):           "",
		"a: " + strings.Repeat("{", 1<<20):      "",
		"a: " + strings.Repeat("!!map ", 1<<17): "",
		"a: " + strings.Repeat("&a ", 1<<18):    "",
	} {
		_, err := policy.ParseWords(file)
		var invalid validation.Errors
		if !errors.As(err, &invalid) || !strings.Contains(invalid[policy.WordsField], want) {
			t.Errorf("%.40q: %v", file, err)
		}
	}
}

// FuzzParseWords: every file is read, or refused in words.
func FuzzParseWords(f *testing.F) {
	for _, seed := range []string{"title: x", "a-1: |-\n  এক\n\n  দুই", `a: "x"`, "a:\n b", "a: >\n  b\n", "[", "a: 'b'", "# x\na: b\u2028c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		words, err := policy.ParseWords(file)
		var invalid validation.Errors
		if err != nil && !errors.As(err, &invalid) {
			t.Fatal(err)
		}
		for key := range words {
			if key == "" {
				t.Errorf("%q gives an empty name", file)
			}
		}
	})
}

// FuzzWordsFile: a text is read as it was written, whatever signs it holds.
func FuzzWordsFile(f *testing.F) {
	for _, seed := range []string{
		"এক", "র\u200d্যাব", "a\n\n  b: c\n# d", "- a", "null", "24", "0x1f", "{path}", "~", "a #b", "'", `\n"`,
		"|", "a\n---\nb", "yes", "a:", "\u2028x", "a\n\tb", "...", "=", "a \nb",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := policy.Document{Slug: "x", Title: text}
		if text != strings.TrimSpace(text) || d.Validate() != nil {
			t.Skip()
		}
		draft := translation.Draft{
			Policy: translation.Source{},
			Texts:  []policy.Text{{Key: "a-1", Source: text, Words: text}, {Key: "b-1", Source: "b", Words: "c"}},
		}
		file := draft.YAML()
		words, err := policy.ParseWords(string(file))
		if err != nil || words["a-1"] != text || words["b-1"] != "c" || len(words) != 2 {
			t.Errorf("%q: %v, %q\n%s", text, err, words, file)
		}
	})
}

// TestWordsFileIsReadable: what Bangla is spelled with stands there as it is.
func TestWordsFileIsReadable(t *testing.T) {
	draft := translation.Draft{
		Policy: translation.Source{},
		Texts: []policy.Text{
			{Key: "a-1", Source: "One.\n\nTwo.", Words: "র\u200d্যাব, যেমন"},
			{Key: "b-1", Source: "b"},
		},
	}
	if got, want := string(draft.YAML()), "\n\n# One.\n# \n# Two.\na-1: র\u200d্যাব, যেমন\n\n# b\nb-1: \"\"\n"; !strings.HasSuffix(
		got,
		want,
	) {
		t.Errorf("%s", got)
	}
}
