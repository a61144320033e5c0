package grammar

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// The category of a cookie, as its type and as what it is for.
var _ = register(fragment{rules: []rule{
	say("being", `[a | an] <category> (cookie | cookies)`, ofCategory),
	say("being", `<category>`, ofCategory),
	meaning("being", `<used> (<only> for <essentials> | for <essentials> <only>)`,
		inCategories(categories{cookie.Necessary})),
	words("essentials", `essential [platform | site] (functionality | functions | features)`),
	meaning("being", `limited to <essentials>`, inCategories(categories{cookie.Necessary})),
	meaning("acting", `(serve | serves) (<essentials> <only> | <only> <essentials>) | <only> (serve | serves)
		<essentials>`,
		inCategories(categories{cookie.Necessary})),
	meaning("being", `<necessary> (to | for) the functioning of (the | our | this) (platform | site | website |
		service)`,
		inCategories(categories{cookie.Necessary})),
	say("clause", `(the | our | this) (platform | site | website | service) <does-not> (function | work) without
		<cookies>`,
		necessary),
	say("clause", `<we> <does-not> (need | ask for) <consent> for <cookies>`, necessary),
	say("being", `<used> to <aim>`, func(v values) any { return inCategories(last[categories](v, "aim")) }),
	say("being", `classified as <category> [cookies]`, ofCategory),
	say("clause", `(the | our | this) (platform | site | website | service) (needs | requires) <cookies> to (function
		| work)`, necessary),
	say("clause", `(the | our | this) (platform | site | website | service) can not (function | work) without
		<cookies>`, necessary),
	say("being", `<used> for <purposes>`, func(v values) any { return inCategories(last[categories](v, "purposes")) }),
	meaning("being", `<necessary> for (the | our | this) (platform | site | website | service) [to (function | work)]
		| (needed | required) for (the | our | this) (platform | site | website | service) to (function | work)`,
		inCategories(categories{cookie.Necessary})),
	meaning("being", `<necessary> (to run | to operate | for running | to) (the | our | this) (platform | site |
		website | service)`,
		inCategories(categories{cookie.Necessary})),
	meaning("being", `<necessary> (to provide | to | for) the service [<that>] you (have requested | requested |
		asked for | have asked for)`,
		inCategories(categories{cookie.Necessary})),
	words("necessary", `strictly necessary | necessary | essential`),

	// What the law asks for is known of the category, and not of the cookie.
	meaning("acting", `(require | need | requires | needs) [your] consent [<law>]`,
		inCategories(categories{cookie.Necessary}).not().plainly()),
	say("clause", `[<law> ,] [your] consent is (not | never) (required | needed) for <cookies> [<law>]`, necessary),
	say("clause", `[<law> ,] no consent is (required | needed) for <cookies> [<law>]`, necessary),
	say("clause", `<laws> do not require consent for <cookies>`, necessary),
	words("laws", `most cookie laws [\( including [the] gdpr \) | , including [the] gdpr ,]`),
	meaning("being", `required | indispensable`, inCategories(categories{cookie.Necessary})),
	meaning("being", `exempt from consent [<law>]`, inCategories(categories{cookie.Necessary})),
	words("law", `under most cookie laws [\( including [the] gdpr \) | , including [the] gdpr] | under the gdpr |
		under (european | eu) law`),
}})

func necessary(v values) any {
	return predicate(last[subject](v, "cookies"), []property{inCategories(categories{cookie.Necessary})})
}

func ofCategory(v values) any { return inCategories(last[categories](v, "category")) }

// inCategories returns the property to be of one of the categories.
func inCategories(c categories) property {
	if len(c) == 1 {
		return trait(claim.Cookie{Category: c[0]})
	}
	return property{
		of:    func(of cookies) []claim.Condition { return of.lackAll(c.others()) },
		notOf: func(of cookies) []claim.Condition { return of.lackAll(c) },
	}
}

// lackAll returns the conditions that the cookies are of none of the categories.
func (c cookies) lackAll(of categories) []claim.Condition {
	var all []claim.Condition
	for _, category := range of {
		all = append(all, c.lack(claim.Cookie{Category: category})...)
	}
	return all
}
