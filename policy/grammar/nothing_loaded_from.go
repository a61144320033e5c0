package grammar

import "github.com/prokken/prokken/policy/claim"

// Sentences that say from whom pages load nothing.
var _ = register(fragment{
	kind: "nothing_loaded_from",
	rules: []rule{
		words("pages", `<our> pages | (our | this) (site | website | platform) | <site> | we`),
		words("content", `scripts | content | scripts or content | images | fonts | anything`),
		words("load", `load | loads | embed | embeds | include | includes`),
		words("from-whom", `<party>`),

		say("clause", `<we> <does-not> (use | load | embed | include) <parties> [<here>] [<at-all>]`, nothingFrom("parties")),
		say("clause", `<pages> <does-not> <load> [<any>] <content> (from | of) <parties>`, nothingFrom("parties")),
		say("clause", `<pages> <does-not> <load> [<any>] <content> from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `<pages> <load> (nothing | no <content>) from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `<pages> <load> (nothing | no <content>) from <parties>`, nothingFrom("parties")),
		say("clause", `(nothing | no <content>) (is | are) loaded from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `(nothing | no <content>) (is | are) loaded from <parties>`, nothingFrom("parties")),
		say("clause", `<party> is (not | never) <used-here> [<here>]`, nothingFrom("party")),
		words("used-here", `used | loaded | embedded`),

		say("clause", `<we> [<now>] [also] (use | uses | <load>) <party>`, loadsFrom("party")),
		say("clause", `<party> is [<now>] [also] <used-here> [<here>]`, loadsFrom("party")),
		say("clause", `<pages> <load> <content> (from | of) <party>`, loadsFrom("party")),
		say("clause", `<pages> <load> <content> from <elsewhere>`, loadsFrom("elsewhere")),
	},
	facts: func(c claim.Condition) []fact {
		var all []fact
		for _, host := range c.(claim.NothingLoadedFrom) {
			all = append(all, fact{"nothing from", "", host})
		}
		return all
	},
})

func nothingFrom(phrase string) func(values) any {
	return func(v values) any { return states(last[hosts](v, phrase).condition()) }
}

func loadsFrom(phrase string) func(values) any {
	return func(v values) any { return states(Denied{last[hosts](v, phrase).condition()}) }
}
