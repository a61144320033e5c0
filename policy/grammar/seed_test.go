package grammar_test

import (
	"testing"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/wording"
)

// seedSentence is a sentence of the shipped policy where it stands, with the conditions that the
// shipped policy claims for it.
type seedSentence struct {
	says    string
	context grammar.Context
	claimed []claim.Condition
}

// seed returns every sentence of the shipped policy in the order of the page.
func seed(t testing.TB) []seedSentence {
	d, c := cookiePolicy(t), grammar.Context{}
	c, evidence := own(t)
	claimed := map[string][]claim.Condition{}
	for _, made := range d.Claims(evidence) {
		claimed[made.Says] = made.Conditions
	}
	var all []seedSentence
	add := func(text string, c grammar.Context) {
		for _, says := range wording.Sentences(text) {
			all = append(all, seedSentence{says, c, claimed[says]})
			c = c.Next(read(t, says, c))
		}
	}
	for _, b := range d.Blocks() {
		if b.CookieTable != nil {
			add(d.Cookies[0].Purpose, inAccess.of(c))
			add(d.Cookies[1].Purpose, inRefresh.of(c))
		}
		if b.SecurityProperties != nil {
			for _, line := range b.SecurityProperties.Lines(d.Cookies) {
				claimed[line.Name+" — "+line.Words] = line.Claim.Conditions
				add(line.Name+" — "+line.Words, inList.of(c))
			}
		}
		add(string(b.Prose), c)
	}
	return all
}

func TestSeedX(t *testing.T) {
	_, e := own(t)
	for _, s := range seed(t) {
		r := read(t, s.says, s.context)
		t.Logf("%v holds=%v [%s] covered=%v %s\n   %#v %s", r.Recognized(), r.Holds(e), r.Unplaced, grammar.Covers(s.claimed, r.Says), s.says, r.Says, r.Untrue(e))
	}
}
