package cookie

import (
	"net/http"
	"slices"
	"strings"
)

// wildcard stands in the name of a declaration for any characters: "_ga_*".
const wildcard = "*"

// IsPattern reports whether the declaration means every name that is like its own.
func (d Declaration) IsPattern() bool { return strings.Contains(d.Name, wildcard) }

// Means reports whether the cookie of that name is the declared one: it has the name, or
// one like it, where each * stands for one character or more.
func (d Declaration) Means(name string) bool { return d.Name == name || MatchName(d.Name, name) }

// MatchName reports whether the name is like the pattern, in which each * stands for one
// character or more. A pattern without one is like nothing.
func MatchName(pattern, name string) bool {
	parts := strings.Split(pattern, wildcard)
	last := len(parts) - 1
	if last == 0 || !strings.HasPrefix(name, parts[0]) {
		return false
	}
	rest := name[len(parts[0]):]
	for _, part := range parts[1:last] {
		if len(rest) == 0 {
			return false
		}
		i := strings.Index(rest[1:], part)
		if i < 0 {
			return false
		}
		rest = rest[1+i+len(part):]
	}
	return len(rest) > len(parts[last]) && strings.HasSuffix(rest, parts[last])
}

// Find returns the declaration of the cookie of that name: the one that has it to the
// letter, else the longest pattern that it is like.
func Find(declared []Declaration, name string) (Declaration, bool) {
	if d, found := find(declared, Name(name)); found {
		return d, true
	}
	var best Declaration
	for _, d := range declared {
		if len(d.Name) > len(best.Name) && d.Means(name) {
			best = d
		}
	}
	return best, best.Name != ""
}

// carriedBy are the cookies of the request that the declaration means, each as one that
// is declared by its own name.
func (d Declaration) carriedBy(r *http.Request, declared []Declaration) []Declaration {
	var all []Declaration
	for _, got := range ReceivedFrom(r) {
		isKnown := slices.ContainsFunc(all, func(c Declaration) bool { return c.Name == got.Name })
		if means, _ := Find(declared, got.Name); !isKnown && means.Name == d.Name {
			of := d
			of.Name = got.Name
			all = append(all, of)
		}
	}
	return all
}
