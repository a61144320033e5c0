package grammar

import "strings"

// People and places: who uses cookies, whose browser keeps them, where.
var _ = register(fragment{
	lexical: []lexical{{"site", readSite}, {"site's", readOwner}},
	rules: []rule{
		words("we", `we | <site> | (our | this) (site | website | platform | service) | the platform`),
		words("us", `us | <site> | (our | this) (site | website | platform | service) | the platform`),
		words("our", `our | <site's>`),
		words("you", `you | (users | visitors | members | people)`),
		words("by-us", `by <us>`),
		words("here", `<place> | <now>`),
		words("place", `here | on (<site> | (our | this) (site | website | platform | pages)) | on the (site | website |
			platform)`),
		words("device", `(on | to) (your | the user 's) (device | computer | browser) | in your browser`),
	},
})

func readSite(t Token, c Context) any {
	if c.isSite(t.Text) {
		return t.Text
	}
	return nil
}

func readOwner(t Token, c Context) any {
	if name, isOwner := strings.CutSuffix(t.Text, "'s"); isOwner && c.isSite(name) {
		return name
	}
	return nil
}

// Verbs of using cookies. They differ in words alone.
var _ = register(fragment{rules: []rule{
	words("use", `use | uses | set | sets | place | places | employ | employs | store | stores | rely on | relies on
		| have | has | serve | serves`),
	words("use-base", `use | set | place | employ | store | rely on | have | serve`),
	words("used", `used | set | placed | employed | stored | in use`),
	words("using", `using | setting | placing | employing | storing`),
	words("does-not", `(do | does) not [<now>] | never`),
	words("not-use", `<does-not> [<ever>] <use-base> | never (uses | sets | places | employs | stores)`),
	words("is", `is | are`),
}})

// Words that change nothing where they stand: what holds of the present is checked of the present.
var _ = register(fragment{rules: []rule{
	words("now", `currently | presently | at present | at the moment | at this time | right now`),
	words("ever", `ever`),
	words("at-all", `at all | whatsoever | of any kind`),
	words("any", `any | any kind of | any type of`),
	words("only", `only | solely | exclusively`),
	words("exactly", `exactly | just | only`),
	words("that", `that | which`),
}})
