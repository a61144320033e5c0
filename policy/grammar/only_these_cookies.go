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
		say("clause", `<we> <not-use> [<any> [other]] cookies <but> <cookies>`, onlyWhom),
		say("clause", `<we> [<now>] <use> no [other] cookies <but> <cookies>`, onlyWhom),
		say("clause", `no [other] cookies <but> <cookies> are <used>`, onlyWhom),
		say("clause", `<but> <cookies> , (no [other] cookies are <used> | <we> <use> no [other] cookies)`, onlyWhom),
		say("clause", `<cookies> are the only (cookies | ones) [<that>] <we> <use>`, onlyWhom),
		say("clause", `no other cookies are <used> [<by-us>] [<here>] | <we> [<now>] <use> no other cookies | <we>
			<not-use> any other cookies`, noOthers),
		say("clause", `<our> [<number>] cookies are <names>`, onlyNames),
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

// onlyWhom is the meaning of "no cookies but these".
func onlyWhom(v values) any { return only(last[subject](v, "cookies")) }

// noOthers is the meaning of "no other cookies": but those of the sentence before, or of the
// table above it.
func noOthers(v values) any {
	spokenOf := subject(func(before []string) (cookies, bool) { return cookies{names: before}, len(before) > 0 })
	return only(spokenOf.or(above(v)))
}

func only(whom subject) clause {
	return func(before []string) (statement, bool) {
		c, fits := whom(before)
		return statement{append(c.says, claim.OnlyTheseCookies(c.names)), c.names}, fits && len(c.names) > 0
	}
}

func onlyNames(v values) any {
	names := last[[]string](v, "names")
	if v.has("number") && last[int](v, "number") != len(names) {
		return nil
	}
	return statesAbout(names, claim.OnlyTheseCookies(names))
}
