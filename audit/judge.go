package audit

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// claims judges every sentence of the document that claims something by what the
// browser saw.
func (c *comparison) claims(d *policy.Document) {
	observations := c.observations()
	for _, of := range d.Claims(claim.Evidence{Cookies: d.Cookies}) {
		judged := Claim{UID: of.UID, Says: of.Says, Result: Holds}
		judged.Conditions = append(of.Judge(observations), c.isPrinted(of.Says)...)
		for _, condition := range judged.Conditions {
			judged.Result = worse(judged.Result, condition.Result)
		}
		c.Claims = append(c.Claims, judged)
		c.findClaim(judged)
	}
}

func worse(a, b Result) Result {
	order := []Result{Holds, Unseen, Fails}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (c *comparison) findClaim(judged Claim) {
	i := slices.IndexFunc(judged.Conditions, func(condition Condition) bool { return condition.Result == judged.Result })
	f := Finding{Subject: judged.Says, Detail: judged.UID}
	switch judged.Result {
	case Fails:
		f.Kind, f.Severity = ClaimFails, High
		f.What = fmt.Sprintf("“%s” is not true: %s", judged.Says, judged.Conditions[i].Reason)
		f.Mend = "Change what the site does, or the sentence."
	case Unseen:
		f.Kind, f.Severity = ClaimUnseen, Medium
		f.What = fmt.Sprintf("“%s” could not be checked: %s", judged.Says, judged.Conditions[i].Reason)
		f.Mend = "Have the audit log in, or run it again."
	default:
		return
	}
	c.find(f)
}

// observations are what conditions are judged by.
func (c *comparison) observations() claim.Observations {
	o := claim.Observations{
		Declared: c.declared, Trials: c.run.proofs, Incomplete: c.incomplete(), PlainLocal: isPlainLocal(c.run.site),
		PublishedOn: c.run.Source.PublishedOn, PrintedDay: c.run.printed.content.Day,
	}
	for _, seen := range c.Cookies {
		d, declared := c.declarationOf(seen)
		o.Cookies = append(o.Cookies, claim.ObservedCookie{
			Name: seen.Name, Domain: seen.Domain, Path: seen.Path, Lifetime: seen.Lifetime, HTTPOnly: seen.HTTPOnly, Secure: seen.Secure,
			SameSite: effective(seen.SameSite), Rejected: seen.Rejected != "", ThirdParty: seen.ThirdParty,
			Declared: declared, Category: d.Category, BeforeConsent: len(beforeConsent(seen, d)) > 0,
		})
	}
	for _, q := range c.Requests {
		o.Requests = append(o.Requests, claim.ObservedRequest{Host: q.Host, Blocked: q.Blocked})
	}
	return o
}

// incomplete says why what was not seen may be there all the same; "" if pages were
// opened, and nothing that a site can bring about ended the looking before its end,
// at all or at one page.
func (c *comparison) incomplete() string {
	p, isCut := c.cutPage()
	switch {
	case c.run.cut != "":
		return c.run.cut
	case isCut:
		return fmt.Sprintf("%s was not seen to its end. %s", p.URL, p.Trouble)
	case !slices.ContainsFunc(c.Journeys, func(j Journey) bool {
		return slices.ContainsFunc(j.Pages, func(p Page) bool { return p.Status == 200 })
	}):
		return "No page of the site could be opened."
	}
	return ""
}

func (c *comparison) cutPage() (Page, bool) {
	for _, j := range c.Journeys {
		if i := slices.IndexFunc(j.Pages, func(p Page) bool { return p.Cut }); i >= 0 {
			return j.Pages[i], true
		}
	}
	return Page{}, false
}
