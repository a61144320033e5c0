// Package claimtest has a kind of condition that the program does not have, so that
// tests can see that a kind is complete in one file: see [RegisterStartsWith].
package claimtest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
)

// StartsWith says that the names of all cookies start so.
type StartsWith string

// RegisterStartsWith adds the kind for as long as the test runs.
func RegisterStartsWith(t *testing.T) {
	t.Helper()
	t.Cleanup(claim.Register(claim.Kind{
		Name: "names_start_with", Position: 5, Menu: 5, Label: "All names start so",
		Schema: `{ "type": "string", "minLength": 2 }`,
		Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
			return []form.Field{m.Text("start", "Start", "")}
		},
		Read:    func(v url.Values) (claim.Condition, form.Problems) { return StartsWith(form.Line(v, "start")), nil },
		Example: StartsWith("prokken_"),
	}))
}

// Check implements [claim.Condition].
func (s StartsWith) Check(e claim.Evidence) []claim.Status {
	found := claim.Status{Words: "Every name starts with " + string(s) + "."}
	for _, d := range e.Cookies {
		if !strings.HasPrefix(d.Name, string(s)) {
			found.Untrue = d.Name + " does not."
		}
	}
	return []claim.Status{found}
}

// Judge implements [claim.Condition].
func (s StartsWith) Judge(o claim.Observations) []claim.Verdict {
	found := claim.Held("Every name that was seen starts with " + string(s) + ".")
	for _, seen := range o.Cookies {
		if !strings.HasPrefix(seen.Name, string(s)) {
			found.Fail("%s was set.", seen.Name)
		}
	}
	return []claim.Verdict{found}
}

// Needs implements [claim.Condition].
func (s StartsWith) Needs() []claim.Journey { return claim.Journeys() }

// Problem implements [claim.Condition].
func (s StartsWith) Problem() string { return "" }

// Values implements [claim.Condition].
func (s StartsWith) Values() url.Values { return url.Values{"start": {string(s)}} }
