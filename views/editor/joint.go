package editor

import (
	"maps"
	"net/url"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views/display"
	legalview "github.com/prokken/prokken/views/legal"
)

// Companion is another policy that is published with the one of the page.
type Companion struct {
	Place
	Title, Read string
	Form        CompanionForm
	HasOther    bool // its draft holds more than what keeps it true
	Changes     legalview.Comparison
	Preview     legalview.Policy
	Scheduled   []ScheduledRow
}

// CompanionForm says how a companion becomes a version.
type CompanionForm struct {
	Summary string
	Invalid validation.Errors
}

// problems are what is wrong with the companion besides its summary.
func (f CompanionForm) problems() []string {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(f.Invalid)) {
		if field != "summary" {
			all = append(all, f.Invalid[field])
		}
	}
	return all
}

// UntruePolicy is a policy with the sentences of it that would not hold. Read is what was read of its
// draft.
type UntruePolicy struct {
	Place
	Title, Read string
	Rows        []UntrueRow
}

// UntrueRow is a sentence that does not hold, with what can be done about it. Read is what was
// read of its block.
type UntrueRow struct {
	policy.FailedClaim
	Mends []policy.Mend
	Read  string
}

// UnconfirmedRow is a sentence that somebody has to look at, and where it stands.
type UnconfirmedRow struct {
	policy.Unconfirmed
	Place
	Policy string // its title, where it is another one than that of the page
}

// countUntrue is how many sentences would not hold, in all policies.
func (r Review) countUntrue() int {
	n := 0
	for _, of := range r.Untrue {
		n += len(of.Rows)
	}
	return n
}

// hasMends reports whether there is an edit for any sentence.
func (r Review) hasMends() bool {
	return slices.ContainsFunc(r.Untrue, func(of UntruePolicy) bool {
		return slices.ContainsFunc(of.Rows, func(row UntrueRow) bool { return len(row.Mends) > 0 })
	})
}

// isCompanion reports whether that policy is published with the one of the page.
func (r Review) isCompanion(slug string) bool {
	return slices.ContainsFunc(r.With, func(with Companion) bool { return with.Slug == slug })
}

// mendValue is all that says which edit it is: a button sends one value, with the form for publishing.
func mendValue(of UntruePolicy, row UntrueRow, m policy.Mend) string {
	return url.Values{
		"from": {"review"}, "in": {of.Slug}, "at": {row.UID}, "read_part": {row.Read}, "says": {row.Says}, "now": {m.Now},
	}.Encode()
}

// mendWords say what the edit does.
func mendWords(m policy.Mend) string {
	if m.Removes() {
		return "Remove the sentence"
	}
	return "Change “" + m.Old + "” to “" + m.New + "”"
}

// untrueHint says what can be done about the sentences.
func (r Review) untrueHint() string {
	isElsewhere := func(of UntruePolicy) bool { return of.Slug != r.Slug && len(of.Rows) > 0 }
	if slices.ContainsFunc(r.Untrue, isElsewhere) {
		return "You can't publish while a sentence is untrue. Some are in other policies: edits there go into their drafts, " +
			"and all are published together."
	}
	return "You can't publish while a sentence is untrue. Change the words, the cookies, or the check."
}

// togetherWords say which policies are published in one step.
func (r Review) togetherWords() string {
	if len(r.With) == 1 {
		return "“" + r.With[0].Title + "” is published with it"
	}
	return display.Number(int64(len(r.With))) + " policies are published with it"
}

// publishWords are those of the button.
func (r Review) publishWords() string {
	if len(r.With) > 0 {
		return "Publish them together"
	}
	return "Publish"
}

// And is what was said of both drafts: approved is what both are, as far as they have to be. Who wrote
// in one that has to be approved cannot approve them; where none has to be, who wrote in any.
func (a Approval) And(other Approval) Approval {
	switch {
	case a.Required && !other.Required:
		other.Own = false
	case other.Required && !a.Required:
		a.Own = false
	}
	a.Approved = (a.Approved || !a.Required) && (other.Approved || !other.Required) && (a.Approved || other.Approved)
	a.Required, a.ForLost, a.Own = a.Required || other.Required, a.ForLost || other.ForLost, a.Own || other.Own
	if a.By == "" {
		a.By, a.As = other.By, other.As
	}
	return a
}
