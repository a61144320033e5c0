package wording_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/prokken/prokken/policy/wording"
)

func TestNormalize(t *testing.T) {
	for text, want := range map[string]string{
		"We use cookies.":                                "We use cookies.",
		"We\u00A0use\u2003two  \u3000cookies.":           "We use two cookies.",
		"We\tuse\t\tcookies.":                            "We use cookies.",
		"\uFEFFWe use cook\u200Bies\u2060.":              "We use cookies.",
		"We use\U000E0077\U000E0065 cookies.\U000E007F":  "We use cookies.",
		"prok\u00ADken\u200D_acc\u200Cess":               "prokken_access",
		"One  \ntwo   \r\nthree \nfour\t\t\nfive  ":      "One  \ntwo  \nthree\nfour  \nfive",
		"One\n \u00A0\n\t\nTwo":                          "One\n\n\nTwo",
		"One\u2028two\u2029three\rfour":                  "One\ntwo\nthree\nfour",
		"  indented\n    code":                           "indented\ncode",
		"র\u200D্যাব ক্\u200Cষ":                          "র\u200D্যাব ক্\u200Cষ", // both joiners are seen
		"😀\u200D😀":                                       "😀\u200D😀",
		"🏴\U000E0067\U000E0062\U000E0065\U000E007F flag": "🏴 flag",
		"not \xff  UTF-8":                                "not \xff  UTF-8",
		"\u200B\u00A0\u2060":                             "",
	} {
		got := wording.Normalize(text)
		if got != want {
			t.Errorf("%+q becomes %+q, not %+q", text, got, want)
		}
		if again := wording.Normalize(got); again != got {
			t.Errorf("%+q becomes %+q the second time", got, again)
		}
	}
}

// FuzzNormalize: once is enough, and no word is lost.
func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{"One  \ntwo", "a\u200Db", "\u00A0\u200B", "র\u200D্যাব"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := wording.Normalize(text)
		if twice := wording.Normalize(once); twice != once {
			t.Errorf("%+q becomes %+q, then %+q", text, once, twice)
		}
		words := func(r rune) rune {
			if wording.IsWord(r) {
				return r
			}
			return -1
		}
		if utf8.ValidString(text) && strings.Map(words, once) != strings.Map(words, text) {
			t.Errorf("%+q lost words: %+q", text, once)
		}
	})
}

// TestRefusedCharacterIsNamed with its place, so that its author finds it.
func TestRefusedCharacterIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"We use\x07 cookies.":            "Character 7 (U+0007), behind “We use”, is one",
		"\u202EWe":                       "Character 1 (U+202E) is one",
		"Größe\uE000":                    "Character 6 (U+E000), behind “Größe”, is one",
		"a\xffb":                         "Character 2 (not UTF-8), behind “a”, is one",
		strings.Repeat("x", 30) + "\x00": "Character 31 (U+0000), behind “" + strings.Repeat("x", 20) + "”, is one",
		"a\tb\nc":                        "",
		"It costs 5 \uFFFD.":             "",
	} {
		if got := wording.Check(text, 100); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%+q: %s", text, got)
		}
	}
}
