package policy

import "slices"

// Summary says in one line which cookies are new in the document; "" where none are.
func (d Document) Summary(old Document) string {
	var added []string
	for _, c := range d.Cookies {
		if _, known := old.Cookie(c.Name); !known && !slices.Contains(added, c.Name) {
			added = append(added, c.Name)
		}
	}
	switch len(added) {
	case 0:
		return ""
	case 1:
		return "A new cookie: " + added[0] + "."
	}
	return "New cookies: " + inWords(added) + "."
}
