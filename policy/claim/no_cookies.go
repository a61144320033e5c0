package claim

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// NoCookies says that no cookie of these categories is declared.
type NoCookies []cookie.Category

var _ = register(Kind{
	Name: "no_cookies", Position: 10, Menu: 30, Label: "There are no cookies of a type",
	Schema: categoriesSchema,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Ticks("categories", "Types", "", form.CategoryOptions())}
	},
	Read: func(v url.Values) (Condition, form.Problems) {
		categories, problems := readCategories(v)
		return NoCookies(categories), problems
	},
	Example: NoCookies{cookie.Analytics, cookie.Marketing},
})

// Check implements [Condition].
func (n NoCookies) Check(e Evidence) []Status {
	var all []Status
	for _, category := range n {
		found := Status{
			Words: fmt.Sprintf(
				"No cookie of the type %q is declared, and the server lets no undeclared cookie out.",
				category.Words(),
			),
		}
		for _, d := range e.Cookies {
			if d.Category == category {
				found.fails(d.Name, fmt.Sprintf("is declared as %q.", category.Words()))
			}
		}
		all = append(all, found)
	}
	return all
}

// Judge implements [Condition].
func (n NoCookies) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, category := range n {
		found := Held(fmt.Sprintf("No cookie of the type %q was set on any page.", category.Words()))
		for _, seen := range o.Cookies {
			switch seen.Category {
			case category:
				found.Fail("%s was set.", seen.Name)
			case "":
				found.Fail("%s was set, of which nobody knows the type.", seen.Name)
			default: // another type breaks no promise
			}
		}
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter].
func (n NoCookies) Unite(other Condition) Condition { return NoCookies(union(n, other.(NoCookies))) }

// Needs implements [Condition]. Any of them may show what is against it.
func (NoCookies) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (n NoCookies) Problem() string { return categoriesProblem(n) }

// Values implements [Condition].
func (n NoCookies) Values() url.Values { return categoryValues(n) }

// Divide implements [Divider].
func (n NoCookies) Divide() []Condition {
	return divided(n, func(one NoCookies) Condition { return one })
}
