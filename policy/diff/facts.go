package diff

import (
	"cmp"
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// ClaimChange is what became of the claim that a sentence makes: what was and
// what is checked of it, in words.
type ClaimChange struct {
	Says     string
	Kind     ChangeKind // kept if it checks something else now
	Old, New []string
}

// compareClaims lists the sentences of which something else is checked. A
// sentence in other words with the same checks is not among them.
func compareClaims(old, new []claim.Claim) []ClaimChange {
	was, before := checksOf(old)
	is, after := checksOf(new)
	var changes []ClaimChange
	for _, says := range before {
		if is[says] == nil {
			changes = append(changes, ClaimChange{says, Removed, was[says], nil})
		}
	}
	for _, says := range after {
		switch {
		case was[says] == nil:
			changes = append(changes, ClaimChange{says, Added, nil, is[says]})
		case !slices.Equal(was[says], is[says]):
			changes = append(changes, ClaimChange{says, Kept, was[says], is[says]})
		}
	}
	return withoutReworded(changes)
}

// withoutReworded leaves out sentences that are gone where one came of which the
// same is checked.
func withoutReworded(changes []ClaimChange) []ClaimChange {
	for _, came := range slices.Clone(changes) {
		i := slices.IndexFunc(
			changes,
			func(c ClaimChange) bool { return c.Kind == Removed && slices.Equal(c.Old, came.New) },
		)
		if came.Kind == Added && i >= 0 {
			changes = slices.Delete(changes, i, i+1)
			changes = slices.DeleteFunc(changes, func(c ClaimChange) bool { return c.Kind == Added && c.Says == came.Says })
		}
	}
	return changes
}

// checksOf is what is checked of each sentence, and the order of the sentences.
func checksOf(claims []claim.Claim) (checks map[string][]string, order []string) {
	checks = map[string][]string{}
	for _, c := range claims {
		if checks[c.Says] == nil {
			order = append(order, c.Says)
		}
		for _, status := range c.Check(claim.Evidence{}) {
			checks[c.Says] = append(checks[c.Says], status.Words)
		}
	}
	return checks, order
}

// compareCookies tells what became of each declaration, in the order of the new
// table.
func compareCookies(old, new []cookie.Declaration) []CookieChange {
	was, is := claim.Evidence{Cookies: old}, claim.Evidence{Cookies: new}
	var changes []CookieChange
	for _, m := range merge(namesOf(old, cookieName), namesOf(new, cookieName), setOf(old), setOf(new)) {
		before, _ := was.Find(m.name)
		after, _ := is.Find(m.name)
		changes = append(changes, CookieChange{m.name, m.kind, compareFields(before, after)})
	}
	return changes
}

func cookieName(d cookie.Declaration) string { return d.Name }

func setOf(declared []cookie.Declaration) map[string]bool {
	set := map[string]bool{}
	for _, d := range declared {
		set[d.Name] = true
	}
	return set
}

// compareFields lists the fields that differ. A declaration without a name is
// one that is not there: its fields are "".
func compareFields(old, new cookie.Declaration) []Field {
	before, after := fieldsOf(old), fieldsOf(new)
	var fields []Field
	for i, name := range comparedFields {
		if before[i] != after[i] {
			fields = append(fields, Field{name, before[i], after[i], Words(before[i], after[i])})
		}
	}
	return fields
}

var comparedFields = []string{
	"Purpose",
	"Type",
	"Duration",
	"Set by",
	"Domain",
	"Path",
	"HttpOnly",
	"Secure",
	"SameSite",
}

// fieldsOf are the properties in words, in the order of comparedFields.
func fieldsOf(d cookie.Declaration) []string {
	if d.Name == "" {
		return make([]string, len(comparedFields))
	}
	return []string{
		d.Purpose, d.Category.Words(), d.Lifetime.String(), cmp.Or(d.Party, "this site"),
		cmp.Or(d.Domain, "this host alone"), d.Path,
		yesNo(d.HTTPOnly), yesNo(d.Secure), d.SameSite.Words(),
	}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
