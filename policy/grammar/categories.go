package grammar

import (
	"slices"

	"github.com/prokken/prokken/cookie"
)

// categories are what a word like "advertising" means: one category, or, like "tracking", any
// of several.
type categories []cookie.Category

// optionalCategories are all but the necessary one.
var optionalCategories = categories{cookie.Analytics, cookie.Marketing}

// Categories. A word that could mean another thing is none of them: "session", "functional",
// "preference", "persistent" and "third-party" cookies are no categories here.
var _ = register(fragment{rules: []rule{
	meaning("category", `strictly (necessary | essential) | necessary | essential`, categories{cookie.Necessary}),
	meaning("category", `analytics | analytical | statistics | statistical`, categories{cookie.Analytics}),
	meaning("category", `advertising | advertisement | ad | marketing | targeting | retargeting | remarketing`,
		categories{cookie.Marketing}),
	meaning("category", `tracking | profiling | optional | (non-essential | nonessential) | non-necessary |
		unnecessary`,
		optionalCategories),
	say("category", `not (strictly (necessary | essential) | necessary | essential)`,
		func(values) any { return optionalCategories }),

	// <categories> are all that are named, whatever joins them; <all-categories> are joined by "and".
	words("categories", `<category>`),
	say("categories", `<category> [cookies] (or | and | nor | and/or | / | , | , or | , and) <categories>`, joined),
	say("all-categories", `<category>`, group),
	say("all-categories", `<category> (and | , | , and) <all-categories>`, grouped),

	meaning("aim", `(track | profile | follow) you`, optionalCategories),
	meaning("aim", `show you (advertising | advertisements | ads) | (show | display) (advertising | advertisements |
		ads)`,
		categories{cookie.Marketing}),
	meaning("aim", `(measure | analyse | analyze) (visits | traffic | how you use (the | our | this) (site | website
		| platform))`,
		categories{cookie.Analytics}),
	meaning("purpose", `(analytics | statistics | measurement) [purposes]`, categories{cookie.Analytics}),
	meaning("purpose", `(advertising | marketing | remarketing | retargeting) [purposes]`, categories{cookie.Marketing}),
	meaning("purpose", `(tracking | profiling) [purposes] | tracking you`, optionalCategories),
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
