package grammar

import "github.com/prokken/prokken/policy/claim"

// The path that a cookie is restricted to.
var _ = register(fragment{rules: []rule{
	say("being", `(<only> [ever] <sent> | <sent> <only>) to <endpoints>`, restricted),
	say("being", `<sent> to <endpoints> <only> | <sent> to <endpoints> and nowhere else`, restricted),
	say("being", `(restricted | limited | scoped) to <endpoints>`, restricted),
	say("being", `<used> with the path <path>`,
		func(v values) any { return trait(claim.Cookie{Path: last[string](v, "path")}) }),
	say("acting", `<carries> (the path | a path of) <path>`,
		func(v values) any { return trait(claim.Cookie{Path: last[string](v, "path")}) }),
	say("clause", `(the | your) <stored> token is (<only> <sent> | <sent> <only>) to <endpoints>`, func(v values) any {
		whom := these(v.context.storing(last[string](v, "stored"))...).one()
		return predicate(whom, []property{restricted(v).(property)})
	}),
	say("acting", `(go | goes) <only> to <endpoints> | <only> (go | goes) to <endpoints>`, restricted),
	say("clause", `its path is <endpoints>`, itIsAs(restricted)),
	say("clause", `path-restricted (- | :) <clause> [, minimizing exposure]`, func(v values) any {
		return explains(last[clause](v, "clause"), "path")
	}),
	say("clause", `[your | the] (browser | browsers) (send | sends) <cookies> <only> to <endpoints>`,
		theyAreAs(restricted)),
	say("clause", `[your | the] (browser | browsers) <only> (send | sends) <cookies> to <endpoints>`,
		theyAreAs(restricted)),
}})

func restricted(v values) any { return trait(claim.Cookie{Path: last[string](v, "endpoints")}) }
