package account

import (
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// Agree asks a member to agree to what changed, then goes to the page Next.
// Problem is what to correct; it stands at the button.
type Agree struct {
	Next, Notice, Problem string
	Policies              []AgreeRow
	Upcoming              []*site.Version
}

// AgreeRow is a policy in effect, in version Number, and what changed since the
// version From. Accepted is the one that the member agreed to; 0: none.
type AgreeRow struct {
	Title, Slug, Name      string
	Number, From, Accepted int64
	Changes                []site.Version
}

func (r AgreeRow) page() string { return views.OwnPaths.Version(r.Slug, r.Number) }

func (r AgreeRow) compare() string { return views.OwnPaths.Compare(r.Slug, r.From, r.Number) }

// lead says what it is about.
func (a Agree) lead() string {
	if len(a.Policies) == 1 {
		return "Our " + a.Policies[0].Title + " changed in a way that matters to you. Please take a look: we only ask once."
	}
	return "Some of our policies changed in a way that matters to you. Please take a look: we only ask once."
}

func (a Agree) button() string {
	switch len(a.Policies) {
	case 1:
		return "I agree"
	case 2:
		return "I agree to both"
	}
	return "I agree to all of them"
}
