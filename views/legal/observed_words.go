package legal

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	auditview "github.com/prokken/prokken/views/audits"
	"github.com/prokken/prokken/views/display"
)

// observedConditions are what the audit saw of the sentence: what holds, and of the rest why it does
// not, or why nobody could look.
func (v Policy) observedConditions(c Check) []string {
	var all []string
	for _, verdict := range v.observed(c).Conditions {
		words := verdict.Reason
		if verdict.Result == report.Holds {
			words = verdict.Words
		}
		if words != "" {
			all = append(all, words)
		}
	}
	return all
}

// observedWords are the words for what became of a sentence.
func observedWords(r report.Result) string {
	switch r {
	case report.Holds:
		return "holds"
	case report.Fails:
		return "contradicted"
	case report.Unseen:
	}
	return "unseen"
}

// resultWords are the words for what became of a sentence, or of a part of what it says: of a
// customer's site those of an audit.
func (v Policy) resultWords(r report.Result) string {
	if v.Observed && r != "" {
		return observedWords(r)
	}
	return auditview.ResultWords(r)
}

// contradictedMark is the mark of a sentence that the newest audit saw to be untrue.
var contradictedMark = mark{class: "stated contradicted", label: "An audit contradicts this", kind: "contradicted"}

// observedMark is the mark of a sentence of a customer's policy: a tick only where the audit saw
// that it holds.
func (v Policy) observedMark(c Check, words pageWords) mark {
	switch v.observed(c).Result {
	case report.Holds:
		m := tickOf(c, words)
		m.label += ": " + v.seenOn()
		return m
	case report.Fails:
		return contradictedMark
	case report.Unseen:
	}
	return mark{class: "stated", label: "No audit has seen that this holds", kind: "unseen"}
}

// isUnaudited reports whether the page of a customer's policy is none that audits are about: a
// preview, or a version that is not in effect. It bears no mark that says what an audit saw.
func (v Policy) isUnaudited() bool {
	return v.Observed && !v.Audited.Has && (v.Preview || !v.isInEffect())
}

// seenOn says when and where the audit looked: "seen on November 29, 2026, on 14 pages, before a
// choice".
func (v Policy) seenOn() string {
	return "seen on " + display.LongDate(v.Audited.EndedAt) + v.whereWords()
}

// journeyWords say in which state of the visitor's choice the audit looked.
var journeyWords = map[report.JourneyName]string{
	report.Anonymous: "before a choice",
	report.Refused:   "after refusing",
	report.Agreed:    "after agreeing",
	report.Withdrawn: "after withdrawing consent",
	report.GPC:       "with Global Privacy Control",
	report.Member:    "logged in",
}

// isContradicted reports whether an audit contradicts something.
func (v Policy) isContradicted() bool {
	a := v.Audited
	return a.Result.ClaimsFail > 0 || len(a.Contradictions) > 0 || !v.Observed && besides(a.Result) > 0
}

// unseenWords say that no audit stands behind the page.
func (v Policy) unseenWords() string {
	if !v.Observed {
		return "A browser will check this policy soon. The result will appear here."
	}
	if v.isInEffect() {
		return "This has not been audited yet: nothing on this page was checked."
	}
	return "No audit is shown for this version: audits check the one that is in effect."
}

// sentence is the contradiction as the page says it.
func (c Contradiction) sentence() string {
	found := "An audit on " + display.LongDate(c.FoundAt) + " found: " + strings.TrimRight(c.What, ".") + "."
	if c.Reason != "" {
		found += " The owner says: " + c.Reason
	}
	return found
}

// isDisputed reports whether the owner says of all contradictions that they are wrong.
func (v Audited) isDisputed() bool {
	return !slices.ContainsFunc(v.Contradictions, func(c Contradiction) bool { return c.Reason == "" })
}
