// Package negation holds the conditions that a sentence can state and no document can claim: that
// something is not so, and what cannot hold. It builds on package claim. Start reading at [Denied].
package negation

import (
	"net/url"

	"github.com/prokken/prokken/policy/claim"
)

// Denied states that a condition does not hold. No document can claim it: it is what a sentence
// can say beyond the kinds of conditions.
type Denied struct{ claim.Condition }

// Affirmed returns what is denied, or the condition itself.
func Affirmed(condition claim.Condition) claim.Condition {
	if denied, isDenied := condition.(Denied); isDenied {
		return denied.Condition
	}
	return condition
}

// Check implements [claim.Condition].
func (d Denied) Check(e claim.Evidence) []claim.Status {
	status := claim.Status{}
	for _, inner := range d.Condition.Check(e) {
		if inner.Untrue != "" {
			return []claim.Status{{Words: inner.Untrue}}
		}
		status = claim.Status{Words: "Not so: " + inner.Words, Untrue: inner.Words}
	}
	return []claim.Status{status}
}

// Judge implements [claim.Condition].
func (d Denied) Judge(o claim.Observations) []claim.Verdict {
	var found claim.Verdict
	for _, inner := range claim.Judge(d.Condition, o) {
		switch inner.Result {
		case claim.Fails:
			return []claim.Verdict{claim.Held(inner.Reason)}
		case claim.Unseen:
			found = claim.Held("Not so: " + inner.Words)
			found.Cannot("%s", inner.Reason)
			return []claim.Verdict{found}
		case claim.Holds:
			found = claim.Verdict{Words: "Not so: " + inner.Words, Result: claim.Fails, Reason: inner.Words}
		}
	}
	return []claim.Verdict{found}
}

// Needs implements [claim.Condition]. What was seen against the condition is enough, and
// without it [Denied.Judge] looks at what that one needs.
func (d Denied) Needs() []claim.Journey { return nil }

// Contradiction states what cannot hold, as that a cookie stores the token of another.
type Contradiction string

// Check implements [claim.Condition].
func (c Contradiction) Check(claim.Evidence) []claim.Status {
	return []claim.Status{{Words: "This cannot hold.", Untrue: string(c)}}
}

// Judge implements [claim.Condition].
func (c Contradiction) Judge(claim.Observations) []claim.Verdict {
	return []claim.Verdict{{Words: "This cannot hold.", Result: claim.Fails, Reason: string(c)}}
}

// Needs implements [claim.Condition].
func (c Contradiction) Needs() []claim.Journey { return nil }

// Problem implements [claim.Condition].
func (c Contradiction) Problem() string { return string(c) }

// Values implements [claim.Condition].
func (c Contradiction) Values() url.Values { return nil }
