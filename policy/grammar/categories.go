package grammar

import (
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// categories are what a word like "advertising" means: one category, or, like "tracking", any
// of several.
type categories []cookie.Category

// optionalCategories are all but the necessary one.
var optionalCategories = categories{cookie.Necessary}.others()

// trackingCategories are those that follow people.
var trackingCategories = categories{cookie.Analytics, cookie.Marketing}

// Categories. A word that could mean another thing is none of them: "session", "functional",
// "preference", "persistent" and "third-party" cookies are no categories here.
var _ = register(fragment{rules: []rule{
	meaning("category", `strictly (necessary | essential) | necessary | essential`, categories{cookie.Necessary}),
	meaning("category", `analytics | analytical | statistics | statistical`, categories{cookie.Analytics}),
	meaning("category", `advertising | advertisement | ad | marketing | targeting | retargeting | remarketing`,
		categories{cookie.Marketing}),
	meaning("category", `tracking | profiling`, trackingCategories),
	meaning("category", `optional | (non-essential | nonessential) | non-necessary |
		unnecessary`,
		optionalCategories),
	say("category", `not (strictly (necessary | essential) | necessary | essential)`,
		func(values) any { return optionalCategories }),

	// <categories> are all that are named, whatever joins them; <all-categories> are joined by "and".
	words("categories", `<category>`),
	say("categories", `<category> [cookies] (or | and | nor | and/or | / | , | , or | , and) <categories>`, joined),
	say("all-categories", `<category>`, group),
	say("all-categories", `<category> (and | , | , and) <all-categories>`, grouped),

	meaning("aim", `(track | profile | follow) you`, trackingCategories),
	meaning("aim", `show you (advertising | advertisements | ads) | (show | display) (advertising | advertisements |
		ads)`,
		categories{cookie.Marketing}),
	meaning("aim", `(measure | analyse | analyze) (visits | traffic | how you use (the | our | this) (site | website
		| platform))`,
		categories{cookie.Analytics}),
	meaning("purpose", `(analytics | statistics | measurement) [purposes]`, categories{cookie.Analytics}),
	meaning("purpose", `(advertising | marketing | remarketing | retargeting) [purposes]`, categories{cookie.Marketing}),
	meaning("purpose", `(tracking | profiling) [purposes] | tracking you`, trackingCategories),
	words("purposes", `<purpose>`),
	say("purposes", `<purpose> (or | and | nor | , | , or | , and) [for] <purposes>`, func(v values) any {
		return unite(last[categories](v, "purpose"), last[categories](v, "purposes"))
	}),
}})

func joined(v values) any {
	return unite(last[categories](v, "category"), last[categories](v, "categories"))
}

// group keeps what each word of a list means apart: "there are tracking and necessary cookies"
// says something of each.
func group(v values) any { return []categories{last[categories](v, "category")} }

func grouped(v values) any {
	return append([]categories{last[categories](v, "category")}, last[[]categories](v, "all-categories")...)
}

func unite(a, b categories) categories {
	all := slices.Clone(a)
	for _, category := range b {
		if !slices.Contains(all, category) {
			all = append(all, category)
		}
	}
	return all
}

// others returns the categories that are not among these.
func (c categories) others() categories {
	return slices.DeleteFunc(slices.Clone(cookie.Categories), func(category cookie.Category) bool {
		return slices.Contains(c, category)
	})
}

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
