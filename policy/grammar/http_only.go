package grammar

import "github.com/prokken/prokken/policy/claim"

// HttpOnly, by its name and by what it does.
var (
	httpOnly = trait(claim.Cookie{HTTPOnly: true})

	_ = register(fragment{rules: []rule{
		words("scripts", `[any] [client-side | client side | page | browser] (javascript | scripts | script) [code]
			[[running] (on | in) (the page | the browser | your browser)]`),
		words("http-only", `httponly | http-only | http only`),
		words("xss", `cross-site scripting [\( xss \)] [attacks] | xss [attacks]`),
		words("against-xss", `, protecting against <xss> | to protect against <xss> | , <that> protects against <xss>`),
		words("attribute", `attribute | flag | property`),
		words("attributes", `attributes | flags | properties`),
		meaning("flag", `<http-only>`, httpOnly),
		say("flags", `<flag>`, single("flag")),
		say("flags", `<flag> (and | , | , and) <flags>`, func(v values) any {
			return append([]property{last[property](v, "flag")}, last[[]property](v, "flags")...)
		}),
		say("predicate", `(<carries> | use | uses) [the [<attributes>]] <flags> [<attributes>]`,
			func(v values) any { return last[[]property](v, "flags") }),
		say("state", `<is> (marked | flagged | set) with [the [<attributes>]] <flags> [<attributes>]`,
			func(v values) any { return last[[]property](v, "flags") }),
		words("read", `read | accessed | seen | reached`),
		words("carries", `has | have | carries | carry | bears | bear`),

		meaning("being", `[(marked | flagged | set) [as]] <http-only> [<against-xss>]`, httpOnly),
		meaning("being", `[a | an] <http-only> (cookie | cookies)`, httpOnly),
		meaning("being", `(marked | flagged | set) with [the] <http-only> [<attribute>]`, httpOnly),
		meaning("acting", `<carries> [the | an] <http-only> <attribute> [set]`, httpOnly),
		meaning("being", `protected (from | against) [access by] <scripts>`, httpOnly),
		meaning("able", `be <read> by <scripts> [<against-xss>]`, httpOnly.not().plainly()),
		meaning("able-adjective", `(accessible | readable | visible | available) (to | by | from) <scripts>
			[<against-xss>]`,
			httpOnly.not().plainly()),
		meaning("being", `(inaccessible | invisible | unavailable) to <scripts> | hidden from <scripts> | out of reach
			(of | for) <scripts>`,
			httpOnly.negative()),

		say("clause", `<scripts> can (not | never) (read | access | see | reach) <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> can (read | access | see | reach) <cookies>`, theyAre(httpOnly.not())),
		say("clause", `<scripts> can (read | access | see | reach) <no-cookies>`, func(v values) any {
			return predicate(last[subject](v, "no-cookies"), []property{httpOnly})
		}),
		say("clause", `no (script | scripts) can (read | access | see | reach) <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> (has | have) no access to <cookies>`, theyAre(httpOnly)),
		say("clause", `<scripts> (has | have) access to <cookies>`, theyAre(httpOnly.not())),
		say("clause", `it is (not possible | impossible) for <scripts> to (read | access | see | reach) <cookies>`,
			theyAre(httpOnly)),
		say("clause", `<we> (mark | marks | flag | flags) <cookies> [as] <http-only>`, theyAre(httpOnly)),
		say("clause", `<http-only> (- | :) <clause> [<against-xss>]`, heading("http_only", httpOnly)),
	}})
)
