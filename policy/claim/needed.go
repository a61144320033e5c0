package claim

import (
	"net/url"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Needed says that the program keeps nobody logged in without the cookies of these
// names.
type Needed []string

var _ = register(Kind{
	Name: "needed", Position: 60, Menu: 70, Label: "Nobody can stay logged in without these cookies",
	Schema: namesSchema,
	Form:   namesForm,
	Read: func(v url.Values) (Condition, form.Problems) {
		names, problems := readNames(v)
		return Needed(names), problems
	},
	Example: Needed{"a", "b"},
})

// Check implements [Condition].
func (n Needed) Check(e Evidence) []Status {
	found := Status{Words: "The program cannot keep anyone logged in without " + strings.Join(n, ", ") + "."}
	for _, name := range n {
		if _, declared := e.Find(name); !declared || !cookie.IsNeededToLogIn(name) {
			found.Untrue = "Logging in works without " + name + "."
		}
	}
	return []Status{found}
}

// Without implements [Trial].
func (n Needed) Without() []string { return n }

// Judge implements [Condition].
func (n Needed) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, name := range n {
		found := Held("Without " + name + " the browser was logged out, or was given it again at once.")
		switch o.Trials[name] {
		case Holds:
		case Fails:
			found.Fail("One stayed logged in without %s.", name)
		default:
			found.Cannot("Nobody was logged in.")
		}
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter].
func (n Needed) Unite(other Condition) Condition { return Needed(union(n, other.(Needed))) }

// Needs implements [Condition]. The trials are its evidence.
func (Needed) Needs() []Journey { return nil }

// Problem implements [Condition].
func (n Needed) Problem() string { return listProblem(n) }

// Values implements [Condition].
func (n Needed) Values() url.Values { return url.Values{"names": n} }

// Divide implements [Divider].
func (n Needed) Divide() []Condition {
	return divided(n, func(one Needed) Condition { return one })
}
