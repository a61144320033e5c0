package grammar

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Sentences that say that nobody can log in, or stay logged in, without certain cookies.
var _ = register(fragment{
	kind: "needed",
	rules: []rule{
		words("log-in", `(log | sign) in | stay (logged | signed) in`),
		words("log-in", `(log | sign) in (or | and) [to] use (<features> | the platform)`),
		words("logging-in", `(logging | signing) in | staying (logged | signed) in`),
		words("logging-in", `(logging | signing) in (or | and) using (<features> | the platform)`),
		words("log-in", `(log | sign) in to (your account | <site> | the platform) | log into (your account | <site> |
			the platform)`),
		words("features", `authenticated features | features (that | which) (require | need) a login`),
		words("can-not", `can (not | no longer) | will not be able to | are not able to | are unable to`),
		words("disable", `disable | block | refuse | reject | delete | turn off`),
		words("disabling", `disabling | blocking | refusing | rejecting | deleting | turning off`),
		words("prevents", `will (prevent | stop | keep) | prevents | stops | keeps | prevent`),

		say("clause", `without <blocked> [,] (<you> <can-not> | nobody can) <log-in>`, neededClause),
		say("clause", `(<you> <can-not> | nobody can) <log-in> without <blocked>`, neededClause),
		say("clause", `if <you> <disable> <blocked> , <you> <can-not> <log-in>`, neededClause),
		say("clause", `<you> <can-not> <log-in> if <you> <disable> <blocked>`, neededClause),
		say("clause", `<disabling> <blocked> <prevents> <you> from <logging-in>`, neededClause),
		say("clause", `if <you> (switch | turn) <blocked> off , <you> <can-not> <log-in>`, neededClause),
		say("clause", `<disabling> <blocked> (makes | will make) it impossible to <log-in>`, neededClause),
		say("clause", `<disabling> <blocked> (means | will mean) that <you> <can-not> <log-in>`, neededClause),
		say("clause", `without <blocked> [,] <logging-in> is (not possible | impossible)`, neededClause),
		say("clause", `<you> <can-not> <log-in> if <blocked> (is | are) <disabled>`, neededClause),
		say("clause", `if <blocked> (is | are) <disabled> , <you> <can-not> <log-in>`, neededClause),
		words("disabled", `disabled | blocked | refused | rejected | deleted | turned off | switched off`),
		say("clause", `<you> can only <log-in> with <blocked>`, neededClause),
		say("clause", `without <blocked> [,] it is (not possible | impossible) to <log-in>`, neededClause),
		say("clause", `it is (not possible | impossible) to <log-in> without <blocked>`, neededClause),
		say("clause", `<logging-in> is (not possible | impossible) without <blocked>`, neededClause),
		say("clause", `<logging-in> (needs | requires | depends on) <blocked>`, neededClause),
		words("blocked", `<cookies>`),
		say("blocked", `[all] cookies`, everyOne),
		say("clause", `<you> need <blocked> to <log-in>`, neededClause),
		say("clause", `<you> can <log-in> without <cookies> | without <cookies> [,] <you> can <log-in>`, notNeededClause),
		say("clause", `<you> (do | does) not need <cookies> to <log-in>`, notNeededClause),

		meaning("being", `(needed | required | necessary | essential | strictly necessary) (to | in order to) (<log-in>
			| keep you (logged | signed) in)`, needed),
		meaning("being", `(needed | required | necessary | essential) for <logging-in>`, needed),
		meaning("being", `<used> (<only> for <signing-in> | for <signing-in> <only> | for <signing-in>)`, needed),
		words("signing-in", `authentication | logging you in | keeping you (logged | signed) in`),
		meaning("being", `<used> to keep you (logged | signed) in`, needed),
		meaning("acting", `keep you (logged | signed) in | keeps you (logged | signed) in`, needed),
		say("acting", `(keep | keeps) you (logged | signed) in by storing (your | the) <stored> token`, storesAndNeeded),
		say("acting", `<stores> (your | the) <stored> token (to keep you | so that you stay | with which you stay |
			, [<that>] keeps you | <that> keeps you) (logged | signed) in`, storesAndNeeded),
	},
	facts: func(c claim.Condition) []fact {
		var all []fact
		for _, name := range c.(claim.Needed) {
			all = append(all, fact{"needed", name, ""}, declaredFact(name))
		}
		return all
	},
})

var needed = property{
	of: func(c cookies) []claim.Condition {
		if len(c.names) == 0 {
			return nil
		}
		return []claim.Condition{claim.Needed(c.names)}
	},
	notOf: func(c cookies) []claim.Condition {
		return c.each(func(name string) []claim.Condition {
			return []claim.Condition{claim.Cookie{Name: name}, negation.Denied{Condition: claim.Needed{name}}}
		})
	},
}

// storesAndNeeded is the property to store a token that nobody stays logged in without.
func storesAndNeeded(v values) any {
	stored, isKnown := stores(v).(property)
	if !isKnown {
		return nil
	}
	return stored.both(needed)
}

func neededClause(v values) any { return predicate(last[subject](v, "blocked"), []property{needed}) }

func notNeededClause(v values) any {
	return predicate(last[subject](v, "cookies"), []property{needed.not()})
}
