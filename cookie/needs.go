package cookie

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Name is a cookie of this program. There are no others.
type Name string

// The program's cookies. Consent remembers a choice, and exists only where there
// is one: while the policy declares optional cookies.
const (
	Access  Name = "prokken_access"
	Refresh Name = "prokken_refresh"
	Consent Name = "prokken_consent"
)

// Bounds are what the program relies on in one of its cookies. A policy may
// choose a lifetime within them, and Strict instead of Lax.
type Bounds struct {
	Name              Name
	Path              string
	Shortest, Longest Lifetime
}

var bounds = []Bounds{
	{Access, "/", Lifetime(5 * time.Minute), Lifetime(day)},
	{Refresh, "/api/auth", Lifetime(day), Lifetime(30 * day)},
	{Consent, "/", Lifetime(day), Lifetime(183 * day)},
}

// BoundsOf are the bounds of one of the program's cookies.
func BoundsOf(name string) (Bounds, bool) {
	i := slices.IndexFunc(bounds, func(b Bounds) bool { return string(b.Name) == name })
	if i < 0 {
		return Bounds{}, false
	}
	return bounds[i], true
}

// IsNeededToLogIn reports whether nobody stays logged in without the cookie.
func IsNeededToLogIn(name string) bool { return name == string(Access) || name == string(Refresh) }

// CheckNeeds reports what the program could not run with, were these
// declarations published: a cookie missing, or weaker than it must be.
func CheckNeeds(declared []Declaration) error {
	var problems []error
	for _, b := range bounds {
		d, found := find(declared, b.Name)
		if found {
			problems = append(problems, b.Check(d))
		} else if b.Name != Consent || AnyOptional(declared) {
			problems = append(problems, fmt.Errorf("the program sets %s, so the policy must declare it", b.Name))
		}
	}
	if _, found := find(declared, Consent); found && !AnyOptional(declared) {
		problems = append(
			problems,
			fmt.Errorf(
				"%s is only set where there are optional cookies to choose, so it cannot be declared without one",
				Consent,
			),
		)
	}
	return errors.Join(problems...)
}

// AnyOptional reports whether there is anything to consent to.
func AnyOptional(declared []Declaration) bool {
	return slices.ContainsFunc(declared, Declaration.Optional)
}

// Check reports how a declaration is weaker than the program needs it.
func (b Bounds) Check(d Declaration) error {
	switch {
	case !d.HTTPOnly || !d.Secure || d.SameSite == None:
		return fmt.Errorf("%s must stay HttpOnly, Secure and SameSite", b.Name)
	case d.Path != b.Path:
		return fmt.Errorf("%s must stay on the path %s", b.Name, b.Path)
	case d.Domain != "" || d.Party != "":
		return fmt.Errorf("%s must stay a cookie of this host alone", b.Name)
	case d.Category != Necessary:
		return fmt.Errorf("%s is strictly necessary", b.Name)
	case d.Lifetime < b.Shortest || d.Lifetime > b.Longest:
		return fmt.Errorf("%s must live between %s and %s", b.Name, b.Shortest, b.Longest)
	}
	return nil
}

func find(declared []Declaration, name Name) (Declaration, bool) {
	for _, d := range declared {
		if d.Name == string(name) {
			return d, true
		}
	}
	return Declaration{}, false
}
