package site

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/validation"
)

// Impact is what a draft means for people: the checks that its publication would lose against
// the version that it replaces, and how much it matters at least.
type Impact struct {
	Lost   []weight.LostCheck
	Weight weight.Weight
}

// Least is how much the draft matters at least, in the words of versions.
func (i Impact) Least() policies.Materiality { return policies.Materiality(i.Weight.Least) }

// Raise returns the chosen weight, or the least one of the change where that is heavier.
func (i Impact) Raise(chosen policies.Materiality) policies.Materiality {
	if weight.Materiality(chosen).AtLeast(i.Weight.Least) {
		return chosen
	}
	return i.Least()
}

// Impact returns what the draft means for people. However it was written, in the editor, by an
// import, a restored version or the command line, it is weighed here.
func (l *Site) Impact(draft Draft) Impact {
	lost := l.LostChecks(draft.Basis.Document, draft.Document)
	return Impact{lost, weight.Of(draft.Basis.Document, draft.Document, lost)}
}

// LostChecks returns what is checked of the one text of a policy of the site and not of the other.
func (l *Site) LostChecks(old, new policy.Document) []weight.LostCheck {
	return weight.LostChecks(old, new, l.Evidence())
}

// checkWeight refuses a weight that nobody knows, and one below what the change matters.
func checkWeight(impact Impact, chosen policies.Materiality) error {
	switch chosen {
	case policies.Editorial, policies.Notify, policies.AskAgain:
	default:
		return validation.Errors{"materiality": "Please say how much this change matters."}
	}
	if weight.Materiality(chosen).AtLeast(impact.Weight.Least) {
		return nil
	}
	return validation.Errors{"materiality": "This change matters more than that. " + reasonsFor(impact.Weight)}
}

// reasonsFor says what the change is at least, and the reasons that make it so.
func reasonsFor(w weight.Weight) string {
	needed := "People have to be told about it"
	if w.Least == weight.AskAgain {
		needed = "People have to agree to it"
	}
	var words []string
	for _, reason := range w.Reasons {
		if reason.Least == w.Least {
			words = append(words, reason.Words)
		}
	}
	const most = 3
	if n := len(words) - most; n > 0 {
		words = append(words[:most], fmt.Sprintf("And %d more.", n))
	}
	return needed + ": " + strings.Join(words, " ")
}
