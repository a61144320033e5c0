package grammar

// A sentence is a clause or several, each of which is read. What joins them is no claim of its
// own: both sides of a "because" have to hold.
var _ = register(fragment{rules: []rule{
	say("sentence", `<clauses> [.]`, func(v values) any { return last[clause](v, "clauses") }),
	words("clauses", `<clause>`),
	say("clauses", `<clause> <joint> <clauses>`, func(v values) any {
		return last[clause](v, "clause").and(last[clause](v, "clauses"))
	}),
	say("clauses", `(since | because | as) <clause> , <clauses>`, func(v values) any {
		return last[clause](v, "clause").and(last[clause](v, "clauses"))
	}),
	say("clauses", `<clause> [,] (because | since | as | so | ;) <clauses>`, func(v values) any {
		return last[clause](v, "clause").and(last[clause](v, "clauses"))
	}),
	words("joint", `and | but | , and | , but`),
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
	say("clause", `<predicates>`, func(v values) any {
		if v.context.Row == "" {
			return nil
		}
		return predicate(these(v.context.Row), last[[]property](v, "predicates"))
	}),
}})

// noneIs is the meaning of "none of them is so". With several properties, or with a "not" in
// the words, it could mean two things, and is not read.
func noneIs(v values) any {
	properties := last[[]property](v, "predicates")
	if len(properties) != 1 || properties[0].denied {
		return nil
	}
	return predicate(last[subject](v, "no-cookies"), []property{properties[0].not()})
}
