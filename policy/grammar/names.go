package grammar

// Names of cookies, and lists of them.
var _ = register(fragment{
	lexical: []lexical{{"name", func(t Token, c Context) any {
		if c.declares(t.Raw) || c.looksLikeName(t) {
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
