package grammar

import (
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Sentences that say that there are no cookies of a type.
var _ = register(fragment{
	kind: "no_cookies",
	rules: []rule{
		say("clause", `<we> <not-use> [<any>] <categories> cookies [<example>] [<device>] [<here>] [<at-all>]`, noneOf),
		say("clause", `<we> [<now>] <use> no <categories> cookies [<example>] [<device>] [<here>] [<at-all>]`, noneOf),
		say("clause", `<we> <not-use> [<any>] cookies for <purposes>`, noneFor),
		say("clause", `<we> [<now>] <use> no cookies for <purposes>`, noneFor),
		say("clause", `<we> <not-use> [<any>] cookies [<at-all>] | <we> [<now>] <use> no cookies [<at-all>] | no cookies
			<is> <used> [<by-us>] [<here>]`, noCookies),
		say("clause", `no <categories> cookies <is> [<now>] <used> [<by-us>] [<here>]`, noneOf),
		say("clause", `<categories> cookies <is> [<now>] (not | never) [<now>] <used> [<by-us>] [<here>]`, noneOf),
		say("clause", `there are [<now>] no <categories> cookies [<here>]`, noneOf),
		say("clause", `there is [<now>] no <categories> cookie [<here>]`, noneOf),
		say("clause", `<we> <not-use> [<any>] cookies to <aim>`, func(v values) any {
			return states(claim.NoCookies(last[categories](v, "aim")))
		}),
		say("clause", `there are [<now>] <no-categories> [<here>]`, noneOf),
		say("clause", `no <categories> cookie is [<now>] <used> [<by-us>] [<here>]`, noneOf),
		say("clause", `<categories> cookies , <such-as> [those of] <trackers> , <is> [<now>] (not | never) [<now>]
			<used> [<by-us>] [<here>]`, noneAndTrackers),
		say("clause", `<we> <not-use> <trackers> (or | nor) [any] other <categories> cookies`, noneAndTrackers),
		say("clause", `<we> (is | are) free of <categories> cookies | <we> (work | works) without [<any>] <categories>
			cookies`, noneOf),
		say("clause", `<we> <not-use> [<any>] cookies <that> <is> <categories> [cookies]`, noneOf),

		say("clause", `<we> [<now>] <use> neither <categories> [cookies]`, noneOf),
		say("clause", `neither <categories> cookies <is> [<now>] <used> [<by-us>] [<here>]`, noneOf),
		say("clause", `<we> [<now>] <use> <no-categories> [<device>] [<here>]`, noneOf),
		say("clause", `<no-categories> <is> [<now>] <used> [<by-us>] [<here>]`, noneOf),
		say("clause", `[<any>] cookies for <purposes> <is> (not | never) [<now>] <used> [<by-us>] [<here>]`, noneFor),
		say("clause", `(no cookies <is> [<now>] <used> | there are no cookies) for <purposes> [<here>]`, noneFor),
		say("clause", `<trackers> and other <categories> cookies <is> [<now>] (not | never) [<now>] <used> [<by-us>]
			[<here>]`, noneAndTrackers),
		say("no-categories", `no <category> [cookies] (and | or | ,) no <category> cookies`, func(v values) any {
			both := all[categories](v, "category")
			return unite(both[0], both[1])
		}),

		// Examples of what is not used are not used either.
		say("example", `\( <such-as> [those of] <trackers> \) | , <such-as> [those of] <trackers> [,] | such as [those
			of] <trackers>`, func(v values) any {
			return last[hosts](v, "trackers")
		}),
		words("such-as", `e.g . [,] | e.g [,] | for example [,] | such as | including | like`),
	},
	facts: func(c claim.Condition) []fact {
		var all []fact
		for _, category := range c.(claim.NoCookies) {
			all = append(all, fact{"none", "", string(category)})
		}
		return all
	},
})

func noneOf(v values) any {
	none := states(claim.NoCookies(slices.Concat(last[categories](v, "categories"), last[categories](v, "no-categories"))))
	if examples := last[hosts](v, "example"); len(examples) > 0 {
		none = none.and(states(examples.condition()))
	}
	return none
}

func noneAndTrackers(v values) any {
	none := states(claim.NoCookies(last[categories](v, "categories")))
	return none.and(states(last[hosts](v, "trackers").condition()))
}

func noneFor(v values) any { return states(claim.NoCookies(last[categories](v, "purposes"))) }

func noCookies(values) any { return states(claim.NoCookies(cookie.Categories)) }
