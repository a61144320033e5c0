package grammar

import "github.com/prokken/prokken/policy/claim"

// Sentences about the date on the page, and the sentence that such a one may follow.
var _ = register(fragment{
	kind: "dated_by_publication",
	rules: []rule{
		words("policy", `[this | our] [cookie] policy`),
		words("change", `update | change | revise | amend`),
		words("changes", `update | change`),
		words("last-updated", `the [" last updated " | last updated] date [at the top] [of (this | the) (page | policy)]`),
		words("policy-change", `<we> (may | can | will | might) <change> <policy> [from time to time] [.]`),
		words("policy-change", `<we> (may | can | will | might) <change> <policy> if we <introduce-new> [.]`),
		words("introduce-new", `introduce new cookies | change (our cookies | how existing cookies work) | introduce new
			cookies or change how existing cookies work`),

		say("clause", `((when | whenever | each time | every time | if) we do [so] | (when | if) (that | this) happens)
			, we (will <changes> | <changes>) <last-updated>`, afterChange),
		meaning("clause", `(when | whenever | each time | every time) <policy> (changes | is updated | is changed) , we
			(will <changes> | <changes>) <last-updated>`, dated),
		meaning("clause", `(when | whenever | each time | every time) we <change> <policy> [,] we (will [also] <changes>
			| [also] <changes>) <last-updated>`, dated),
		meaning("clause", `<last-updated> (is | shows | gives) the day (on which | when) <policy> was last (changed |
			updated | published)`, dated),
		meaning("clause", `<last-updated> (tells | shows) [you] when <policy> was last (changed | updated | published)`,
			dated),
		meaning("clause", `(when | whenever | each time | every time) <policy> (changes | is updated | is changed) ,
			<last-updated> (changes | is updated | is changed) [too | as well]`, dated),
		meaning("clause", `we (will <changes> | <changes>) <last-updated> (when | whenever | each time | every time) we
			<change> <policy>`, dated),
		say("clause", `when we do [so] , <last-updated> (will be | is) (updated | changed)`, afterChange),
		say("clause", `<last-updated> will then be (updated | changed)`, afterChange),
		meaning("clause", `<last-updated> (is updated | is changed | changes) (when | whenever | each time | every time)
			<policy> (changes | is updated | is changed)`, dated),
		meaning("clause", `<last-updated> changes (when | whenever | each time | every time) we <change> <policy>`, dated),
	},
	facts: func(claim.Condition) []fact { return []fact{{"dated", "", ""}} },
})

var dated = states(claim.DatedByPublication(true))

// afterChange is the meaning of "when we do": it follows a sentence about changing the policy.
func afterChange(v values) any {
	if !v.context.ChangesPolicy {
		return nil
	}
	return dated
}
