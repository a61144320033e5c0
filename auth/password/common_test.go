package password

import (
	"slices"
	"strings"
	"testing"
)

func TestIsCommon(t *testing.T) {
	for _, password := range []string{
		// Listed, in any case.
		"passwordpassword", "123qweasdzxc", "PeanutButter", "construction",
		// Listed, under other digits and punctuation.
		"peanutbutter77", "!!peanutbutter!!", "Liverpool2024!", "2024liverpool", "Password9876",
		// One piece again and again.
		"abababababab", "aaaaaaaaaaaa", "123123123123", "abcabcabcabca", "dragondragon", "Hunter2Hunter2",
		"peanutbutterpeanutbutter", "парольпароль",
		// Rows of keys and of the alphabet.
		"123456789012", "abcdefghijkl", "987654321098", "zyxwvutsrqpo", "qwertyuiopas", "asdfghjklasd",
		"1234567890qwertyuiop", "qwertyuiopasdfghjkl", "aaabbbcccddd", "1qaz2wsx3edc4rfv", "QWERTYUIOP12", "abc123456789",
		"!@#$%^&*()_+",
	} {
		if !isCommon(password) {
			t.Errorf("%q passes", password)
		}
	}
	for _, password := range []string{
		"", "correct horse battery", "correct horse battery staple", "correcthorsebattery", "Correct-Horse-Battery-7",
		"seven grey geese ate my hat", "the tide comes in at nine", "rye bread & salted butter", "mild tea, cold toast",
		"tick tock goes the kettle", "first hijack the stuffing", "eine Tasse Tee am Morgen", "три рыжих кота на крыше",
		"猫が屋根の上で寝ているよ朝から", "k3#vT9!qLw2z", "xkfjqpwmzrtb", "4917 2086 5531 0742", "peanutbutter and honey",
		"peanutbutterlighthouse", "dragon8461953702", "peanut lighthouse", "lighthousekettle lighthousekettle",
	} {
		if isCommon(password) {
			t.Errorf("%q is refused", password)
		}
	}
}

func TestIsCommonFindsEveryListedPassword(t *testing.T) {
	for line := range strings.Lines(commonPasswords) {
		if password := strings.TrimSuffix(line, "\n"); !isListed(password) || !isCommon(strings.ToUpper(password)) {
			t.Errorf("%q passes", password)
		}
	}
}

func TestCommonPasswordsAreSorted(t *testing.T) {
	list, ended := strings.CutSuffix(commonPasswords, "\n")
	lines := strings.Split(list, "\n")
	if !ended || len(lines) < 3000 {
		t.Errorf("%d lines, ended %v", len(lines), ended)
	}
	if !slices.IsSorted(lines) || len(slices.Compact(slices.Clone(lines))) != len(lines) {
		t.Error("the lines are not sorted and unique")
	}
	for _, line := range lines {
		if len(line) < MinLength || line != strings.ToLower(line) ||
			strings.ContainsFunc(line, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q is not 12 or more lower-case printable characters", line)
		}
	}
}

func FuzzIsCommon(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "correct horse battery", "passwordpassword", "abababababab", "~~~~~~~~~~~~",
		"zzzzzzzz\xff", "İİİİİİ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, password string) { isCommon(password) })
}

func BenchmarkIsCommon(b *testing.B) {
	for b.Loop() {
		isCommon("correct horse battery staple")
	}
}

func TestHoldsContext(t *testing.T) {
	words := contextWords("Recipe Club", "Ada.Lovelace+news@mail.example.co.uk")
	for password, want := range map[string]bool{
		"i like recipe club":     true,
		"MyRecipeClub2024":       true,
		"lovelace forever":       true,
		"ADA.LOVELACE+NEWS!":     true,
		"no news is good":        true,
		"my example phrase":      true,
		"mailing a big parcel":   true,
		"a recipe for a club":    false,
		"adamant copper uk kite": false, // "ada", "co" and "uk" are short or not asked for
		"correct horse battery":  false,
		"":                       false,
	} {
		if got := holdsContext(password, words); got != want {
			t.Errorf("%q with %q: %v", password, words, got)
		}
	}
}

func TestContextWords(t *testing.T) {
	for _, c := range []struct {
		siteName, email string
		want            []string
	}{
		{"Prokken", "ada@gmail.com", []string{"Prokken", "Prokken", "ada@gmail.com", "ada", "ada", "gmail"}},
		{" Recipe Club ", "a_b-c@x.org", []string{"Recipe Club", "RecipeClub", "a_b-c@x.org", "a_b-c", "a", "b", "c", "x"}},
		{"", "", []string{"", "", "", ""}},
		{"", "ada", []string{"", "", "ada", "ada", "ada"}},
		{"", "ada@localhost", []string{"", "", "ada@localhost", "ada", "ada"}},
	} {
		if got := contextWords(c.siteName, c.email); !slices.Equal(got, c.want) {
			t.Errorf("%q, %q: %q", c.siteName, c.email, got)
		}
	}
	if holdsContext("correct horse battery", contextWords("", "")) {
		t.Error("empty words are held")
	}
}
