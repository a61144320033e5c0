package claim

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Outlives says that one cookie lives longer than the other.
type Outlives struct {
	Name string `json:"name"`
	Than string `json:"than"`
}

var _ = register(Kind{
	Name: "outlives", Position: 70, Menu: 60, Label: "One cookie lives longer than another",
	Schema: `{
		"type": "object",
		"required": ["name", "than"],
		"additionalProperties": false,
		"properties": { "name": { "$ref": "#/$defs/cookie_name" }, "than": { "$ref": "#/$defs/cookie_name" } }
	}`,
	Form: func(m form.Maker, declared []cookie.Declaration) []form.Field {
		names := form.CookieOptions(declared)
		return []form.Field{m.Choice("name", "This one", "", names), m.Choice("than", "lives longer than", "", names)}
	},
	Read: func(v url.Values) (Condition, form.Problems) {
		o, problems := Outlives{Name: form.Line(v, "name"), Than: form.Line(v, "than")}, form.Problems{}
		problems.Need(o.Name != "" && o.Name != o.Than, "name", "Please choose two cookies.")
		return o, problems
	},
	Example: Outlives{Name: "a", Than: "b"},
})

// Check implements [Condition].
func (l Outlives) Check(e Evidence) []Status {
	found := Status{Words: fmt.Sprintf("%s lives longer than %s.", l.Name, l.Than)}
	a, hasA := e.Find(l.Name)
	b, hasB := e.Find(l.Than)
	if !hasA || !hasB || a.Lifetime <= b.Lifetime {
		found.fails(l.Name, "does not live longer than "+l.Than+".")
	}
	return []Status{found}
}

// Judge implements [Condition].
func (l Outlives) Judge(o Observations) []Verdict {
	found := Held(fmt.Sprintf("%s lived longer than %s.", l.Name, l.Than))
	a, hasA := o.Find(l.Name)
	b, hasB := o.Find(l.Than)
	switch {
	case !hasA || !hasB:
		found.Cannot("The two were not both set in this audit.")
	case a.Lifetime <= b.Lifetime:
		found.Fail("%s lives %s, %s %s.", l.Name, LifetimeWords(a.Lifetime), l.Than, LifetimeWords(b.Lifetime))
	}
	return []Verdict{found}
}

// Needs implements [Condition]. Any of them may show what is against it.
func (Outlives) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (l Outlives) Problem() string { return namesProblem(l.Name, l.Than) }

// Values implements [Condition].
func (l Outlives) Values() url.Values { return url.Values{"name": {l.Name}, "than": {l.Than}} }
