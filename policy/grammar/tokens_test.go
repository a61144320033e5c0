package grammar_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/negation"
	"github.com/prokken/prokken/policy/grammar/token"
)

func TestFold(t *testing.T) {
	tests := map[string]string{
		"Don’t  use “it” — NOW!":        `do not use " it " - now !`,
		"We cannot; they're":            "we can not ; they are",
		"third–party, client‑side":      "third-party , client-side",
		"no\u00a0break\u2009here":       "no break here",
		"/api/auth and a/b, e.g. this.": "/api/auth and a / b , e.g . this .",
		"prokken.com's _ga (x)":         "prokken.com's _ga ( x )",
		"SameSite=Lax":                  "samesite = lax",
		"24 hours¹":                     "24 hours ¹",
		"":                              "",
	}
	for text, want := range tests {
		if got, err := token.Fold(text); err != nil || got != want {
			t.Errorf("%q folds to %q: %v", text, got, err)
		}
	}
}

// TestRefused: characters that hide in words or imitate others are named with their place.
func TestRefused(t *testing.T) {
	tests := map[string]struct {
		text string
		at   int
	}{
		"of another script":     {"We use \u0441ookies", 7},
		"another script, Greek": {"We d\u03bf not", 4},
		"a zero-width space":    {"n\u200bot", 1},
		"a zero-width joiner":   {"n\u200dot", 1},
		"a soft hyphen":         {"n\u00adot", 1},
		"a byte order mark":     {"\ufeffWe", 0},
		"a tag":                 {"We\U000e0061", 2},
		"a right-to-left mark":  {"We\u200f", 2},
		"a combining stroke":    {"no\u0336t", 2},
		"a variation selector":  {"We\ufe0f", 2},
		"a wide letter":         {"ｗe", 0},
		"a small capital":       {"ɴot", 0},
		"another script, signs": {"𝐧ot", 0},
		"the Kelvin sign":       {"prok\u212aen", 4},
		"a dotted capital I":    {"\u0130s", 0},
		"a wide digit":          {"２4 hours", 0},
		"a control character":   {"We\x00", 2},
		"private use":           {"We\ue000", 2},
		"no UTF-8":              {"We\xff", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := own(t)
			_, err := grammar.Read(tt.text, c)
			var refused *token.Refused
			isForeign := strings.Contains(name, "another script")
			if !errors.As(err, &refused) || refused.At != tt.at || strings.Contains(refused.Why, "script") != isForeign {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestUndeclared: what looks like a cookie's name and is none is found, also where the sentence
// is not read, and makes it untrue.
func TestUndeclared(t *testing.T) {
	c, evidence := own(t)
	tests := map[string][]string{
		"We also set prokken_track.":                              {"prokken_track"},
		"_ga counts visits and __stripe_mid too.":                 {"_ga", "__stripe_mid"},
		"A uid is stored.":                                        {"uid"},
		"Your visitor-id is kept.":                                {"visitor-id"},
		"There is a cookie called banana.":                        {"banana"},
		`We set a small cookie named "Banana" here.`:              {"Banana"},
		"The visitorId cookie lives long.":                        {"visitorId"},
		"PHPSESSID and JSESSIONID.":                               {"PHPSESSID", "JSESSIONID"},
		"Prokken_Access and prokken-refresh are httpOnly.":        {"Prokken_Access", "prokken-refresh"},
		"prokken_access and prokken_refresh are httpOnly.":        nil,
		"JavaScript, SameSite and YouTube are no cookies.":        nil,
		"Third-party and client-side are words of /api/v_1/auth.": nil,
		"People who are called Ada like a cookie.":                nil,
	}
	for says, want := range tests {
		r := read(t, says, c)
		if !slices.Equal(r.Undeclared, want) {
			t.Errorf("%s: %q", says, r.Undeclared)
		}
		if (r.Untrue(evidence) != "") != (want != nil) {
			t.Errorf("%s: %s", says, r.Untrue(evidence))
		}
	}
}

// FuzzRead: no text is too odd; every character but blanks is in a token; folding is idempotent
// and changes nothing of what is read.
func FuzzRead(f *testing.F) {
	for _, file := range []string{"honest.txt", "lies.txt"} {
		for _, l := range lines(f, file, "") {
			f.Add(l.says)
		}
	}
	c, _ := own(f)
	c = inAccess.of(c)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := grammar.Read(text, c)
		tokens, tokenErr := token.Tokens(text)
		if (err != nil) != (tokenErr != nil) {
			t.Fatalf("read: %v, tokens: %v", err, tokenErr)
		}
		if err != nil {
			return
		}
		if got, want := joined(tokens), strings.Join(strings.FieldsFunc(text, unicode.IsSpace), ""); got != want {
			t.Errorf("the tokens of %q are %q", want, got)
		}
		folded, err := token.Fold(text)
		again, errAgain := token.Fold(folded)
		if err != nil || errAgain != nil || again != folded {
			t.Errorf("%q folds to %q and that to %q: %v", text, folded, again, errAgain)
		}
		for _, condition := range r.Says {
			if _, isContradiction := condition.(negation.Contradiction); !isContradiction && condition.Problem() != "" {
				t.Errorf("%q states nothing: %#v", text, condition)
			}
		}
		if r.Recognized() && !read(t, strings.ToLower(text), c).Recognized() && len(r.Undeclared) == 0 {
			t.Errorf("%q is recognized, and not in lower case", text)
		}
	})
}

// joined returns the text of the tokens without blanks. The two words of a contraction stand for
// the same text.
func joined(tokens []token.Token) string {
	var text strings.Builder
	for _, one := range tokens {
		if !one.Rest {
			text.WriteString(one.Raw)
		}
	}
	return text.String()
}
