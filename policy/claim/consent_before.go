package claim

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// ConsentBefore says that declaring a cookie of these categories makes the server
// ask before it is set.
type ConsentBefore []cookie.Category

var _ = register(Kind{
	Name: "consent_before", Position: 100, Menu: 100, Label: "We ask before cookies of a type are set",
	Schema: categoriesSchema,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Ticks("categories", "Types", "", form.CategoryOptions()[1:])}
	},
	Read: func(v url.Values) (Condition, form.Problems) {
		categories, problems := readCategories(v)
		return ConsentBefore(categories), problems
	},
	Example: ConsentBefore{cookie.Analytics, cookie.Marketing},
})

// Check implements [Condition]. It holds by construction for every category but the
// necessary one: the gate lets no optional cookie out, and scripts load with consent
// alone.
func (b ConsentBefore) Check(Evidence) []Status {
	var all []Status
	for _, category := range b {
		found := Status{
			Words: fmt.Sprintf("Declaring a cookie of the type %q makes the server ask before it is set.", category.Words()),
		}
		if category == cookie.Necessary {
			found.Untrue = "Nobody is asked about strictly necessary cookies."
		}
		all = append(all, found)
	}
	return all
}

// Judge implements [Condition].
func (b ConsentBefore) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, category := range b {
		found := Held(fmt.Sprintf("No cookie of the type %q was set before somebody agreed.", category.Words()))
		for _, seen := range o.Cookies {
			if seen.BeforeConsent && seen.Category == category {
				found.Fail("%s was.", seen.Name)
			}
		}
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter].
func (b ConsentBefore) Unite(other Condition) Condition {
	return ConsentBefore(union(b, other.(ConsentBefore)))
}

// Needs implements [Condition]. Who agreed shows nothing of it.
func (ConsentBefore) Needs() []Journey { return WithoutConsent() }

// Problem implements [Condition].
func (b ConsentBefore) Problem() string { return categoriesProblem(b) }

// Values implements [Condition].
func (b ConsentBefore) Values() url.Values { return categoryValues(b) }

// Divide implements [Divider].
func (b ConsentBefore) Divide() []Condition {
	return divided(b, func(one ConsentBefore) Condition { return one })
}
