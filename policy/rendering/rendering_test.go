package rendering

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
)

var update = flag.Bool("update", false, "write testdata/sentences.golden again")

// statementsOf are conditions of every kind that a form says, one by one.
func statementsOf() []claim.Condition {
	week, hour, session := cookie.Lifetime(7*24*time.Hour), cookie.Lifetime(time.Hour), cookie.Session
	day := cookie.Lifetime(24 * time.Hour)
	all := []claim.Condition{
		claim.NoThirdPartyCookies(true), claim.DatedByPublication(true),
		claim.NothingLoadedFrom{
			claim.Elsewhere,
		},
		claim.NothingLoadedFrom{"a.test"},
		claim.NothingLoadedFrom{"a.test", "b.test"},
		claim.OnlyTheseCookies{"a_1"},
		claim.OnlyTheseCookies{"a_1", "b_1", "c_1"},
		claim.Needed{"a_1"},
		claim.Needed{"b_1"},
		claim.Needed{"a_1", "b_1"},
		claim.Outlives{Name: "a_1", Than: "b_1"},
		claim.Outlives{Name: "b_1", Than: "a_1"},
		claim.Cookie{Name: "a_1"},
		claim.Cookie{Name: "sid"},
		claim.Cookie{Name: "a_1", Path: "/api"},
		claim.Cookie{Name: "a_1", Path: "/"},
	}
	for n := range 12 {
		all = append(all, claim.CookieCount(n))
	}
	for _, life := range []*cookie.Lifetime{&week, &hour, &session, &day} {
		all = append(all, claim.Cookie{Name: "a_1", Lifetime: life})
	}
	for _, category := range []cookie.Category{cookie.Necessary, cookie.Analytics, cookie.Marketing} {
		all = append(all, claim.NoCookies{category}, claim.ConsentBefore{category})
	}
	for _, names := range [][]string{nil, {"a_1"}, {"a_1", "b_1"}} {
		for _, of := range []claim.AllCookies{
			{Category: cookie.Necessary},
			{Category: cookie.Analytics},
			{Category: cookie.Marketing},
			{HTTPOnly: true},
			{Secure: true},
			{SameSite: cookie.Lax},
			{SameSite: cookie.Strict},
			{SameSite: cookie.None},
		} {
			of.Among = names
			all = append(all, of)
		}
	}
	return append(all, claim.NoCookies{cookie.Analytics, cookie.Marketing})
}

// TestEveryStatementIsSaid: each language has words for each kind of statement and no place in
// them is left open; the sentences are read by people in the golden file.
func TestEveryStatementIsSaid(t *testing.T) {
	var out strings.Builder
	for _, condition := range statementsOf() {
		fmt.Fprintf(&out, "%s %+v\n", claim.KindOf(condition).Name, display(condition))
		for _, code := range []string{"de", "bn"} {
			sentences := Sentences(code, []claim.Condition{condition})
			if len(sentences) == 0 || strings.ContainsAny(strings.Join(sentences, ""), "{}") {
				t.Errorf("%s: %+v: %q", code, condition, sentences)
			}
			for _, sentence := range sentences {
				fmt.Fprintf(&out, "  %s\n", sentence)
			}
		}
	}
	compareGolden(t, out.String())
}

func display(c claim.Condition) claim.Condition {
	if of, isCookie := c.(claim.Cookie); isCookie && of.Lifetime != nil {
		return claim.Needed{of.Name + " lives " + of.Lifetime.String()}
	}
	return c
}

