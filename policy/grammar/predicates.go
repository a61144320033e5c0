package grammar

import "slices"

// What a clause says of cookies. <being> follows "is", <acting> is a verb with its object; the
// kinds of conditions say which there are. Each part of a list is a property of its own.
var _ = register(fragment{rules: []rule{
	say("predicates", `<predicate>`, chained),
	say("predicates", `<predicate> <joint> [<they>] <predicates>`, chained),
	say("predicates", `<denial>`, chained),
	say("predicates", `<denial> <joint> <they> <predicates>`, chained),
	say("predicates", `<denial> (but | , but) <predicates>`, chained),
	say("predicates", `<denial> <joint> <state>`, chained),
	say("predicates", `<denial> <joint> <state> <joint> [<they>] <predicates>`, chained),
	words("they", `they | it`),

	words("predicate", `<state>`),
	say("predicate", `<acting>`, single("acting")),
	say("state", `<is> [<now>] [both | all | each | also] <beings>`,
		func(v values) any { return last[[]property](v, "beings") }),
	say("state", `<is> (not | never) [<now>] <being>`, negated("being")),
	say("state", `<is> not [<now>] <categories> cookies`, func(v values) any {
		return []property{inCategories(last[categories](v, "categories")).not()}
	}),
	say("state", `can [both | all] <able>`, single("able")),
	say("state", `can (not | never) <able>`, negated("able")),
	say("state", `<is> <able-adjective>`, single("able-adjective")),
	say("state", `<is> not <able-adjective>`, negated("able-adjective")),

	// What follows "does not ..." behind an "and" may be denied with it. It is read only where
	// it cannot be: with a subject or a verb of its own.
	say("denial", `(does | do) not [<now>] <acting> | never <acting>`, negated("acting")),

	say("beings", `<being>`, single("being")),
	say("beings", `<being> (and | , and | ,) <beings>`, func(v values) any {
		return append([]property{last[property](v, "being")}, last[[]property](v, "beings")...)
	}),
}})

// chained returns the properties of all parts of a list, in their order.
func chained(v values) any {
	var properties []property
	for c := v.seen; c != nil; c = c.before {
		if some, isPart := c.value.([]property); isPart {
			properties = append(slices.Clone(some), properties...)
		}
	}
	return properties
}

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
