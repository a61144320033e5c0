package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// clause is what a clause states, once it is known which cookies were spoken of before. It is
// false where "these" or "it" means nothing then, and the sentence is not read.
type clause func(before []string) (statement, bool)

// statement is what a clause states, and which cookies it is about.
type statement struct {
	says  []claim.Condition
	about []string
}

// states returns a clause that states the conditions and is about no cookie in particular.
func states(conditions ...claim.Condition) clause { return statesAbout(nil, conditions...) }

// statesAbout returns a clause that states the conditions and is about the cookies.
func statesAbout(names []string, conditions ...claim.Condition) clause {
	return func([]string) (statement, bool) { return statement{conditions, names}, len(conditions) > 0 }
}

// and returns what both clauses state. "They" in the second means the cookies of the first.
func (c clause) and(second clause) clause {
	return func(before []string) (statement, bool) {
		first, fits := c(before)
		if !fits {
			return statement{}, false
		}
		next, fits := second(first.about)
		next.says = slices.Concat(first.says, next.says)
		return next, fits
	}
}

// both returns what both clauses state of cookies of their own, and is about all of these.
func both(first, second clause) clause {
	return func(before []string) (statement, bool) {
		a, fitsA := first(before)
		b, fitsB := second(before)
		return statement{slices.Concat(a.says, b.says), slices.Concat(a.about, b.about)}, fitsA && fitsB
	}
}

// predicate returns the clause that the cookies have the properties. It is nil where a property
// cannot be said of them.
func predicate(whom subject, properties []property) clause {
	return func(before []string) (statement, bool) {
		of, fits := whom(before)
		if !fits {
			return statement{}, false
		}
		said := append([]claim.Condition{}, of.says...)
		for _, p := range properties {
			conditions := p.of(of)
			if len(conditions) == 0 {
				return statement{}, false
			}
			said = append(said, conditions...)
		}
		return statement{said, of.names}, len(properties) > 0
	}
}

// theyAre returns the meaning of a form that says the property of its <cookies>.
func theyAre(p property) func(values) any {
	return func(v values) any { return predicate(last[subject](v, "cookies"), []property{p}) }
}

// theyAreAs returns the meaning of a form that says of its <cookies> what other words in it mean.
// It is none where those mean nothing.
func theyAreAs(means func(values) any) func(values) any {
	return func(v values) any { return isAs(last[subject](v, "cookies"), means(v)) }
}

// itIsAs returns the meaning of a form that says it of "it".
func itIsAs(means func(values) any) func(values) any {
	return func(v values) any { return isAs(itself(v).(subject), means(v)) }
}

func isAs(whom subject, meaning any) any {
	p, isProperty := meaning.(property)
	if !isProperty {
		return nil
	}
	return predicate(whom, []property{p})
}
