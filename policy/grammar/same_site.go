package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// SameSite, by its name. What it does differs from browser to browser and from value to value, so
// the words for that are read behind the name alone.
var _ = register(fragment{rules: []rule{
	words("same-site", `<isolated>`),
	meaning("isolated", `samesite [: | = | set to] lax`, sameSite(cookie.Lax)),
	meaning("isolated", `samesite [: | = | set to] strict`, sameSite(cookie.Strict)),
	meaning("same-site", `samesite [: | = | set to] none`, sameSite(cookie.None)),
	words("flag", `<same-site>`),
	words("csrf", `cross-site request forgery [\( csrf \)] [attacks] | csrf [attacks]`),

	say("being", `[(marked | flagged | set) [as | to]] <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("being", `(marked | flagged | set) with <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("acting", `<carries> [the <attribute>] <same-site>`,
		func(v values) any { return last[property](v, "same-site") }),
	say("clause", `<isolated> (- | :) [the] cookies are not sent with cross-site requests [, protecting against
		<csrf>]`, func(v values) any {
		return predicate(these(v.context.Properties...), []property{last[property](v, "isolated")})
	}),
}})

func sameSite(value cookie.SameSite) property { return trait(claim.Cookie{SameSite: value}) }
