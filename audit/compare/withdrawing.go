package compare

import (
	"slices"

	"github.com/prokken/prokken/audit/report"
)

// withdrawing finds that a yes cannot be taken back: optional cookies follow it, and no way back
// was found.
func (c *Comparison) withdrawing() {
	isLost := func(j report.Journey) bool { return j.Name == report.Withdrawn && j.Ended == report.NoWayBack }
	if c.Banner.Accept == nil || !c.addsOptional() || !slices.ContainsFunc(c.Journeys, isLost) {
		return
	}
	c.Find(report.Finding{
		Kind: report.CannotWithdraw, Severity: report.Medium, Subject: c.Banner.Page,
		Seen: []report.Where{{Journey: report.Agreed, Page: c.Banner.Page}},
		What: "No way to withdraw consent was found: no link or button, and no page about cookies with one.",
		Mend: "Offer a link on every page that opens the question again.",
	})
}
