package claim

import (
	"net/url"

	"github.com/prokken/prokken/policy/form"
)

// DatedByPublication says that "Last updated" is the day of publication.
type DatedByPublication bool

var _ = register(Kind{
	Name: "dated_by_publication", Position: 110, Menu: 110, Label: "“Last updated” follows each publication",
	Schema:  yesSchema,
	Form:    noForm,
	Read:    func(url.Values) (Condition, form.Problems) { return DatedByPublication(true), nil },
	Example: DatedByPublication(true),
})

// Check implements [Condition]. It holds by construction: publishing a version sets
// its day, and nothing else does.
func (d DatedByPublication) Check(Evidence) []Status {
	return []Status{
		{Words: `"Last updated" is the day on which this version was published. No version can be changed afterwards.`},
	}
}

// Judge implements [Condition].
func (d DatedByPublication) Judge(o Observations) []Verdict {
	found := Held(`The page gives the day on which this version was published as "Last updated".`)
	switch {
	case o.PublishedOn == "":
		found.Cannot("The policy is a file, which has no day of publication.")
	case o.PrintedDay == "":
		found.Cannot("The page of the policy could not be read.")
	case o.PrintedDay != o.PublishedOn:
		found.Fail("The page says %s, the record %s.", o.PrintedDay, o.PublishedOn)
	}
	return []Verdict{found}
}

// Unite implements [Uniter].
func (d DatedByPublication) Unite(Condition) Condition { return d }

// Needs implements [Condition]. The page that was read is its evidence.
func (DatedByPublication) Needs() []Journey { return nil }

// Problem implements [Condition].
func (d DatedByPublication) Problem() string { return yesProblem(bool(d)) }

// Values implements [Condition].
func (d DatedByPublication) Values() url.Values { return url.Values{} }
