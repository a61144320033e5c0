package cookie

import (
	"errors"
	"fmt"
	"time"
)

// Name is a cookie of this program. There are no others.
type Name string

// The two cookies.
const (
	Access  Name = "prokken_access"
	Refresh Name = "prokken_refresh"
)

// needs is what the running program relies on: a policy may shorten or tighten
// within these bounds, and no further.
var needs = []struct {
	name              Name
	path              string
	shortest, longest time.Duration
}{
	{Access, "/", 5 * time.Minute, day},
	{Refresh, "/api/auth", day, 30 * day},
}

// CheckNeeds reports what the program could not run with, were these
// declarations published: a cookie missing, or weaker than it must be.
func CheckNeeds(declared []Declaration) error {
	var problems []error
	for _, need := range needs {
		d, found := find(declared, need.name)
		if !found {
			problems = append(problems, fmt.Errorf("the program sets %s, so the policy must declare it", need.name))
			continue
		}
		switch life := time.Duration(d.Lifetime); {
		case !d.HTTPOnly || !d.Secure || d.SameSite == None:
			problems = append(problems, fmt.Errorf("%s must stay HttpOnly, Secure and SameSite", need.name))
		case d.Path != need.path:
			problems = append(problems, fmt.Errorf("%s must stay on the path %s", need.name, need.path))
		case d.Category != Necessary:
			problems = append(problems, fmt.Errorf("%s is strictly necessary", need.name))
		case life < need.shortest || life > need.longest:
			problems = append(problems, fmt.Errorf("%s must live between %s and %s", need.name, Lifetime(need.shortest), Lifetime(need.longest)))
		}
	}
	return errors.Join(problems...)
}

func find(declared []Declaration, name Name) (Declaration, bool) {
	for _, d := range declared {
		if d.Name == string(name) {
			return d, true
		}
	}
	return Declaration{}, false
}
