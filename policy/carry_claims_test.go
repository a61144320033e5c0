package policy_test

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

// claiming is a cookie policy whose one block of text carries claims about the
// sentences.
func claiming(t *testing.T, text string, says ...string) policy.Document {
	t.Helper()
	shipped, err := os.ReadFile("../content/cookie-policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := policy.ParseYAML(shipped)
	if err != nil {
		t.Fatal(err)
	}
	b := policy.Block{UID: "b-text", Content: block.Prose(text)}
	for _, s := range says {
		b.Claims = append(b.Claims, claim.About(s, claim.NoThirdPartyCookies(true)))
	}
	d.Intro = []policy.Block{b}
	return d
}

func reworded(text string) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		b, _ := d.Block("b-text")
		b.Content = block.Prose(text)
		return policy.SetBlock(b)(d)
	}
}

func TestClaimsAreCarriedAlong(t *testing.T) {
	const text = "We set two cookies. Nobody else sets any (e.g. in a frame). Ask us."
	for name, tt := range map[string]struct {
		says, to string
		want     string // what the claim says then
		lost     bool
	}{
		"nothing happened to the sentence": {
			says: "Nobody else sets any (e.g. in a frame).",
			to:   "Hello. Nobody else sets any (e.g. in a frame). Ask us.",
			want: "Nobody else sets any (e.g. in a frame).", lost: false,
		},
		"a word is changed": {
			says: "Nobody else sets any (e.g. in a frame).",
			to:   "We set two cookies. Nobody but us sets any (e.g. in a frame). Ask us.",
			want: "Nobody but us sets any (e.g. in a frame).", lost: false,
		},
		"the most similar one of two": {
			says: "We set two cookies.",
			to:   "We love you. We set three cookies. Nobody else sets any (e.g. in a frame). Ask us.",
			want: "We set three cookies.", lost: false,
		},
		"nothing in common: the nearest": {
			says: "Ask us.",
			to:   "We set two cookies. Nobody else sets any (e.g. in a frame). Write!",
			want: "Write!", lost: false,
		},
		"moved and changed": {
			says: "We set two cookies.",
			to:   "Ask us. Nobody else sets any (e.g. in a frame). We do set two cookies.",
			want: "We do set two cookies.", lost: false,
		},
		"a part of a sentence": {
			says: "Nobody else sets any",
			to:   "We set two cookies. None but we set any. Ask us.",
			want: "None but we set any.", lost: false,
		},
		"all of it in one": {
			says: "We set two cookies.",
			to:   "We set two cookies, and nobody else sets any.",
			want: "We set two cookies, and nobody else sets any.", lost: false,
		},
		"it is gone, the others are the same": {
			says: "Nobody else sets any (e.g. in a frame).",
			to:   "We set two cookies. Ask us.",
			want: "", lost: true,
		},
		"white space": {
			says: "We set two cookies.",
			to:   "We set  two cookies. Nobody else sets any (e.g. in a frame). Ask us.",
			want: "We set  two cookies.", lost: false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			migration := policy.ClaimMigration{}
			after, err := migration.Change(reworded(tt.to))(claiming(t, text, tt.says))
			if tt.lost {
				var invalid validation.Errors
				if !errors.As(err, &invalid) || invalid["claims"] == "" ||
					!slices.Equal(migration.Lost, []string{tt.says}) {
					t.Errorf("%v, lost %v", err, migration.Lost)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			b, _ := after.Block("b-text")
			if len(b.Claims) != 1 || b.Claims[0].Says != tt.want || len(b.Claims[0].Conditions) != 1 {
				t.Errorf("the claims are %+v", b.Claims)
			}
			if (len(migration.Carried) == 1) != (tt.want != tt.says) {
				t.Errorf("told: %v", migration.Carried)
			}
			if err := after.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestClaimsOfPurposesAreCarriedAlong: the cookie table quotes what stands in the
// declarations.
func TestClaimsOfPurposesAreCarriedAlong(t *testing.T) {
	d := claiming(t, "Hello.")
	access, _ := d.Cookie("prokken_access")
	access.Purpose = strings.Replace(
		access.Purpose,
		"Stores your authentication access token",
		"Holds your access token",
		1,
	)
	migration := policy.ClaimMigration{}
	after, err := migration.Change(policy.SetCookie(access.Name, access))(d)
	if err != nil || len(migration.Carried) != 1 || migration.Carried[0].UID != "cookie-table" ||
		after.Validate() != nil {
		t.Errorf("%v %v %v", err, migration.Carried, after.Validate())
	}
	before, _ := d.Block("cookie-table")
	if before.Claims[0].Says != "Stores your authentication access token to keep you logged in." {
		t.Error("the document that was read has changed")
	}
}

func TestDroppedClaims(t *testing.T) {
	d := claiming(t, "One is true. Two is true. Three is true.", "One is true.", "Two is true.")
	migration := policy.ClaimMigration{Drop: []string{"Two is true."}}
	_, err := migration.Change(reworded("Three is true."))(d)
	if err == nil || !slices.Equal(migration.Lost, []string{"One is true."}) {
		t.Errorf("half: %v, lost %v", err, migration.Lost)
	}
	migration.Drop = append(migration.Drop, "One is true.")
	after, err := migration.Change(reworded("Three is true."))(d)
	if b, _ := after.Block("b-text"); err != nil || len(b.Claims) != 0 {
		t.Errorf("all: %v, %v", err, b.Claims)
	}
}

// TestCarriedInSteps: while one types, what is told is the way from the first
// words to the last.
func TestCarriedInSteps(t *testing.T) {
	d := claiming(t, "We set two cookies. Ask us.", "We set two cookies.")
	var told []policy.Carried
	for _, text := range []string{"We set thr cookies. Ask us.", "We set thr cookies. Ask me.", "We set three cookies. Ask me."} {
		migration := policy.ClaimMigration{}
		after, err := migration.Change(reworded(text))(d)
		if err != nil {
			t.Fatal(err)
		}
		d, told = after, migration.Since(told, after)
	}
	want := []policy.Carried{{UID: "b-text", Was: "We set two cookies.", Now: "We set three cookies."}}
	if !slices.Equal(told, want) {
		t.Errorf("told %v", told)
	}
	migration := policy.ClaimMigration{}
	after, err := migration.Change(reworded("We set two cookies. Ask me."))(d)
	if err != nil || len(migration.Since(told, after)) != 0 {
		t.Errorf("back where it was: %v %v", err, migration.Since(told, after))
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"One. Two! Three?":               {"One.", "Two!", "Three?"},
		"A (e.g., this) and v. that. B.": {"A (e.g., this) and v. that.", "B."},
		"He said \"no.\" She left.":      {"He said \"no.\"", "She left."},
		"One\nline. Two":                 {"One\nline.", "Two"},
		"First\n\nsecond":                {"First", "second"},
		"See [it](https://a.example/b.html). Good.": {"See [it](https://a.example/b.html).", "Good."},
		"...  ":  nil,
		"কুকি। ": {"কুকি।"},
	} {
		b := policy.Block{Content: block.Prose(text)}
		got := policy.Document{}.Sentences(b)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
		for _, s := range got {
			if !strings.Contains(text, s) {
				t.Errorf("%q does not stand in %q", s, text)
			}
		}
	}
}

func FuzzClaimMigration(f *testing.F) {
	f.Add("One. Two.", "Two. Three.")
	f.Add("", "\u2028..!?")
	f.Fuzz(func(t *testing.T, old, new string) {
		d := policy.Document{Slug: "terms", Intro: []policy.Block{{UID: "b-text", Content: block.Prose(old)}}}
		for _, s := range d.Sentences(d.Intro[0]) {
			d.Intro[0].Claims = append(d.Intro[0].Claims, claim.Claim{Says: s})
		}
		migration := policy.ClaimMigration{}
		after, err := migration.Change(reworded(new))(d)
		if b, _ := after.Block("b-text"); err == nil && len(b.Claims) != len(d.Intro[0].Claims) {
			t.Errorf("%d claims became %d", len(d.Intro[0].Claims), len(b.Claims))
		}
	})
}

// TestConsentCookieComesAndGoes: it is declared just while there is something to
// choose.
func TestConsentCookieComesAndGoes(t *testing.T) {
	d := claiming(t, "Hello.")
	counter := cookie.Declaration{
		Name:     "_count",
		Purpose:  "Counts.",
		Category: cookie.Analytics,
		Path:     "/",
		Lifetime: cookie.Lifetime(3600e9),
		SameSite: cookie.Lax,
	}
	with, err := consent.KeepingCookie(policy.SetCookie("", counter))(d)
	if _, declared := with.Cookie("prokken_consent"); err != nil || !declared || with.Validate() != nil {
		t.Fatalf("added: %v %v", err, with.Validate())
	}
	without, err := consent.KeepingCookie(policy.RemoveCookie("_count"))(with)
	if err != nil || len(without.Cookies) != len(d.Cookies) || without.Validate() != nil {
		t.Errorf("removed: %v %v", err, without.Validate())
	}
}

func TestChecksOfOneSentenceAreOneClaim(t *testing.T) {
	d := claiming(t, "We set two cookies.", "We set two cookies.")
	add := func(condition claim.Condition) {
		t.Helper()
		var err error
		if d, err = policy.AddClaim("b-text", claim.About("We set two cookies.", condition))(d); err != nil {
			t.Fatal(err)
		}
	}
	add(claim.CookieCount(2))
	add(claim.NoCookies{cookie.Analytics})
	add(claim.NoCookies{cookie.Marketing, cookie.Analytics})
	b, _ := d.Block("b-text")
	want := []claim.Condition{
		claim.NoCookies{cookie.Analytics, cookie.Marketing},
		claim.CookieCount(2),
		claim.NoThirdPartyCookies(true),
	}
	if len(b.Claims) != 1 || !reflect.DeepEqual(b.Claims[0].Conditions, want) {
		t.Errorf("%+v", b.Claims)
	}
	add(claim.CookieCount(3))
	if b, _ = d.Block("b-text"); len(b.Claims) != 2 {
		t.Errorf("another count: %+v", b.Claims)
	}
	if _, err := policy.RemoveClaim("b-text", 1, "Something else.")(d); !errors.Is(err, policy.ErrConflict) {
		t.Errorf("another claim than was seen: %v", err)
	}
	if d, err := policy.RemoveClaim("b-text", 1, "We set two cookies.")(d); err != nil {
		t.Error(err)
	} else if b, _ := d.Block("b-text"); len(b.Claims) != 1 || !reflect.DeepEqual(b.Claims[0].Conditions, want) {
		t.Errorf("%+v", b.Claims)
	}
}

func TestCookieProblems(t *testing.T) {
	fine := cookie.Declaration{
		Name:     "_count",
		Purpose:  "Counts.",
		Category: cookie.Analytics,
		Path:     "/",
		Lifetime: cookie.Lifetime(3600e9),
		SameSite: cookie.Lax,
	}
	for name, tt := range map[string]struct {
		change func(*cookie.Declaration)
		field  string
	}{
		"fine":           {func(*cookie.Declaration) {}, ""},
		"no name":        {func(d *cookie.Declaration) { d.Name = "" }, "name"},
		"a bad name":     {func(d *cookie.Declaration) { d.Name = "a b" }, "name"},
		"no purpose":     {func(d *cookie.Declaration) { d.Purpose = "  " }, "purpose"},
		"no category":    {func(d *cookie.Declaration) { d.Category = "x" }, "category"},
		"no path":        {func(d *cookie.Declaration) { d.Path = "x" }, "path"},
		"a bad domain":   {func(d *cookie.Declaration) { d.Domain = "https://a" }, "domain"},
		"None, not safe": {func(d *cookie.Declaration) { d.SameSite = cookie.None }, "same_site"},
		"100 years":      {func(d *cookie.Declaration) { d.Lifetime = cookie.Lifetime(36501 * 24 * 3600e9) }, "lifetime"},
		"outlives bounds": {func(d *cookie.Declaration) {
			d.Name, d.Path, d.HTTPOnly, d.Secure, d.Category = "prokken_access", "/", true, true, cookie.Necessary
			d.Lifetime = cookie.Lifetime(25 * 3600e9)
		}, "lifetime"},
	} {
		d := fine
		tt.change(&d)
		problems := policy.CookieProblems(d)
		if tt.field == "" && len(problems) > 0 || tt.field != "" && (len(problems) != 1 || problems[tt.field] == "") {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
