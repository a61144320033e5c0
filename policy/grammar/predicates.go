package grammar

// What a clause says of cookies. <being> follows "is", <acting> is a verb with its object; the
// kinds of conditions say which there are. Each part of a list is a property of its own.
var _ = register(fragment{rules: []rule{
	say("predicates", `<predicate>`, func(v values) any { return last[[]property](v, "predicate") }),
	say("predicates", `<predicate> (and | , and | , | but | , but) [<they>] <predicates>`, func(v values) any {
		return append(last[[]property](v, "predicate"), last[[]property](v, "predicates")...)
	}),
	words("they", `they | it`),

	say("predicate", `<is> [<now>] [both | all | each] <beings>`, func(v values) any { return last[[]property](v, "beings") }),
	say("predicate", `<acting>`, single("acting")),
	say("predicate", `<is> (not | never) [<now>] <being>`, negated("being")),
	say("predicate", `(does | do) not [<now>] <acting> | never <acting>`, negated("acting")),
	say("predicate", `can [both | all] <able>`, single("able")),
	say("predicate", `can (not | never) <able>`, negated("able")),
	say("predicate", `(is | are) <able-adjective>`, single("able-adjective")),
	say("predicate", `(is | are) not <able-adjective>`, negated("able-adjective")),

	say("beings", `<being>`, single("being")),
	say("beings", `<being> (and | , and | ,) <beings>`, func(v values) any {
		return append([]property{last[property](v, "being")}, last[[]property](v, "beings")...)
	}),
}})

// single returns the meaning of a predicate that says one property.
func single(name string) func(values) any {
	return func(v values) any { return []property{last[property](v, name)} }
}

// negated returns the meaning of a predicate that denies one property. A double negation is not
// read.
func negated(name string) func(values) any {
	return func(v values) any {
		p := last[property](v, name)
		if p.denied {
			return nil
		}
		return []property{p.not()}
	}
}
