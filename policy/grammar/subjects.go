package grammar

// The cookies that a clause can be about. What "it", "they" and "above" mean, the context says;
// where it does not, the sentence is not read.
var _ = register(fragment{rules: []rule{
	say("cookies", `[the] [cookie | cookies] <names>`, byNames),
	say("cookies", `both <names>`, func(v values) any { return these(last[[]string](v, "names")...).many(2) }),
	say("cookies", `[the] <name> cookie`, func(v values) any { return these(last[string](v, "name")) }),
	say("cookies", `<every> [of] <our> cookies | <our> cookies`, everyOne),
	say("cookies", `(all | all of | each of) the cookies [<that>] <we> <use> | the cookies [<that>] <we> <use>`,
		everyOne),
	say("cookies", `(every | each) cookie [<that>] <we> <use> | all cookies [<that>] <we> <use>`,
		everyOne),
	say("cookies", `<our> <number> cookies | the <number> cookies [<that>] <we> <use>`, func(v values) any {
		return allOf(v).counted(last[int](v, "number"))
	}),
	say("cookies", `both [of] <our> cookies | both (cookies | of the cookies) [<that>] <we> <use>`,
		func(v values) any { return allOf(v).counted(2) }),
	say("cookies", `(the | all | all the | these | all of the | each of the) cookies <above>`, thoseAbove),
	say("cookies", `(each | every) cookie <above>`, thoseAbove),
	say("cookies", `both [of the] cookies <above>`, func(v values) any { return above(v).counted(2) }),
	say("cookies", `[all] [of] (the | these) <number> cookies <above>`, func(v values) any {
		return above(v).counted(last[int](v, "number"))
	}),
	words("above", `(listed | described | named | shown | mentioned) above | above | in the table [above]`),
	words("every", `all | all of | each of | every one of`),
	say("cookies", `(all | all of the | the) cookies <used> by <us> | (every | each) cookie <used> by <us>`,
		everyOne),
	say("cookies", `(every | each) cookie <place> | all cookies <place>`, everyOne),
	say("cookies", `(those | the ones) <above>`, thoseAbove),

	say("cookies", `they | them | [all] [of] these [cookies] | [all] [of] them`, thoseSpokenOf),
	meaning("cookies", `both of them | both [of] these cookies | both | these two [cookies]`, subject(spokenOf).many(2)),
	say("cookies", `both cookies | the two cookies | both of the cookies`,
		func(v values) any { return subject(spokenOf).or(allOf(v).counted(2)).many(2) }),
	say("cookies", `the cookies`,
		func(v values) any { return these(v.context.Properties...).or(subject(spokenOf).or(allOf(v))) }),
	say("cookies", `it | this one`, itself),
	say("cookies", `this cookie | the cookie`, itself),
	say("cookies", `cookies`, func(v values) any { return these(v.context.Properties...) }),

	say("cookies", `[the | our] <stored> token cookie | (the | our) <stored> cookie`, storingOne),
	say("cookies", `the cookie with the <stored> token`, storingOne),
	say("cookies", `[the | our] (authentication | login | log-in) cookies`, func(v values) any {
		return these(v.context.Storing("")...)
	}),
	say("cookies", `(both [of] [our | the] | [the | our] two) (authentication | login | log-in) cookies`,
		func(v values) any {
			return these(v.context.Storing("")...).many(2)
		}),
	meaning("stored", `access | authentication access`, "access"),
	meaning("stored", `refresh | authentication refresh`, "refresh"),
}})

// Subjects that say "none of these".
var _ = register(fragment{rules: []rule{
	say("no-cookies", `none of <our> cookies | no cookie [[<that>] <we> <use>] | no cookie of <ours>`,
		everyOne),
	say("no-cookies", `none of the cookies [<that>] <we> <use>`, everyOne),
	say("no-cookies", `none of the cookies <above> | neither of the cookies <above>`,
		thoseAbove),
	meaning("no-cookies", `none of (them | these cookies) | neither of (them | these cookies)`, subject(spokenOf)),
	say("no-cookies", `neither of <our> [two] cookies | neither cookie`,
		func(v values) any { return allOf(v).counted(2) }),
	say("no-cookies", `neither <name> nor <name>`, func(v values) any {
		names, _ := distinct(all[string](v, "name")).([]string)
		return these(names...)
	}),
	words("ours", `ours`),
}})

func storingOne(v values) any { return these(v.context.Storing(last[string](v, "stored"))...).one() }

func byNames(v values) any { return these(last[[]string](v, "names")...) }
