package grammar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
)

// seedSentence is a sentence of the shipped policy where it stands, with the conditions that the
// shipped policy claims for it.
type seedSentence struct {
	says    string
	context discourse.Context
	claimed []claim.Condition
}

// seed returns every sentence of the shipped policy in the order of the page.
func seed(t testing.TB) []seedSentence {
	t.Helper()
	d := cookiePolicy(t)
	c, evidence := own(t)
	claimed := map[string][]claim.Condition{}
	for _, made := range d.Claims(evidence) {
		claimed[made.Says] = made.Conditions
	}
	var all []seedSentence
	add := func(texts []string, c discourse.Context) {
		for _, says := range texts {
			all = append(all, seedSentence{says, c, claimed[says]})
			c = read(t, says, c).Next(c)
		}
	}
	for _, b := range d.Blocks() {
		switch content := b.Content.(type) {
		case block.CookieTable:
			add(plain(d.Cookies[0].Purpose), inAccess.of(c))
			add(plain(d.Cookies[1].Purpose), inRefresh.of(c))
		case block.SecurityProperties:
			for _, line := range content.Claims(d.Cookies) {
				add([]string{line.Says}, inList.of(c))
			}
		case block.Prose:
			add(plain(string(content)), c)
		}
	}
	return all
}

// unreadOfSeed are how the sentences of the shipped policy begin that the grammar does not read:
// they say nothing that a machine checks, or nothing of our own cookies.
var unreadOfSeed = []string{
	"This Cookie Policy explains", "Cookies are small text files", "They are widely used",
	"Our authentication cookies are configured",
	"Our payment processor", "Please refer to", "You can manage cookies", "We may update this Cookie Policy",
	"If you have questions",
}

// TestSeed: of the shipped policy, each sentence with a claim but one is recognized and holds, and
// the claim covers what it says.
func TestSeed(t *testing.T) {
	_, evidence := own(t)
	recognized := 0
	for _, s := range seed(t) {
		r := read(t, s.says, s.context)
		isUnread := slices.ContainsFunc(unreadOfSeed, func(begin string) bool { return strings.HasPrefix(s.says, begin) })
		if r.Recognized() == isUnread {
			t.Errorf("%q is recognized: %v, stopped at %q", s.says, r.Recognized(), r.Unplaced)
		}
		if untrue := r.Untrue(evidence); untrue != "" {
			t.Errorf("%q: %s", s.says, untrue)
		}
		if missing := grammar.Missing(s.claimed, r.Says); len(missing) > 0 {
			t.Errorf("the claim of %q lacks %#v", s.says, missing)
		}
		if r.Recognized() {
			recognized++
		}
	}
	if recognized != 20 {
		t.Errorf("%d sentences are recognized", recognized)
	}
}
