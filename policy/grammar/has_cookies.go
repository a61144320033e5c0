package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Sentences that say that there are cookies of a type.
var _ = register(fragment{
	kind: "has_cookies",
	rules: []rule{
		say("clause", `<we> [<now>] [also] <use> <all-categories> cookies [<device>] [<here>]`, someOf),
		say("clause", `<all-categories> cookies <is> [<now>] [also] <used> [<by-us>] [<here>]`, someOf),
		say("clause", `there are [<now>] [also] <all-categories> cookies [<here>]`, someOf),
		say("clause", `<we> [<now>] [also] <use> cookies for <purposes>`, func(v values) any {
			return some([]categories{last[categories](v, "purposes")})
		}),
		say("clause", `<we> [<now>] [also] <use> cookies to <aim>`, func(v values) any {
			return some([]categories{last[categories](v, "aim")})
		}),
		meaning("clause", `<we> [<now>] [also] <use> cookies [<device>] [<here>]`, some([]categories{cookie.Categories})),
		say("clause", `<we> [<now>] (track | tracks | profile | profiles) <you> [with cookies]`, func(values) any {
			return some([]categories{optionalCategories})
		}),
	},
	facts: func(c claim.Condition) []fact {
		var all []fact
		for _, category := range c.(claim.HasCookies) {
			all = append(all, fact{"some", "", string(category)})
		}
		return all
	},
})

func someOf(v values) any { return some(last[[]categories](v, "all-categories")) }

// some returns the clause that there are cookies of each: of the one category that a word
// means, or of any of several.
func some(each []categories) clause {
	var all []claim.Condition
	for _, any := range each {
		if len(any) == 1 {
			all = append(all, claim.HasCookies{any[0]})
		} else {
			all = append(all, negation.Denied{Condition: claim.NoCookies(any)})
		}
	}
	return states(all...)
}
