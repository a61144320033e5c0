package audit

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// claims judges every sentence of the document that claims something by what the
// browser saw.
func (c *comparison) claims(d *policy.Document) {
	for _, of := range d.Claims(policy.Facts{Cookies: d.Cookies}) {
		claim := report.Claim{UID: of.UID, Says: of.Says, Result: report.Holds}
		for _, judge := range judges {
			claim.Conditions = append(claim.Conditions, judge(c, of.Claim)...)
		}
		claim.Conditions = append(claim.Conditions, c.run.printed.Condition(of.Says)...)
		for _, condition := range claim.Conditions {
			claim.Result = worse(claim.Result, condition.Result)
		}
		c.Claims = append(c.Claims, claim)
		c.findClaim(claim)
	}
}

func worse(a, b report.Result) report.Result {
	order := []report.Result{report.Holds, report.Unseen, report.Fails}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (c *comparison) findClaim(claim report.Claim) {
	i := slices.IndexFunc(claim.Conditions, func(condition report.Condition) bool { return condition.Result == claim.Result })
	f := report.Finding{Subject: claim.Says, Detail: claim.UID}
	switch claim.Result {
	case report.Fails:
		f.Kind, f.Severity = report.ClaimFails, report.High
		f.What = fmt.Sprintf("“%s” is not true: %s", claim.Says, claim.Conditions[i].Reason)
		f.Mend = "Change what the site does, or the sentence."
	case report.Unseen:
		f.Kind, f.Severity = report.ClaimUnseen, report.Medium
		f.What = fmt.Sprintf("“%s” could not be checked: %s", claim.Says, claim.Conditions[i].Reason)
		f.Mend = "Have the audit log in, or run it again."
	default:
		return
	}
	c.Find(f)
}

// judges look at one kind of condition each, in the order in which package policy
// tells them.
var judges = []func(*comparison, policy.Claim) []report.Condition{
	noCookies, allCookies, cookieIs, cookieCount, onlyThese, needed, outlives, noThirdPartyCookies, nothingLoaded, consentBefore, dated,
}

// categoryOf is the declared category; undeclared cookies have none.
func (c *comparison) categoryOf(seen report.Cookie) cookie.Category {
	d, _ := c.DeclarationOf(seen)
	return d.Category
}

// looked is what has to be true to say that something was not there: pages were
// opened, and nothing that a site can bring about ended the looking before its end,
// at all or at one page.
func (c *comparison) looked(condition *report.Condition) {
	if c.run.cut != "" {
		condition.Cannot("%s", c.run.cut)
	}
	if p, found := c.cutPage(); found {
		condition.Cannot("%s was not seen to its end. %s", p.URL, p.Trouble)
	}
	if !slices.ContainsFunc(c.Journeys, func(j report.Journey) bool {
		return slices.ContainsFunc(j.Pages, func(p report.Page) bool { return p.Status == 200 })
	}) {
		condition.Cannot("No page of the site could be opened.")
	}
}

func (c *comparison) cutPage() (report.Page, bool) {
	for _, j := range c.Journeys {
		if i := slices.IndexFunc(j.Pages, func(p report.Page) bool { return p.Cut }); i >= 0 {
			return j.Pages[i], true
		}
	}
	return report.Page{}, false
}
