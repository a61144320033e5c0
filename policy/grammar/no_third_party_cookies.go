package grammar

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Sentences that say that nobody else sets a cookie, or follows visitors.
var _ = register(fragment{
	kind: "no_third_party_cookies",
	rules: []rule{
		meaning("clause", `<we> <not-use> [<any>] <third-party> cookies [<here>] [<at-all>]`, noThird),
		meaning("clause", `<we> [<now>] <use> no <third-party> cookies [<here>] [<at-all>]`, noThird),
		meaning("clause", `no <third-party> cookies <is> [<now>] <used> [<by-us>] [<here>]`, noThird),
		meaning("clause", `<third-party> cookies <is> (not | never) [<now>] <used> [<by-us>] [<here>]`, noThird),
		meaning("clause", `there are [<now>] no <third-party> cookies [<here>]`, noThird),
		meaning("clause", `(no third party | no one else | nobody else) (<use> | can <use-base>) [<any>] cookies
			[<place> | through <us>]`, noThird),
		meaning("clause", `no other (site | website | company) (<use> | can <use-base>) [<any>] cookies (<place> |
			through <us>)`, noThird),
		meaning("clause", `third parties (<not-use> | can not <use-base>) [<any>] cookies (<place> | through <us>)`,
			noThird),
		meaning(
			"clause",
			`<we> <does-not> (allow | let) third parties [to] <use-base> [<any>] cookies [<here>]`,
			noThird,
		),
		meaning("clause", `no cookies (<is> <used> by third parties | (from | of) third parties <is> <used>) [<here>]`,
			noThird),
		meaning("clause", `<we> (do | does) not [set or] allow [any] <third-party> cookies [<here>]`, noThird),
		meaning("clause", `(nobody | no one) (but | except | other than) <us> <use> cookies [<here>]`, noThird),
		meaning("clause", `your (activity | behaviour | browsing) on other (websites | sites) is (not | never) tracked
			[<by-us>]`, noTracking),
		meaning("clause", `<only> <us> <use> cookies [<here>]`, noThird),
		say(
			"clause",
			`<our> cookies [all] come from <us> [alone | itself] | all cookies come from <us> [alone | itself]`,
			firstParty,
		),
		say(
			"clause",
			`<party> (does not <use-base> | never <use> | <use> no) [any] cookies <place>`,
			func(v values) any {
				return states(claim.NoThirdPartyCookies(true), last[hosts](v, "party").condition())
			},
		),
		say("being", `[a] first-party [cookie | cookies]`, func(v values) any { return ofFirstParty(v.context) }),
		say("clause", `<we> (<only> <use> | <use> <only>) first-party cookies`, firstParty),

		meaning(
			"clause",
			`<we> <does-not> (track | follow) (<you> | your (activity | behaviour | browsing) | what you do)
			(across |
			on) (other | different) (websites | sites)`,
			noTracking,
		),
		meaning("clause", `<you> are (not | never) (tracked | followed) [<by-us>] (across | on) (other | different)
			(websites | sites) [<by-us>]`, noTracking),

		meaning("clause", `<we> [<now>] [also] <use> <third-party> cookies [<here>]`, third),
		meaning("clause", `<third-party> cookies <is> [<now>] [also] <used> [<by-us>] [<here>]`, third),
		meaning("clause", `there are [<now>] [also] <third-party> cookies [<here>]`, third),
		meaning("clause", `<third-parties> (<use> | may <use-base> | can <use-base>) [their own] cookies (<place> |
			through <us>)`, third),
		meaning("clause", `<we> (allow | allows | let | lets) third parties [to] <use-base> cookies [<here>]`, third),
		meaning("clause", `<we> (track | tracks | follow | follows) <you> (across | on) (other | different) (websites |
			sites)`, states(negation.Denied{Condition: elsewhere})),
		say("clause", `<party> <use> [its own] cookies <place>`, func(v values) any {
			return states(
				negation.Denied{Condition: claim.NoThirdPartyCookies(true)},
				negation.Denied{Condition: last[hosts](v, "party").condition()},
			)
		}),
	},
	facts: func(claim.Condition) []fact { return []fact{{"no third party", "", ""}} },
})

var (
	elsewhere  = claim.NothingLoadedFrom{claim.Elsewhere}
	noThird    = states(claim.NoThirdPartyCookies(true))
	noTracking = states(claim.NoThirdPartyCookies(true), elsewhere)
	third      = states(negation.Denied{Condition: claim.NoThirdPartyCookies(true)})
)

func firstParty(v values) any {
	return statesAbout(v.context.Names(), claim.NoThirdPartyCookies(true))
}

// ofFirstParty is the property to be a cookie of the site itself. Of all cookies there is a
// condition that says it.
func ofFirstParty(c discourse.Context) property {
	p := setByUs(c)
	ofNames := p.of
	p.of = func(of cookies) []claim.Condition {
		if of.all {
			return []claim.Condition{claim.NoThirdPartyCookies(true)}
		}
		return ofNames(of)
	}
	return p
}