func compareGolden(t *testing.T, got string) {
	t.Helper()
	const file = "testdata/sentences.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestNothingIsLeftOut: a sentence for all that is said is there only if each part of it can be said,
// and names stay as they are written.
func TestNothingIsLeftOut(t *testing.T) {
	none, some := claim.NoCookies{cookie.Marketing}, claim.HasCookies{cookie.Analytics}
	for _, code := range []string{"de", "bn"} {
		if whole := Whole(code, []claim.Condition{some, none}); len(whole) > 0 {
			t.Errorf("%s: %q says less", code, whole)
		}
		if whole := Whole(code, []claim.Condition{none, claim.NoThirdPartyCookies(true)}); len(whole) == 0 {
			t.Errorf("%s: both can be said", code)
		}
		of := claim.AllCookies{HTTPOnly: true}
		of.Among = []string{"sid"}
		if sentences := Sentences(code, []claim.Condition{of}); !strings.Contains(sentences[0], "sid") {
			t.Errorf("%s: %q names another cookie", code, sentences)
		}
	}
}

// TestNoSentenceSaysTwoThings: what two conditions are said by is the same only where the grammar
// takes them for the same.
func TestNoSentenceSaysTwoThings(t *testing.T) {
	all := statementsOf()
	for _, code := range []string{"de", "bn"} {
		for i, a := range all {
			for _, b := range all[i+1:] {
				isSame := grammar.Covers([]claim.Condition{a}, []claim.Condition{b}) &&
					grammar.Covers([]claim.Condition{b}, []claim.Condition{a})
				for _, sentence := range Sentences(code, []claim.Condition{a}) {
					if Says(code, sentence, []claim.Condition{b}) && !isSame {
						t.Errorf("%q says %+v and %+v", sentence, a, b)
					}
				}
			}
		}
	}
}

func TestSays(t *testing.T) {
	week := cookie.Lifetime(7 * 24 * time.Hour)
	two := []claim.Condition{claim.CookieCount(2), claim.AllCookies{Category: cookie.Necessary}}
	tests := map[string]struct {
		code, sentence string
		says           []claim.Condition
		want           bool
	}{
		"both": {
			"de",
			"Wir verwenden zwei Cookies, und wir verwenden nur notwendige Cookies.",
			two,
			true,
		},
		"one of them":        {"de", "wir setzen 2 cookies", two, true},
		"the other":          {"bn", "আমাদের সব কুকি অপরিহার্য কুকি।", two, true},
		"a Bangla digit":     {"bn", "আমরা ২টি কুকি ব্যবহার করি।", two, true},
		"a European digit":   {"bn", "আমরা 2টি  কুকি ব্যবহার করি", two, true},
		"another number":     {"de", "Wir setzen drei Cookies.", two, false},
		"a word more":        {"de", "Wir setzen meist zwei Cookies.", two, false},
		"a clause more":      {"de", "Wir setzen zwei Cookies, und wir verwenden nur Werbe-Cookies.", two, false},
		"a bracket":          {"de", "Wir setzen (zwei Cookies).", two, false},
		"a question":         {"de", "Wir setzen zwei Cookies?", two, false},
		"dots":               {"de", "Wir setzen zwei Cookies...", two, false},
		"an ellipsis":        {"de", "Wir setzen zwei Cookies…", two, false},
		"two marks":          {"bn", "আমরা ২টি কুকি ব্যবহার করি।।", two, false},
		"no such language":   {"fr", "Nous utilisons deux cookies.", two, false},
		"nothing is checked": {"de", "Wir setzen zwei Cookies.", nil, false},
		"no form for a part": {
			"de",
			"Wir setzen zwei Cookies.",
			append(two, claim.HasCookies{cookie.Necessary}),
			true,
		},
		"a life": {
			"de",
			"Das Cookie A_1 lebt 7 Tage.",
			[]claim.Condition{claim.Cookie{Name: "a_1", Lifetime: &week}},
			true,
		},
		"another life": {
			"de",
			"Das Cookie a_1 lebt 7 Stunden.",
			[]claim.Condition{claim.Cookie{Name: "a_1", Lifetime: &week}},
			false,
		},
		"not of third": {
			"de",
			"Wir setzen keine Cookies von Drittanbietern.",
			[]claim.Condition{claim.NoThirdPartyCookies(false)},
			false,
		},
		"the whole is unsaid": {
			"de",
			"Wir setzen zwei Cookies, und wir setzen keine.",
			append(two, claim.HasCookies{cookie.Necessary}),
			false,
		},
	}
	for name, tt := range tests {
		if got := Says(tt.code, tt.sentence, tt.says); got != tt.want {
			t.Errorf("%s: %q: %t; it can be said as %q", name, tt.sentence, got, Sentences(tt.code, tt.says))
		}
	}
}

// TestUnsaid: where no form says all of it, no sentence stands for the whole.
func TestUnsaid(t *testing.T) {
	two, has := claim.CookieCount(2), claim.HasCookies{cookie.Necessary}
	for name, says := range map[string][]claim.Condition{
		"of another kind":        {has},
		"two properties at once": {claim.Cookie{Name: "a_1", HTTPOnly: true, Secure: true}},
		"of several":             {claim.AllCookies{Category: cookie.Necessary, SameSite: cookie.Lax}},
	} {
		if got := Sentences("de", says); got != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	whole, alone := Sentences("de", []claim.Condition{two, has}), Sentences("de", []claim.Condition{two})
	if diff := cmp.Diff(alone, whole); diff != "" {
		t.Errorf("-alone +with what no form says:\n%s", diff)
	}
}
