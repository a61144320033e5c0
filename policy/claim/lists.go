package claim

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// What several kinds share: lists of categories and of names, and conditions that
// are true or left out.

const (
	checksNothing = "A claim has to check something."
	chooseOne     = "Please choose at least one."

	categoriesSchema = `{ "$ref": "#/$defs/categories" }`
	namesSchema      = `{ "$ref": "#/$defs/cookie_names" }`
	yesSchema        = `{ "$ref": "#/$defs/yes" }`
)

// union is the first list and what the second has besides.
func union[T comparable](a, b []T) []T {
	all := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

func categoriesProblem(categories []cookie.Category) string {
	for _, category := range categories {
		if category.Words() == "" {
			return fmt.Sprintf("%q is not a category", category)
		}
	}
	if len(categories) == 0 {
		return checksNothing
	}
	return ""
}

func namesProblem(names ...string) string {
	for _, name := range names {
		if !cookie.IsName(name) {
			return fmt.Sprintf("%q cannot be a cookie's name.", name)
		}
	}
	return ""
}

// listProblem is the problem of a list that must not be empty.
func listProblem(names []string) string {
	if len(names) == 0 {
		return checksNothing
	}
	return namesProblem(names...)
}

func yesProblem(isTrue bool) string {
	if !isTrue {
		return checksNothing
	}
	return ""
}

func categoryValues(categories []cookie.Category) url.Values {
	v := url.Values{}
	for _, category := range categories {
		v.Add("categories", string(category))
	}
	return v
}

func readCategories(v url.Values) ([]cookie.Category, form.Problems) {
	problems := form.Problems{}
	problems.Need(len(v["categories"]) > 0, "categories", chooseOne)
	var all []cookie.Category
	for _, name := range v["categories"] {
		all = append(all, cookie.Category(name))
	}
	return all, problems
}

func readNames(v url.Values) ([]string, form.Problems) {
	problems := form.Problems{}
	problems.Need(len(v["names"]) > 0, "names", chooseOne)
	return v["names"], problems
}

func namesForm(m form.Maker, declared []cookie.Declaration) []form.Field {
	return []form.Field{m.Ticks("names", "Cookies", "", form.CookieOptions(declared))}
}

// noForm is the form of a condition with nothing to fill in.
func noForm(form.Maker, []cookie.Declaration) []form.Field { return nil }
