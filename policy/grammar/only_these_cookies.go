package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// Sentences that say which cookies there are, and that there are no others.
var _ = register(fragment{
	kind: "only_these_cookies",
	rules: []rule{
		say("clause", `<we> [<now>] (<only> <use> | <use> <only>) [the cookies] <names>`, onlyNames),
		say("clause", `the only [<number>] cookies [<that>] <we> <use> are <names>`, onlyNames),
		say("clause", `<we> <not-use> [<any> [other]] cookies <but> <names>`, onlyNames),
		say("clause", `<we> [<now>] <use> no [other] cookies <but> <names>`, onlyNames),
		say("clause", `no [other] cookies <but> <names> are <used>`, onlyNames),
		say("clause", `<our> [<number>] cookies are <names>`, onlyNames),
		say("clause", `<names> are the only cookies [<that>] <we> <use>`, onlyNames),
	},
	facts: func(c claim.Condition) []fact {
		names := slices.Sorted(slices.Values(c.(claim.OnlyTheseCookies)))
		all := []fact{onlyFact(names), countFact(len(names))}
		for _, name := range names {
			all = append(all, declaredFact(name))
		}
		return all
	},
})

func onlyNames(v values) any {
	names := last[[]string](v, "names")
	if v.has("number") && last[int](v, "number") != len(names) {
		return nil
	}
	return statesAbout(names, claim.OnlyTheseCookies(names))
}
