package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Sentences that say of all cookies, or of several, what they are like.
var _ = register(fragment{
	kind: "all_cookies",
	rules: []rule{
		say("clause", `<we> [<now>] (<only> <use> | <use> <only>) <categories> cookies [<device>] [<here>]`, onlyOf),
		say("clause", `<we> [<now>] <use> <categories> cookies <only>`, onlyOf),
		say("clause", `<we> <not-use> [<any>] cookies <but> <categories> (cookies | ones)`, onlyOf),
		say("clause", `<we> [<now>] <use> no cookies <but> <categories> (cookies | ones)`, onlyOf),
		say("clause", `(no | no other) cookies <but> <categories> (cookies | ones) are <used> [<by-us>] [<here>]`, onlyOf),
		say("clause", `<only> <categories> cookies <is> [<now>] <used> [<by-us>] [<here>]`, onlyOf),
		say("clause", `the only cookies [<that>] <we> <use> are <categories> [cookies | ones]`, onlyOf),
		say("clause", `<we> (limit | limits) (ourselves | itself | (our | its) use of cookies) to <categories> cookies`,
			onlyOf),
		say("clause", `<we> <use> a minimal set of cookies [, focused (entirely | <only>) on essential [platform]
			functionality]`,
			func(v values) any { return onlyCategories(v, categories{cookie.Necessary}) }),
		say("clause", `<we> (<only> <use> | <use> <only>) cookies <that> <predicates>`, allAre),
		say("clause", `<we> <use> cookies <that> <predicates>`, allAre),
		say("clause", `<we> <use> cookies (<only> for <essentials> | for <essentials> <only>)`, func(v values) any {
			return onlyCategories(v, categories{cookie.Necessary})
		}),
		words("but", `other than | except | except for | besides | but | apart from`),
	},
	facts: func(c claim.Condition) []fact {
		a := c.(claim.AllCookies)
		t := claim.Cookie{Category: a.Category, HTTPOnly: a.HTTPOnly, Secure: a.Secure, SameSite: a.SameSite}
		if len(a.Among) == 0 {
			return traitFacts(everyone, t)
		}
		var all []fact
		for _, name := range a.Among {
			t.Name = name
			all = append(all, cookieFacts(t)...)
		}
		return all
	},
})

func onlyOf(v values) any { return onlyCategories(v, last[categories](v, "categories")) }

// onlyCategories returns the clause that every cookie is of one of the categories, and that there
// are cookies of each where it names several.
func onlyCategories(v values, c categories) any {
	names := v.context.Names()
	if len(names) == 0 {
		return nil
	}
	if len(c) == 1 {
		return statesAbout(names, claim.AllCookies{Category: c[0]})
	}
	says := []claim.Condition{claim.HasCookies(c)} // who names several has some of each
	if others := c.others(); len(others) > 0 {
		says = append(says, claim.NoCookies(others))
	}
	return statesAbout(names, says...)
}

func allAre(v values) any { return predicate(allOf(v), last[[]property](v, "predicates")) }
