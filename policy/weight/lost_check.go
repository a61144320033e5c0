package weight

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
)

// LostCheck is a sentence of which less is checked than in the document before.
type LostCheck struct {
	Says    string   `json:"says"`    // as it stood there
	Checked []string `json:"checked"` // what is not checked any more, in words
}

// LostChecks returns what was checked of the sentences of the document old and is not of those
// of new, in the order of old. It does not matter how a check was lost: with its sentence, by
// an edit of the claim, or with a condition of it. A sentence in other words that checks the
// same has lost nothing. Evidence.Cookies are the declarations in force; a document that
// declares them brings its own.
func LostChecks(old, new policy.Document, e claim.Evidence) []LostCheck {
	was, is := checksIn(old, e), checksIn(new, e)
	var lost []LostCheck
	for _, c := range was.all {
		gone := grammar.Lost(is.inPlaceOf(c, was), claim.Parts(c.conditions...))
		if len(gone) > 0 {
			lost = append(lost, LostCheck{Says: c.says, Checked: checkedWords(gone)})
		}
	}
	return lost
}

// check is a sentence with all that is checked of it: what it claims, or, where nobody claims
// anything, what the grammar reads in it.
type check struct {
	uid, says  string // says is without Markdown
	conditions []claim.Condition
	claimed    bool
}

func (c check) isAbout(uid, says string) bool { return c.uid == uid && c.says == says }

// checks are those of a document, and where its sentences stand.
type checks struct {
	all      []check
	readings []policy.SentenceReading
	document policy.Document
}

func checksIn(d policy.Document, e claim.Evidence) checks {
	c := checks{readings: d.Readings(e), document: d}
	for _, b := range d.Blocks() {
		for _, one := range b.AllClaims(d.Evidence(e)) {
			c.add(check{b.UID, policy.Plain(one.Says), one.Conditions, true})
		}
	}
	for _, s := range c.readings {
		isClaimed := slices.ContainsFunc(c.all, func(one check) bool { return one.claimed && one.isAbout(s.UID, s.Says) })
		if s.Reading.Recognized() && !s.Linked && !isClaimed {
			c.add(check{s.UID, s.Says, s.Reading.Says, false})
		}
	}
	return c
}

// add puts what is checked of one sentence together.
func (c *checks) add(one check) {
	i := slices.IndexFunc(c.all, func(other check) bool { return other.isAbout(one.uid, one.says) })
	if i < 0 {
		c.all = append(c.all, one)
		return
	}
	c.all[i].conditions = slices.Concat(c.all[i].conditions, one.conditions)
}

// inPlaceOf returns what is checked now where the sentence of another document was: of the same
// sentence while it stands, else of those that came. What was claimed has to be claimed.
func (c checks) inPlaceOf(old check, before checks) []claim.Condition {
	stands := c.stands(old)
	var now []claim.Condition
	for _, one := range c.all {
		isIt := c.isSame(one, old)
		if !stands {
			isIt = !slices.ContainsFunc(before.all, func(other check) bool { return other.says == one.says })
		}
		if isIt && (one.claimed || !old.claimed) {
			now = append(now, one.conditions...)
		}
	}
	return now
}

// isSame reports whether the check is about the sentence of the other document: in the same
// block, or anywhere once that block is gone.
func (c checks) isSame(one, old check) bool {
	return one.says == old.says && (one.uid == old.uid || !c.document.Has(old.uid))
}

func (c checks) stands(old check) bool {
	if slices.ContainsFunc(c.all, func(one check) bool { return c.isSame(one, old) }) {
		return true
	}
	return slices.ContainsFunc(c.readings, func(s policy.SentenceReading) bool {
		return strings.Contains(s.Says, old.says) && (s.UID == old.uid || !c.document.Has(old.uid))
	})
}

// checkedWords are what the conditions check, in words.
func checkedWords(conditions []claim.Condition) []string {
	var words []string
	for _, condition := range conditions {
		for _, status := range condition.Check(claim.Evidence{}) {
			if !slices.Contains(words, status.Words) {
				words = append(words, status.Words)
			}
		}
	}
	return words
}
