package grammar

import "github.com/prokken/prokken/policy/claim"

// Sentences that say how many cookies there are.
var _ = register(fragment{
	kind: "cookie_count",
	rules: []rule{
		say("counting", `<we> [<now>] <use> [<exactly>] <number> (cookie | cookies) [in total]`, count),
		say("counting", `<we> [<now>] <only> <use> <number> (cookie | cookies)`, count),
		say("counting", `there (is | are) [<now>] [<exactly>] <number> (cookie | cookies)`, count),
		say("counting", `[<exactly>] <number> cookies are <used>`, count),
		say("counting", `the number of cookies [<that>] <we> <use> is <number>`, count),
		say("counting", `the <number> cookies [<that>] <we> <use>`, count),
		say("counting", `<we> <use> a single cookie`, func(v values) any { return counted(v, 1) }),

		say("clause", `<counting> [<device>] [<here>] [<by-us>]`,
			func(v values) any { return last[clause](v, "counting") }),
		say("clause", `<counting> [, | :] [called | named] <names>`, theseOnly),
		say("clause", `<counting> [,] <that> <predicates>`, countedAre("predicates")),
		say("clause", `<counting> , (both | all) [of (which | them)] <predicates>`, countedAre("predicates")),
		say("clause", `<counting> , (both | all) [of (which | them)] <beings>`, countedAre("beings")),
		say("clause", `<we> [<now>] <use> [<exactly>] <number> <category> cookies`, countOfCategory),
	},
	facts: func(c claim.Condition) []fact { return []fact{countFact(int(c.(claim.CookieCount)))} },
})

func count(v values) any { return counted(v, last[int](v, "number")) }

func counted(v values, n int) clause { return statesAbout(v.context.Names(), claim.CookieCount(n)) }

// countedAre is the meaning of "we set two cookies that are ...": all of them are.
func countedAre(phrase string) func(values) any {
	return func(v values) any {
		return last[clause](v, "counting").and(predicate(allOf(v), last[[]property](v, phrase)))
	}
}

// theseOnly is the meaning of "we set two cookies: a and b".
func theseOnly(v values) any {
	names := last[[]string](v, "names")
	return last[clause](v, "counting").and(statesAbout(names, claim.OnlyTheseCookies(names)))
}

// countOfCategory is the meaning of "we use two necessary cookies". Where there are so many and
// others besides, it is not read: no condition says that.
func countOfCategory(v values) any {
	n, of := last[int](v, "number"), last[categories](v, "category")
	declared := v.context.Count(of)
	if len(of) != 1 || declared == n && declared < len(v.context.Declared) {
		return nil
	}
	return counted(v, n).and(statesAbout(v.context.Names(), claim.AllCookies{Category: of[0]}))
}
