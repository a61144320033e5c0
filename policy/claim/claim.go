// Package claim knows what a sentence of a policy can say in a form that a machine
// checks. Each kind of condition is one file, named after the condition: its fields,
// its form, its JSON Schema, how it is checked against the declarations, and how an
// audit judges it by what a browser observed. The file adds the kind to the one
// registry that the editor, the schema, YAML, the comparison of documents, the
// publication and the audit walk, so that nothing else has to know of it.
//
// Packages policy and block build on it, and the audit fills in [Observations]. It
// knows no browser, no database and no HTTP. Start reading at [Claim] and [Kind],
// then at a short kind such as no_cookies.go.
package claim

import (
	"cmp"
	"slices"
)

// Claim is what a sentence says of the cookies. It holds one condition or several,
// and all of them have to hold.
type Claim struct {
	Says       string      // words of the block, as they stand there
	Conditions []Condition // in the order of their kinds, one of each
}

// About returns a claim about the words.
func About(says string, conditions ...Condition) Claim {
	c := Claim{Says: says, Conditions: slices.Clone(conditions)}
	c.sort()
	return c
}

func (c *Claim) sort() {
	slices.SortStableFunc(c.Conditions, func(a, b Condition) int { return cmp.Compare(positionOf(a), positionOf(b)) })
}

func positionOf(condition Condition) int {
	if kind := KindOf(condition); kind != nil {
		return kind.Position
	}
	return 0
}

// Check returns what the claim says, each condition checked against the evidence.
func (c Claim) Check(e Evidence) []Status {
	var all []Status
	for _, condition := range c.Conditions {
		all = append(all, Check(condition, e)...)
	}
	return all
}

// FirstFailure returns the first condition of the claim that does not hold; false if
// all do.
func (c Claim) FirstFailure(e Evidence) (Status, bool) {
	all := c.Check(e)
	i := slices.IndexFunc(all, func(s Status) bool { return s.Untrue != "" })
	if i < 0 {
		return Status{}, false
	}
	return all[i], true
}

// Judge returns what the claim says, each condition judged by what was observed.
func (c Claim) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, condition := range c.Conditions {
		all = append(all, Judge(condition, o)...)
	}
	return all
}

// Tried returns the names of the cookies that an audit has to take away to see
// whether somebody stays logged in: see [Trial].
func (c Claim) Tried() []string {
	var names []string
	for _, condition := range c.Conditions {
		if trial, isTrial := condition.(Trial); isTrial {
			names = append(names, trial.Without()...)
		}
	}
	return names
}

// And puts what both check into one claim, where they are about the same sentence.
// Of two conditions of one kind one is made, if the kind can; false if it cannot.
func (c Claim) And(other Claim) (both Claim, fit bool) {
	if c.Says != other.Says {
		return c, false
	}
	both = About(c.Says, c.Conditions...)
	for _, condition := range other.Conditions {
		if !both.unite(condition) {
			return c, false
		}
	}
	both.sort()
	return both, true
}

func (c *Claim) unite(condition Condition) bool {
	kind := KindOf(condition)
	i := slices.IndexFunc(c.Conditions, func(mine Condition) bool { return KindOf(mine) == kind })
	if i < 0 {
		c.Conditions = append(c.Conditions, condition)
		return true
	}
	mine, canUnite := c.Conditions[i].(Uniter)
	if canUnite {
		c.Conditions[i] = mine.Unite(condition)
	}
	return canUnite
}
