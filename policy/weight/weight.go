// Package weight works out how much a change of a document matters to the people it binds:
// which checks are lost, and what is new of cookies and of third parties. It builds on package
// policy. Start reading at [Of] and [LostChecks].
package weight

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
)

// Materiality says how much a new version matters to the people it binds: the words
// of models/policies.
type Materiality string

// The weights of a change. Editorial changes nothing for anyone; Notify tells subscribers and
// members; AskAgain has members accept it, and visitors choose again.
const (
	Editorial Materiality = "editorial"
	Notify    Materiality = "notify"
	AskAgain  Materiality = "ask_again"
)

// AtLeast reports whether the weight is as heavy as the other one. An unknown one is not.
func (m Materiality) AtLeast(least Materiality) bool { return m.rank() >= least.rank() }

func (m Materiality) rank() int { return slices.Index([]Materiality{Editorial, Notify, AskAgain}, m) }

// Reason is why a change weighs what it does.
type Reason struct {
	Least Materiality
	Words string // a sentence
}

// Weight is how much a change matters at least, and why. Whoever publishes it can say that it
// matters more, never that it matters less.
type Weight struct {
	Least   Materiality
	Reasons []Reason // the heaviest first
}

// Of works out how much it matters that the document old becomes new and loses these checks.
func Of(old, new policy.Document, lost []LostCheck) Weight {
	w := Weight{Least: Editorial}
	if n := len(lost); n > 0 {
		w.because(Notify, "%s.", lessChecked(n))
	}
	w.cookies(old, new)
	w.parties(old, new)
	slices.SortStableFunc(w.Reasons, func(a, b Reason) int { return b.Least.rank() - a.Least.rank() })
	return w
}

func lessChecked(n int) string {
	if n == 1 {
		return "Less is checked of one sentence"
	}
	return fmt.Sprintf("Less is checked of %d sentences", n)
}

func (w *Weight) because(least Materiality, format string, values ...any) {
	w.Reasons = append(w.Reasons, Reason{least, fmt.Sprintf(format, values...)})
	if !w.Least.AtLeast(least) {
		w.Least = least
	}
}

// parties weighs who else takes part.
func (w *Weight) parties(old, new policy.Document) {
	before := thirdParties(old)
	for _, p := range thirdParties(new) {
		i := slices.IndexFunc(before, func(b block.ThirdParty) bool { return b.Name == p.Name })
		switch {
		case i < 0:
			w.because(Notify, "%s takes part now.", p.Name)
		case !sameWords(before[i].Purpose, p.Purpose):
			w.because(Notify, "What %s does is described in other words.", p.Name)
		}
	}
}

func thirdParties(d policy.Document) []block.ThirdParty {
	var all []block.ThirdParty
	for _, b := range d.Blocks() {
		parties, _ := b.Content.(block.ThirdParties)
		all = append(all, parties...)
	}
	return all
}

// sameWords reports whether two texts differ in nothing but signs and capitals.
func sameWords(a, b string) bool { return slices.Equal(wording.Words(a), wording.Words(b)) }
