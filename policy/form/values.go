package form

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// SetAll sets pairs of names and values.
func SetAll(v url.Values, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
}

// SetFlag sets what a ticked field sends.
func SetFlag(v url.Values, name string, on bool) {
	if on {
		v.Set(name, "on")
	}
}

// SetLifetime sets the number and the unit of a lifetime.
func SetLifetime(v url.Values, l cookie.Lifetime) {
	count, unit, found := strings.Cut(l.String(), " ")
	if !found {
		count, unit = "", count
	}
	SetAll(v, "lifetime", count, "unit", strings.TrimSuffix(unit, "s"))
}

// ReadLifetime reads a number and its unit; "session" needs no number. What is
// wrong with it is said in words; "" if nothing is.
func ReadLifetime(v url.Values) (l cookie.Lifetime, problem string) {
	typed := Line(v, "lifetime") + " " + Line(v, "unit")
	if Line(v, "unit") == "session" {
		typed = "session"
	}
	if _, err := strconv.ParseUint(Line(v, "lifetime"), 10, 64); err != nil && typed != "session" {
		return l, "Please enter a whole number and its unit, like 7 days."
	}
	if err := l.UnmarshalText([]byte(typed)); err != nil {
		return l, err.Error() + "."
	}
	return l, ""
}

// Text returns what was typed, with the line ends of a document.
func Text(v url.Values, name string) string { return strings.TrimSpace(DocumentLines(v.Get(name))) }

// DocumentLines returns the text with the line ends of a document, not those of a
// form.
func DocumentLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// Line returns what was typed, in one line.
func Line(v url.Values, name string) string { return strings.Join(strings.Fields(v.Get(name)), " ") }
