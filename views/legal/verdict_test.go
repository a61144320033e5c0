package legal

import (
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// TestVerdictWords: every kind of sentence is counted, and the verbs fit the numbers.
func TestVerdictWords(t *testing.T) {
	for want, count := range map[string]Verdict{
		"20 of 26 sentences hold, 6 are stated":                                    {All: 26, Holds: 20, Stated: 6},
		"1 of 1 sentence holds":                                                    {All: 1, Holds: 1},
		"0 of 4 sentences hold, 1 is contradicted, 2 were not seen, 1 is stated":   {All: 4, Fails: 1, Unseen: 2, Stated: 1},
		"1 of 6 sentences holds, 2 are contradicted, 1 was not seen, 2 are stated": {All: 6, Holds: 1, Fails: 2, Unseen: 1, Stated: 2},
	} {
		if got := count.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// audited is a page of our own policy with three sentences, of which the audit saw one fail.
func audited() Policy {
	ended := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	result := audits.Result{Passed: true, PolicyVersion: 3, PolicySHA256: "abc", Browser: "Chromium 156.0"}
	v := Policy{Version: &site.Version{Number: 3, SHA256: "abc"}, Coverage: policy.Coverage{Recognized: 2, Stated: 1}}
	for i, says := range []string{"One.", "Two."} {
		v.Checks = append(v.Checks, Check{SentenceBasis: policy.SentenceBasis{Block: "b", Says: says, Basis: policy.Recognized}, Number: i + 1})
	}
	v.Audited = NewAudited(audits.Audit{EndedAt: &ended, Result: result}, []report.Claim{
		{UID: "b", Shown: "One.", Result: report.Holds}, {UID: "b", Shown: "Two.", Result: report.Fails},
	}, time.Hour, ended)
	return v
}

// TestNoTickOverAContradiction: on our own pages, too; and what is shown elsewhere begins with it.
func TestNoTickOverAContradiction(t *testing.T) {
	v := audited()
	if first, second := v.markOf(v.Checks[0]), v.markOf(v.Checks[1]); first.class != "checked" || second != contradictedMark {
		t.Errorf("%+v, %+v", first, second)
	}
	if got := v.MarkedSentences(4); len(got) != 2 || got[0] != (Marked{"Two.", "contradicted"}) || got[1] != (Marked{"One.", TickMark}) {
		t.Errorf("%+v", got)
	}
	v.Version.SHA256 = "another"
	if got := v.MarkedSentences(1); got[0] != (Marked{"One.", "not audited yet"}) || v.CountWords() != "This version has not been checked yet" {
		t.Errorf("of another version: %+v, %s", got, v.CountWords())
	}
}

// TestVerdictInOtherLanguages: readers of a translation read the verdict in its language, with its
// digits and its verbs.
func TestVerdictInOtherLanguages(t *testing.T) {
	count := Verdict{All: 26, Holds: 19, Fails: 1, Stated: 6}
	for want, words := range map[string]pageWords{
		"19 von 26 Sätzen des englischen Originals stimmen, 1 ist widerlegt, 6 werden nicht geprüft": german,
		"ইংরেজি মূল পাঠের ২৬টি বাক্যের মধ্যে ১৯টি সত্য, ১টি অসত্য, ৬টি যাচাই করা হয় না":             bangla,
	} {
		if got := words.count(count); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := german.count(Verdict{All: 1, Holds: 1}); got != "1 von 1 Satz des englischen Originals stimmt" {
		t.Errorf("one: %q", got)
	}
}

// TestGoodVerdict: one thing that is not good is enough.
func TestGoodVerdict(t *testing.T) {
	if !audited().IsGood() {
		t.Error("a passed audit of this version is not good")
	}
	for name, spoil := range map[string]func(*Policy){
		"failed":          func(v *Policy) { v.Audited.Result.Passed = false },
		"out of date":     func(v *Policy) { v.Audited.OutOfDate = true },
		"fewer checks":    func(v *Policy) { v.Audited.Fewer = 1 },
		"not kept up":     func(v *Policy) { v.Audited.NotKept = "since June" },
		"another version": func(v *Policy) { v.Version.Number = 4 },
		"no audit":        func(v *Policy) { v.Audited.Has = false },
	} {
		v := audited()
		spoil(&v)
		if v.IsGood() {
			t.Errorf("%s is good", name)
		}
	}
}
