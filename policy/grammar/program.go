package grammar

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Sentences about what the program does besides setting cookies: how long something is stored, and
// behaviours that are so or not. They are read only where the fact of that name is known.
var _ = register(fragment{
	kind: "program",
	rules: slices.Concat(
		rulesOfRetentions(), rulesOfBehaviours(),
		[]rule{
			say("period", `<number> <unit>`, exactPeriod),
			say("period", `(a | an) <unit>`, exactPeriod),
			words("delete", `delete | erase | forget`),
			words("deleted", `deleted | erased | forgotten`),
			words("keep", `keep | store`),
			words("kept", `kept | stored`),
			words("label", `- | :`),
			say("clause", `(a | your) password has at least <number> characters`, func(v values) any {
				return v.program("min_password_length", claim.FactValue(strconv.Itoa(last[int](v, "number"))))
			}),
		},
	),
	facts: func(c claim.Condition) []fact {
		var all []fact
		facts := c.(claim.Program)
		for _, name := range slices.Sorted(maps.Keys(facts)) {
			all = append(all, fact{"program." + name, "", string(facts[name].Canonical())})
		}
		return all
	},
})

// program returns the clause that the fact has the value; nil where no such fact is known, so that
// the sentence is not read.
func (v values) program(name string, value claim.FactValue) any {
	if _, known := v.context.Program[name]; !known || value == "" {
		return nil
	}
	return states(claim.Program{name: value})
}

// exactPeriod is the meaning of a period whose length is certain: months and years are not.
func exactPeriod(v values) any {
	n, unit := last[int](v, "number"), last[time.Duration](v, "unit")
	if !v.has("number") {
		n = 1
	}
	period, fits := lifetimeOf(n, unit).(cookie.Lifetime)
	if !fits || unit >= unitOfTime["month"] {
		return nil
	}
	return claim.FactValue(period.String())
}
