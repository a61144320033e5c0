package claim

import (
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/form"
)

// OnlyTheseCookies says that the cookies of these names are declared, and no others.
type OnlyTheseCookies []string

var _ = register(Kind{
	Name: "only_these_cookies", Position: 50, Menu: 40, Label: "There are these cookies and no others",
	Schema: namesSchema,
	Form:   namesForm,
	Read: func(v url.Values) (Condition, form.Problems) {
		names, problems := readNames(v)
		return OnlyTheseCookies(names), problems
	},
	Example: OnlyTheseCookies{"a", "b"},
})

// Check implements [Condition].
func (t OnlyTheseCookies) Check(e Evidence) []Status {
	found := Status{
		Words: "No cookies are declared but " + strings.Join(t, ", ") + ", and the server lets no other out.",
	}
	for _, d := range e.Cookies {
		if !slices.Contains(t, d.Name) {
			found.fails(d.Name, "is declared too.")
		}
	}
	for _, name := range t {
		if _, declared := e.Find(name); !declared {
			found.fails(name, notDeclared)
		}
	}
	return []Status{found}
}

// Judge implements [Condition].
func (t OnlyTheseCookies) Judge(o Observations) []Verdict {
	found := Held("No cookies were set but " + strings.Join(t, ", ") + ".")
	for _, name := range o.Names() {
		if !slices.Contains(t, name) {
			found.Fail("%s was set too.", name)
		}
	}
	return []Verdict{found}
}

// Needs implements [Condition]. Any of them may show what is against it.
func (OnlyTheseCookies) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (t OnlyTheseCookies) Problem() string { return listProblem(t) }

// Values implements [Condition].
func (t OnlyTheseCookies) Values() url.Values { return url.Values{"names": t} }
