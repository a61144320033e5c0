package claim

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// CookieCount says that exactly so many cookies are declared.
type CookieCount int

// maxCount is how many cookies a document can declare.
const maxCount = 200

var _ = register(Kind{
	Name: "cookie_count", Position: 40, Menu: 50, Label: "There are exactly this many cookies",
	Schema: `{ "type": "integer", "minimum": 1, "maximum": 200 }`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Number("count", "How many", "")}
	},
	Read: func(v url.Values) (Condition, form.Problems) {
		n, _ := strconv.Atoi(form.Line(v, "count")) // 0 is complained of
		problems := form.Problems{}
		problems.Need(n > 0, "count", "Please enter a number from 1.")
		return CookieCount(n), problems
	},
	Example: CookieCount(2),
})

// exactly begins a sentence about so many cookies, with the verb for one of them or for more.
func (c CookieCount) exactly(one, more string) string {
	if c == 1 {
		return "Exactly one cookie " + one
	}
	return fmt.Sprintf("Exactly %d cookies %s", c, more)
}

// Check implements [Condition].
func (c CookieCount) Check(e Evidence) []Status {
	found := Status{Words: c.exactly("is", "are") + " declared."}
	if n := len(e.Cookies); n != int(c) {
		found.Untrue = fmt.Sprintf("%d are declared.", n)
	}
	for _, d := range e.Cookies {
		if d.IsPattern() {
			found.fails(d.Name, "stands for any number of cookies.")
		}
	}
	return []Status{found}
}

// Judge implements [Condition].
func (c CookieCount) Judge(o Observations) []Verdict {
	found := Held(c.exactly("was", "were") + " set.")
	if n := o.count(); n > int(c) {
		found.Fail("%d were set.", n)
	} else if n < int(c) {
		found.Cannot("Only %d were set in this audit.", n)
	}
	return []Verdict{found}
}

// Needs implements [Condition]. Any of them may show what is against it.
func (CookieCount) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (c CookieCount) Problem() string {
	if c < 1 || c > maxCount {
		return fmt.Sprintf("A claim counts between 1 and %d cookies.", maxCount)
	}
	return ""
}

// Values implements [Condition].
func (c CookieCount) Values() url.Values { return url.Values{"count": {strconv.Itoa(int(c))}} }
