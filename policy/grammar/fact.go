package grammar

import (
	"strconv"
	"strings"

	"github.com/prokken/prokken/policy/claim"
)

// fact is the smallest thing that a condition says: that a cookie has a property, that there is
// no cookie of a category. Two conditions that say the same in other words have the same facts.
type fact struct {
	what  string // "http_only", "needed"
	whom  string // a cookie's name, [everyone], or "" where it is about none in particular
	value string
}

// everyone stands for every cookie that there is.
const everyone = "*"

func declaredFact(name string) fact { return fact{"declared", name, ""} }

func countFact(n int) fact { return fact{"count", "", strconv.Itoa(n)} }

func onlyFact(sorted []string) fact { return fact{"only", "", strings.Join(sorted, " ")} }

func cookieFacts(c claim.Cookie) []fact {
	return append([]fact{declaredFact(c.Name)}, traitFacts(c.Name, c)...)
}

// traitFacts returns the properties that the condition names, as properties of whom.
func traitFacts(whom string, c claim.Cookie) []fact {
	var all []fact
	add := func(isNamed bool, what, value string) {
		if isNamed {
			all = append(all, fact{what, whom, value})
		}
	}
	add(c.Category != "", "category", string(c.Category))
	add(c.Path != "", "path", c.Path)
	if c.Lifetime != nil {
		all = append(all, fact{"lifetime", whom, c.Lifetime.String()})
	}
	add(c.HTTPOnly, "http_only", "yes")
	add(c.Secure, "secure", "yes")
	add(c.SameSite != "", "same_site", string(c.SameSite))
	return all
}
