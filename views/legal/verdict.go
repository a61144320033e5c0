package legal

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// Verdict counts the sentences of a version by what the newest audit says of them. Stated
// are those that nothing checks.
type Verdict struct{ All, Holds, Fails, Unseen, Stated int64 }

// Verdict returns what the audit says of the version that the page shows.
func (v Policy) Verdict() Verdict {
	count := Verdict{All: int64(v.Coverage.Sentences()), Stated: int64(v.Coverage.Stated)}
	for _, c := range v.checked() {
		switch v.resultOf(c) {
		case report.Holds:
			count.Holds++
		case report.Fails:
			count.Fails++
		case report.Unseen, "":
			count.Unseen++
		}
	}
	return count
}

// Words returns the count as a sentence of English: see [pageWords.count].
func (c Verdict) Words() string { return english.count(c) }

// showsVerdict reports whether the page tells of audits at all.
func (v Policy) showsVerdict() bool {
	if v.Observed {
		return !v.Preview
	}
	return v.Audited.Has || v.Audited.Expected
}

// IsGood reports whether everything that was checked holds, and lately.
func (v Policy) IsGood() bool {
	a := v.Audited
	return a.Has && a.Result.Passed && !a.OutOfDate && a.Fewer == 0 && a.NotKept == "" && (v.Observed || v.isAudited())
}

// isAudited reports whether the newest audit was of this version.
func (v Policy) isAudited() bool { return v.Audited.covers(v.Version.Number, v.Version.SHA256) }

// CountWords are the verdict's first line.
func (v Policy) CountWords() string {
	if !v.Observed && !v.isAudited() {
		return v.words().Verdict.NotYet
	}
	return v.words().count(v.Verdict())
}

// whereWords say where the audit of a customer's site looked: ", on 14 pages, before a choice".
func (v Policy) whereWords() string {
	var parts []string
	if v.Audited.Seen.Pages > 0 {
		parts = append(parts, "on "+display.Count(v.Audited.Seen.Pages, "page"))
	}
	for _, j := range v.Audited.Seen.Journeys {
		if words := journeyWords[j]; words != "" {
			parts = append(parts, words)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, ", ")
}

// VerdictNotes returns what else a reader has to know of the audit, in sentences.
func (v Policy) VerdictNotes() []string {
	var notes []string
	a := v.Audited
	if a.OutOfDate {
		notes = append(notes, "That was a while ago, so treat it with caution.")
	}
	if v.Observed {
		return notes
	}
	if !v.isAudited() {
		notes = append(notes, fmt.Sprintf("That was %s; the next audit will check this one.", a.versionWords()))
	}
	if n := besides(a.Result); n > 0 {
		notes = append(notes, "It also found "+display.Count(n, "thing")+" that this policy does not say.")
	}
	if a.Fewer > 0 {
		notes = append(notes, fmt.Sprintf("%s of the previous version %s no longer checked.",
			display.Count(a.Fewer, "sentence"), plural{"is", "are"}.of(a.Fewer)))
	}
	return notes
}

// versionWords name what was audited.
func (v Audited) versionWords() string {
	if v.Result.PolicySlug == "" {
		return "without a policy"
	}
	return "version " + display.Number(v.Result.PolicyVersion)
}

// TickMark is the mark of a sentence that the newest audit saw to hold.
const TickMark = "✓"

// Marked is a sentence of a policy with its mark in words.
type Marked struct{ Says, Mark string }

// maxMarked is how long a sentence may be, in bytes, to be shown outside of its policy.
const maxMarked = 90

// MarkedSentences returns n sentences of the policy to be shown elsewhere: those that an audit
// contradicts, then the first ones that are short and said in words that the program reads, one of
// them stated.
func (v Policy) MarkedSentences(n int) []Marked {
	var fails, others []Marked
	stated := false
	for _, c := range v.Checks {
		one := Marked{c.Says, v.markWords(c)}
		switch isStated := c.Basis == policy.NoBasis; {
		case v.resultOf(c) == report.Fails:
			fails = append(fails, one)
		case len(c.Says) > maxMarked || isStated && stated || !isStated && c.Basis != policy.Recognized:
		default:
			stated = stated || isStated
			others = append(others, one)
		}
	}
	all := append(fails, others...)
	return all[:min(n, len(all))]
}

// markWords are what the newest audit says of a sentence, or that nothing checks it.
func (v Policy) markWords(c Check) string {
	if !c.IsChecked() {
		return v.markOf(c).kind
	}
	switch v.resultOf(c) {
	case report.Holds:
		return TickMark
	case report.Fails:
		return "contradicted"
	case report.Unseen:
		return "not seen"
	}
	return "not audited yet"
}
