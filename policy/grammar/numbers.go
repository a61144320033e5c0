package grammar

import (
	"slices"
	"strconv"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// spelled are the numbers that have words, from zero.
var spelled = []string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}

// unitOfTime are the units of a lifetime. A month and a year are what cookies make of them.
var unitOfTime = map[string]time.Duration{
	"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour,
	"month": 30 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
}

var _ = register(fragment{
	lexical: []lexical{{"number", readNumber}, {"unit", readUnit}},
	rules: []rule{
		say("duration", `<number> <unit>`, func(v values) any {
			return lifetimeOf(last[int](v, "number"), last[time.Duration](v, "unit"))
		}),
		say("duration", `(a | an) <unit>`, func(v values) any {
			return lifetimeOf(1, last[time.Duration](v, "unit"))
		}),
		meaning("duration", `the [length of the | duration of the] [browser] session`, cookie.Session),
	},
})

// maxNumber keeps a product of number and unit within what can be counted.
const maxNumber = 100_000

func readNumber(t token.Token, _ discourse.Context) any {
	if n := slices.Index(spelled, t.Text); n > 0 {
		return n
	}
	if n, err := strconv.Atoi(t.Text); err == nil && n > 0 && n <= maxNumber && strconv.Itoa(n) == t.Text {
		return n
	}
	return nil
}

func readUnit(t token.Token, _ discourse.Context) any {
	for word, unit := range unitOfTime {
		if t.Text == word || t.Text == word+"s" {
			return unit
		}
	}
	return nil
}

func lifetimeOf(n int, unit time.Duration) any {
	if time.Duration(n) > time.Duration(1<<63-1)/unit {
		return nil
	}
	return cookie.Lifetime(time.Duration(n) * unit)
}
