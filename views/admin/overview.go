package admin

import (
	"time"

	"github.com/prokken/prokken/models/audits"
	auditview "github.com/prokken/prokken/views/audits"
	"github.com/prokken/prokken/views/display"
)

// Overview is what an admin sees first. Audited is when the newest audit ended; nil: there was
// none.
type Overview struct {
	Policies                                []PolicyState
	Audited                                 *time.Time
	Result                                  audits.Result
	Alerts, PastDue, StuckCheckouts, Behind int
	GivenUp, Retrying, Bounced              int64
	Reports                                 int
	Most                                    int // of each kind that is read
	Backup                                  Backup
	BackupIsLate                            bool
}

// countOf is a number, or the number from which on nobody counted.
func (v Overview) countOf(n int64) string {
	if v.Most > 0 && n == int64(v.Most) {
		return display.Quantity(n) + " or more"
	}
	return display.Quantity(n)
}

// PolicyState is where a policy stands. Untrue is how many of its sentences do not hold now.
type PolicyState struct {
	Slug, Title string
	Untrue      int
	InReview    bool
}

// Need is something that waits for an admin.
type Need struct{ Title, Href, Words string }

// Needs are what waits for an admin: what visitors read first, then money, then machines.
func (v Overview) Needs() []Need {
	var needs []Need
	for _, p := range v.Policies {
		needs = append(needs, p.needs()...)
	}
	if v.Audited != nil && !v.Result.Passed {
		needs = append(needs, Need{"The last audit did not pass", "/admin/audits", v.outcome() + "."})
	}
	for _, row := range []struct {
		n                  int64
		title, href, words string
	}{
		{int64(v.Alerts), "Billing alerts", "/admin/billing", "waiting for someone to check"},
		{int64(v.PastDue), "Unpaid plans", "/admin/billing", "with a payment that failed"},
		{int64(v.StuckCheckouts), "Checkouts that never finished", "/admin/billing", "open for too long"},
		{int64(v.Behind), "Customers to sync", "/admin/billing", "waiting to be read from Stripe"},
		{int64(v.Reports), "Reports of pages", "/admin/sites", "that nobody has looked at"},
		{v.GivenUp, "Jobs that were given up", "/admin/jobs?state=discarded", "tried for as long as it made sense"},
		{v.Bounced, "Addresses that reject email", "/admin/users?state=bounced", "whose owners are told on their pages"},
	} {
		if row.n > 0 {
			needs = append(needs, Need{row.title, row.href, v.countOf(row.n) + ", " + row.words + "."})
		}
	}
	if v.BackupIsLate {
		needs = append(needs, Need{"The last backup is missing or old", "/admin/jobs", v.Backup.words()})
	}
	return needs
}

func (p PolicyState) needs() []Need {
	var needs []Need
	if p.Untrue > 0 {
		needs = append(needs, Need{p.Title, "/admin/policies/" + p.Slug, display.Count(int64(p.Untrue), "sentence") + " of what is published " + isAre(p.Untrue) + " untrue now."})
	}
	if p.InReview {
		needs = append(needs, Need{p.Title, "/admin/policies/" + p.Slug + "/publish", "A draft is waiting for review."})
	}
	return needs
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func (v Overview) outcome() string { return auditview.OutcomeWords(v.Result) }
