package grammar

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// Names of cookies, and lists of them.
var _ = register(fragment{
	lexical: []lexical{{"name", func(t token.Token, c discourse.Context) any {
		if c.Declares(t.Raw) || c.LooksLikeName(t) {
			return t.Raw
		}
		return nil
	}}},
	rules: []rule{
		say("names", `<name>`, func(v values) any { return []string{last[string](v, "name")} }),
		say("names", `<name> and <name>`, func(v values) any { return distinct(all[string](v, "name")) }),
		say("names", `<name> , <names>`, func(v values) any {
			return distinct(append([]string{last[string](v, "name")}, last[[]string](v, "names")...))
		}),
		say("names", `<name> , and <name>`, func(v values) any { return distinct(all[string](v, "name")) }),
	},
})

// distinct returns the names; nil if one stands there twice, which says that there are more
// cookies than there are.
func distinct(names []string) any {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return nil
		}
		seen[name] = true
	}
	return names
}

// undeclared returns what looks like a cookie's name and is none of the declared cookies'.
func undeclared(tokens []token.Token, c discourse.Context) []string {
	var found []string
	for i, t := range tokens {
		isName := c.LooksLikeName(t) || isCalled(tokens[:i]) && token.IsWordRune([]rune(t.Text)[0])
		if isName && !c.Declares(t.Raw) && !slices.Contains(found, t.Raw) {
			found = append(found, t.Raw)
		}
	}
	return found
}

// isCalled reports whether the words before introduce a name: "a cookie called", "cookies named".
func isCalled(before []token.Token) bool {
	var words []string
	for _, t := range before {
		if !strings.Contains("\"'`", t.Text) {
			words = append(words, t.Text)
		}
	}
	n := len(words)
	if n < 2 || words[n-1] != "called" && words[n-1] != "named" {
		return false
	}
	near := words[max(0, n-4) : n-1]
	return slices.Contains(near, "cookie") || slices.Contains(near, "cookies")
}
