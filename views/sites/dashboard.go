package sites

import (
	"time"

	"github.com/prokken/prokken/views"

	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/views/billing"
	"github.com/prokken/prokken/views/display"
)

// Dashboard is what a member sees first. EraseAfter is when the account is deleted; nil: it stays.
type Dashboard struct {
	List
	Plan       billing.Billing
	EraseAfter *time.Time
}

// planWords name the plan, or say that there is none.
func (v Dashboard) planWords() string {
	switch {
	case v.Plan.Subscription != nil:
		return v.Plan.Plan
	case v.Plan.Past != nil:
		return v.Plan.Plan + ", ended"
	}
	return "None"
}

// maxOnDashboard is how many websites are listed there.
const maxOnDashboard = 5

func (v Dashboard) newest() []Row { return v.Rows[:min(len(v.Rows), maxOnDashboard)] }

// Need is something that waits for a member.
type Need struct{ Site, Href, Words string }

// Needs are what waits for the member: one for each website at most, what presses most first.
func (v List) Needs(site views.Site) []Need {
	var needs []Need
	for _, row := range v.Rows {
		if words := row.needs(site); words != "" {
			needs = append(needs, Need{title(row.Site), "/sites/" + row.Site.Slug, words})
		}
	}
	return needs
}

// needs says what a website waits for; "" for nothing.
func (r Row) needs(site views.Site) string {
	switch {
	case r.Site.State == sites.TakenDown:
		return "We have taken its page down."
	case r.Site.State == sites.Closing || r.Site.State == sites.Paused:
		return ""
	case r.Site.PausesAt != nil:
		return "Your plan has no room for it: it will be paused on " + site.Day(*r.Site.PausesAt) + "."
	case r.Open > 0:
		return display.Count(int64(r.Open), "finding") + " to look at."
	case r.Site.HostLostAt != nil:
		return "It no longer shows that it is yours, so it is not audited."
	case r.Published == 0 && !r.Verified:
		return "Describe its cookies, verify that it is yours, and publish."
	case r.Published == 0:
		return "Finish its policy and publish it."
	}
	return ""
}
