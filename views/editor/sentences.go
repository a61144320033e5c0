package editor

import (
	"slices"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	legalview "github.com/prokken/prokken/views/legal"
)

// SentenceRow is a sentence of a part, and what it rests on as the draft is now. Its number is that of
// its mark in the preview, or 0.
type SentenceRow struct {
	legalview.Check
	Result     report.Result // "" where nothing is checked, or nobody looked
	Untrue     string        // why it cannot be published
	Open       string        // what a person still has to do about it
	Conditions []claim.Verdict
	Own        []OwnClaim // those that can be removed
	Words      string     // the part in which its words are edited
	Mends      []policy.Mend
}

// OwnClaim is a claim that somebody added: its place among those of the block, and its words there.
type OwnClaim struct {
	Index int
	Says  string
}

// Fails reports whether the sentence cannot be published, because it is not true.
func (r SentenceRow) Fails() bool { return r.Result == report.Fails }

// Written returns the sentence as it stands in the block: with Markdown, where somebody claimed it.
func (r SentenceRow) Written() string {
	if len(r.Own) > 0 {
		return r.Own[0].Says
	}
	return r.Says
}

// reason says why the sentence is not true, where none of its conditions says so.
func (r SentenceRow) reason() string {
	if slices.ContainsFunc(r.Conditions, func(c claim.Verdict) bool { return c.Reason == r.Untrue }) {
		return ""
	}
	return r.Untrue
}

// isRead reports whether the program reads the sentence without a claim that somebody added.
func (r SentenceRow) isRead() bool { return len(r.Conditions) > 0 && len(r.Own) == 0 }
