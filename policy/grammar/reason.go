package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// because returns what both clauses state, where the one can be the reason for the other. "They do
// not need consent because they are HttpOnly" is two true things and not true.
func (c clause) because(other clause) clause {
	return func(before []string) (statement, bool) {
		first, fits := c(before)
		if !fits {
			return statement{}, false
		}
		second, fits := other(first.about)
		related := explain(first.says, second.says)
		second.says = slices.Concat(first.says, second.says)
		return second, fits && related
	}
}

// explain reports whether the two speak of the same property, or one of what a cookie is for and
// the other of what cannot be done without it.
func explain(a, b []claim.Condition) bool {
	of, other := subjects(a), subjects(b)
	return slices.ContainsFunc(of, func(what string) bool {
		return slices.Contains(other, what) || slices.Contains(other, reasons[what])
	})
}

// reasons pairs what explains each other.
var reasons = map[string]string{"category": "needed", "needed": "category"}

// subjects returns what the conditions speak of.
func subjects(conditions []claim.Condition) []string {
	var all []string
	for _, condition := range conditions {
		for _, f := range factsOf(negation.Affirmed(condition)) {
			if f.what != "declared" {
				all = append(all, f.what)
			}
		}
	}
	return all
}
