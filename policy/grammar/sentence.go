package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// A sentence is a clause or several, each of which is read. Both sides of a "because" have to
// hold, and the one has to be a reason for the other. What is said of the cookie of a row without
// naming it stands first: behind another subject it would be about that.
var _ = register(fragment{rules: []rule{
	say("sentence", `<clauses> [.]`, func(v values) any { return last[clause](v, "clauses") }),
	say("sentence", `<fragment> [.]`, func(v values) any { return last[clause](v, "fragment") }),
	say("sentence", `<fragment> (<joint> | ;) <clauses> [.]`, func(v values) any {
		return last[clause](v, "fragment").and(last[clause](v, "clauses"))
	}),
	say("sentence", `<fragment> [,] <reason> <clauses> [.]`, func(v values) any {
		return last[clause](v, "fragment").because(last[clause](v, "clauses"))
	}),
	say("fragment", `<predicates>`, ofRow("predicates")),

	say("fragment", `<beings>`, ofRow("beings")),

	words("clauses", `<clause>`),
	say("clauses", `<clause> (<joint> | ;) <clauses>`, func(v values) any {
		return last[clause](v, "clause").and(last[clause](v, "clauses"))
	}),
	say("clauses", `<clause> [,] <reason> <clauses>`, func(v values) any {
		return last[clause](v, "clause").because(last[clause](v, "clauses"))
	}),
	say("clauses", `(since | because | as) <clause> , <clauses>`, func(v values) any {
		return last[clause](v, "clause").because(last[clause](v, "clauses"))
	}),
	words("joint", `and | but | , and | , but | while | , while`),
	words("reason", `because | since | as | so | which means [that]`),
	say("clause", `<now> [,] <clause>`, func(v values) any { return last[clause](v, "clause") }),
}})

// Clauses about cookies.
var _ = register(fragment{rules: []rule{
	say("clause", `<cookies> <predicates>`, func(v values) any {
		return predicate(last[subject](v, "cookies"), last[[]property](v, "predicates"))
	}),
	say("clause", `<no-cookies> <predicates>`, noneIs),
	say("clause", `<cookies> , <that> <predicates> , <predicates>`, func(v values) any {
		var both []property
		for _, properties := range all[[]property](v, "predicates") {
			both = append(both, properties...)
		}
		return predicate(last[subject](v, "cookies"), both)
	}),
}})

// ofRow returns the meaning of properties that are said of the cookie of the row.
func ofRow(phrase string) func(values) any {
	return func(v values) any {
		if v.context.Row == "" {
			return nil
		}
		return predicate(itself(v).(subject), last[[]property](v, phrase))
	}
}

// noneIs is the meaning of "none of them is so". With several properties, or with a "not" in
// the words, it could mean two things, and is not read.
func noneIs(v values) any {
	properties := last[[]property](v, "predicates")
	if len(properties) != 1 || properties[0].denied {
		return nil
	}
	return predicate(last[subject](v, "no-cookies"), []property{properties[0].not()})
}

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
			facts := factsOf(negation.Affirmed(condition))
			return len(facts) == 0 || slices.ContainsFunc(facts, func(f fact) bool { return !speaksOf(f) })
		}
		return said, fits && !slices.ContainsFunc(said.says, other)
	}
}
