package policy

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/wording"
)

// Summary says in one line which cookies are new in the document, or that it is the first version. It
// is "" where no cookie is new, and where one is gone or declared otherwise: the line would say too little.
func (d Document) Summary(old Document) string {
	if old.Slug == "" {
		return "First version."
	}
	added, onlyAdds := addedCookies(old.Cookies, d.Cookies)
	if len(added) == 0 || !onlyAdds {
		return ""
	}
	if len(added) == 1 {
		return "A new cookie: " + added[0] + "."
	}
	summary := "New cookies: " + inWords(added) + "."
	if wording.CheckLine("summary", summary, "") != nil {
		return fmt.Sprintf("%d new cookies.", len(added))
	}
	return summary
}

// addedCookies are the names that are new, and whether all else is declared as before.
func addedCookies(old, now []cookie.Declaration) (names []string, onlyAdds bool) {
	isNamed := func(name string) func(cookie.Declaration) bool {
		return func(c cookie.Declaration) bool { return c.Name == name }
	}
	onlyAdds = !slices.ContainsFunc(old, func(c cookie.Declaration) bool { return !slices.Contains(now, c) })
	for _, c := range now {
		isKnown := slices.ContainsFunc(old, isNamed(c.Name))
		if !isKnown && !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
		onlyAdds = onlyAdds && (!isKnown || slices.Contains(old, c))
	}
	return names, onlyAdds
}
