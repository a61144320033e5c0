package audit

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// claims judges every sentence of the document that claims something by what the
// browser saw.
func (c *comparison) claims(d *policy.Document) {
	observations := c.observations()
	for _, of := range d.Claims(claim.Evidence{Site: c.Policy.Names, Cookies: d.Cookies}) {
		judged := report.Claim{UID: of.UID, Says: of.Says, Shown: of.Shown, Result: report.Holds}
		judged.Conditions = append(of.Judge(observations), c.run.printed.Condition(of.Says, of.Shown)...)
		for _, condition := range judged.Conditions {
			judged.Result = worse(judged.Result, condition.Result)
		}
		c.Claims = append(c.Claims, judged)
		c.findClaim(judged)
	}
}

func worse(a, b report.Result) report.Result {
	order := []report.Result{report.Holds, report.Unseen, report.Fails}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (c *comparison) findClaim(judged report.Claim) {
	i := slices.IndexFunc(
		judged.Conditions,
		func(condition report.Condition) bool { return condition.Result == judged.Result },
	)
	f := report.Finding{Subject: judged.Says, Detail: judged.UID}
	switch judged.Result {
	case report.Fails:
		f.Kind, f.Severity = report.ClaimFails, report.High
		f.What = fmt.Sprintf("“%s” is not true: %s", judged.Says, judged.Conditions[i].Reason)
		f.Mend = "Change what the site does, or the sentence."
	case report.Unseen:
		f.Kind, f.Severity = report.ClaimUnseen, report.Medium
		f.What = fmt.Sprintf("“%s” could not be checked: %s", judged.Says, judged.Conditions[i].Reason)
		f.Mend = "Have the audit log in, or run it again."
	default:
		return
	}
	c.Find(f)
}

// observations are what conditions are judged by.
func (c *comparison) observations() claim.Observations {
	o := claim.Observations{
		Declared: c.Declared, Trials: c.run.proofs, Looked: c.looked(), PlainLocal: siteurl.IsPlainLocal(c.run.site),
		PublishedOn: c.run.Source.PublishedOn, PrintedDay: c.run.printed.Day(),
	}
	for _, seen := range c.Cookies {
		d, declared := c.DeclarationOf(seen)
		o.Cookies = append(o.Cookies, claim.ObservedCookie{
			Name: cmp.Or(d.Name, seen.Name), As: asSeen(d, seen), Domain: seen.Domain, Path: seen.Path, Lifetime: seen.Lifetime, HTTPOnly: seen.HTTPOnly,
			Secure:   seen.Secure,
			SameSite: report.EffectiveSameSite(seen.SameSite), Rejected: seen.Rejected != "", ThirdParty: seen.ThirdParty,
			Declared: declared, Category: d.Category, BeforeConsent: len(compare.BeforeConsent(seen, d)) > 0,
		})
	}
	for _, q := range c.Requests {
		o.Requests = append(o.Requests, claim.ObservedRequest{Host: q.Host, Blocked: q.Blocked})
	}
	return o
}

// asSeen is the name under which a pattern's cookie was set; "" for others.
func asSeen(d cookie.Declaration, seen report.Cookie) string {
	if d.IsPattern() {
		return seen.Name
	}
	return ""
}

// looked says of each journey that belongs to this audit why it was not seen to its end.
func (c *comparison) looked() map[claim.Journey]string {
	all := map[claim.Journey]string{}
	for _, name := range claim.Journeys() {
		all[name] = ""
	}
	for _, gap := range c.Gaps() {
		all[gap.Journey] = gap.Why
	}
	return all
}
