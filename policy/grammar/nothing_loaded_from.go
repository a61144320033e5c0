package grammar

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Sentences that say from whom pages load nothing.
var _ = register(fragment{
	kind: "nothing_loaded_from",
	rules: []rule{
		words("pages", `<our> pages | (our | this) (site | website | platform) | <site> | we`),
		words("content", `scripts | content | scripts or content | images | fonts | anything`),
		words("load", `load | loads | embed | embeds | include | includes`),

		say("clause", `<we> <does-not> (use | load | embed | include) <trackers> [<here>] [<at-all>]`,
			nothingFrom("trackers")),
		say("clause", `<we> <use> (neither | no) <trackers> [<here>]`, nothingFrom("trackers")),
		say("clause", `<trackers> (is | are) (not | never) [<now>] <loaded> [<by-us>] [<here>]`, nothingFrom("trackers")),
		say("clause", `neither <trackers> (is | are) <loaded> [<by-us>] [<here>]`, nothingFrom("trackers")),
		words("loaded", `used | in use | loaded | embedded`),
		say("clause", `<pages> <does-not> <load> [<any>] <content> (from | of) <parties>`, nothingFrom("parties")),
		say("clause", `<pages> <does-not> <load> [<any>] <content> from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `<pages> (<does-not> <load> [<any>] | <load> no) <third-party> (scripts | content)`,
			func(values) any { return states(elsewhere) }),
		say("clause", `no <third-party> (scripts | content) (is | are) (loaded | embedded) [<here>]`,
			func(values) any { return states(elsewhere) }),
		say("clause", `<pages> <load> (nothing | no <content>) from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `<pages> <load> (nothing | no <content>) from <parties>`, nothingFrom("parties")),
		say("clause", `(nothing | no <content>) (is | are) loaded from <elsewhere>`, nothingFrom("elsewhere")),
		say("clause", `(nothing | no <content>) (is | are) loaded from <parties>`, nothingFrom("parties")),

		say("clause", `<we> [<now>] [also] (use | uses | <load>) <tracker>`, loadsFrom("tracker")),
		say("clause", `<tracker> is [<now>] [also] <loaded> [<by-us>] [<here>]`, loadsFrom("tracker")),
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
	return func(v values) any { return states(negation.Denied{Condition: last[hosts](v, phrase).condition()}) }
}
