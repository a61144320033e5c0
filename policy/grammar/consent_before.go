package grammar

import "github.com/prokken/prokken/policy/claim"

// Sentences that say that visitors are asked before cookies of a type are set.
var _ = register(fragment{
	kind: "consent_before",
	rules: []rule{
		words("ask", `request | ask for | obtain | get`),
		words("consent", `your consent | your permission | your agreement`),
		words("asks", `[first] (<ask> <consent> | ask you) [first]`),
		words("introduces", `[ever] (introduce | add | use | set | start (using | setting))`),
		words("asks-first", `<asks> <before-setting> | (<ask> <consent> | ask you) (first | beforehand) |
			first (<ask> <consent> | ask you)`),
		words("future", `in the future | later`),
		words("before-setting", `before [we] (setting | set | using | use | placing | place) (them | any [of them]) |
			before they are (set | used)`),
		words("unasked", `without <consent> | without [first] asking (you | for <consent>) [first] |
			(unless | before) you (agree | consent | have
			agreed | have consented)`),
		say("clause", `if <categories> cookies are [ever] (introduced | added | used | set) [<future>] , we will [update
			this policy and] <asks-first>`, asked),

		say("clause", `(if | in case) we <introduces> [any] <categories> cookies [<future>] , we will [update this policy and]
			<asks-first>`, asked),
		say("clause", `(should we | if we should) <introduces> [any] <categories> cookies [<future>] , we will [update
			this policy and] <asks-first>`, asked),
		say("clause", `we will [update this policy and] <asks> before [we] [ever] (<using> | <use> | introduce | introducing)
			[any | an | a] <categories> (cookies |
			cookie)`, asked),
		say("clause", `before [we] [ever] (<using> | <use>) [any | an | a] <categories> (cookies | cookie) , we will
			[update this policy and] <asks>`, asked),
		say("clause", `<we> will (not | never) <use-base> [any] <categories> cookies <unasked>`, asked),
		say("clause", `<we> <not-use> [any] <categories> cookies <unasked>`, askedNow),
		say("clause", `<categories> cookies will <only> be <used> (with <consent> | (after | if) you (agree | have
			agreed))`, asked),
		say("clause", `<consent> will be (requested | obtained | asked for) before [any] <categories> cookies are <used>`,
			asked),
		say("clause", `<categories> cookies will (not | never) be <used> <unasked>`, asked),
		say("clause", `<categories> cookies <is> (not | never) <used> <unasked>`, askedNow),
		say("clause", `no <categories> cookies will be <used> <unasked>`, asked),
		say("clause", `no <categories> cookies <is> <used> <unasked>`, askedNow),
	},
	facts: func(c claim.Condition) []fact {
		var all []fact
		for _, category := range c.(claim.ConsentBefore) {
			all = append(all, fact{"asked before", "", string(category)})
		}
		return all
	},
})

// askedNow is the meaning of "we use none without your consent". It sounds as if with consent there
// were some, and is read only where there are.
func askedNow(v values) any {
	if v.context.Count(last[categories](v, "categories")) == 0 {
		return nil
	}
	return asked(v)
}

func asked(v values) any { return states(claim.ConsentBefore(last[categories](v, "categories"))) }
