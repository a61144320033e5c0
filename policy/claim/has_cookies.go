package claim

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// HasCookies says that of each of these categories there is a declared cookie.
type HasCookies []cookie.Category

var _ = register(Kind{
	Name: "has_cookies", Position: 15, Menu: 35, Label: "There are cookies of a type",
	Schema: categoriesSchema,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Ticks("categories", "Types", "", form.CategoryOptions())}
	},
	Read: func(v url.Values) (Condition, form.Problems) {
		categories, problems := readCategories(v)
		return HasCookies(categories), problems
	},
	Example: HasCookies{cookie.Analytics, cookie.Marketing},
})

// Check implements [Condition].
func (h HasCookies) Check(e Evidence) []Status {
	var all []Status
	for _, category := range h {
		found := Status{Words: fmt.Sprintf("A cookie of the type %q is declared.", category.Words())}
		if !e.Declares(category) {
			found.Untrue = fmt.Sprintf("No cookie of the type %q is declared.", category.Words())
		}
		all = append(all, found)
	}
	return all
}

// Judge implements [Condition]. That none was seen does not show that there is none.
func (h HasCookies) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, category := range h {
		found := Held(fmt.Sprintf("A cookie of the type %q was set.", category.Words()))
		if !o.hasSeen(category) {
			found.Cannot("None was set in this audit.")
		}
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter].
func (h HasCookies) Unite(other Condition) Condition {
	return HasCookies(union(h, other.(HasCookies)))
}

// Needs implements [Condition]. One cookie that was seen is enough.
func (HasCookies) Needs() []Journey { return nil }

// Problem implements [Condition].
func (h HasCookies) Problem() string { return categoriesProblem(h) }

// Values implements [Condition].
func (h HasCookies) Values() url.Values { return categoryValues(h) }

// Divide implements [Divider].
func (h HasCookies) Divide() []Condition {
	return divided(h, func(one HasCookies) Condition { return one })
}
