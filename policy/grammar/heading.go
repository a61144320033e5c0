package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// heading returns the meaning of a line in a list of security properties, as "Secure: cookies are
// only sent over HTTPS": the cookies have the property, and what is said behind it is said of it.
func heading(what string, p property) func(values) any {
	return func(v values) any {
		named := predicate(these(v.context.Properties...), []property{p})
		return both(named, explains(last[clause](v, "clause"), what))
	}
}

// explains returns the clause if it speaks of nothing but the property. "Secure: cookies cannot be
// read by JavaScript" says what Secure is not, though both may be so of the cookies.
func explains(c clause, what string) clause {
	return func(before []string) (statement, bool) {
		said, fits := c(before)
		speaksOf := func(f fact) bool { return f.what == what || f.what == "declared" }
		other := func(condition claim.Condition) bool {
			facts := factsOf(affirmed(condition))
			return len(facts) == 0 || slices.ContainsFunc(facts, func(f fact) bool { return !speaksOf(f) })
		}
		return said, fits && !slices.ContainsFunc(said.says, other)
	}
}
