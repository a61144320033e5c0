package claim

import (
	"net/url"

	"github.com/prokken/prokken/policy/form"
)

// NoThirdPartyCookies says that no cookie of anyone else is declared, and that no
// page loads a script of anyone else.
type NoThirdPartyCookies bool

var _ = register(Kind{
	Name: "no_third_party_cookies", Position: 80, Menu: 80, Label: "Nobody else sets a cookie",
	Schema:  yesSchema,
	Form:    noForm,
	Read:    func(url.Values) (Condition, form.Problems) { return NoThirdPartyCookies(true), nil },
	Example: NoThirdPartyCookies(true),
})

// Check implements [Condition].
func (n NoThirdPartyCookies) Check(e Evidence) []Status {
	found := Status{Words: "No cookie of anyone else is declared, and no page loads anything that could set one."}
	for _, d := range e.Cookies {
		if d.Party != "" {
			found.fails(d.Name, "is declared as a cookie of "+d.Party+".")
		}
	}
	if i, loads := e.LoadsFrom(Elsewhere); loads {
		found.Untrue = "Pages load a script of " + i.Name + "."
	}
	return []Status{found}
}

// Judge implements [Condition].
func (n NoThirdPartyCookies) Judge(o Observations) []Verdict {
	found := Held("No other site set a cookie.")
	for _, seen := range o.Cookies {
		if seen.ThirdParty {
			found.Fail("%s set %s.", seen.Domain, seen.Name)
		}
	}
	return []Verdict{found}
}

// Unite implements [Uniter].
func (n NoThirdPartyCookies) Unite(Condition) Condition { return n }

// Needs implements [Condition]. Any of them may show what is against it.
func (NoThirdPartyCookies) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (n NoThirdPartyCookies) Problem() string { return yesProblem(bool(n)) }

// Values implements [Condition].
func (n NoThirdPartyCookies) Values() url.Values { return url.Values{} }
