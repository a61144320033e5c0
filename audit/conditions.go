package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

func noCookies(c *comparison, claim policy.Claim) []report.Condition {
	var all []report.Condition
	for _, category := range claim.NoCookies {
		found := report.NewCondition(fmt.Sprintf("No cookie of the type %q was set on any page.", category.Words()))
		for _, seen := range c.Cookies {
			if is := c.categoryOf(seen); is == category {
				found.Fail("%s was set.", seen.Name)
			} else if is == "" {
				found.Fail("%s was set, of which nobody knows the type.", seen.Name)
			}
		}
		c.looked(&found)
		all = append(all, found)
	}
	return all
}

func allCookies(c *comparison, claim policy.Claim) []report.Condition {
	if claim.AllCookies == nil {
		return nil
	}
	a, which := *claim.AllCookies, "Every cookie"
	if len(a.Among) > 0 {
		which = "Each of " + strings.Join(a.Among, ", ")
	}
	want := policy.CookieIs{Category: a.Category, HTTPOnly: a.HTTPOnly, Secure: a.Secure, SameSite: a.SameSite}
	found := report.NewCondition(which + " was set " + traits(want) + ".")
	names := slices.Clone(a.Among)
	if len(names) == 0 {
		for _, seen := range c.Cookies {
			names = append(names, seen.Name)
		}
		for _, d := range c.Declared {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		c.has(&found, name, want)
	}
	c.plainly(&found, want)
	c.looked(&found)
	return []report.Condition{found}
}

func noThirdPartyCookies(c *comparison, claim policy.Claim) []report.Condition {
	if !claim.NoThirdPartyCookie {
		return nil
	}
	found := report.NewCondition("No other site set a cookie.")
	for _, seen := range c.Cookies {
		if seen.ThirdParty {
			found.Fail("%s set %s.", seen.Domain, seen.Name)
		}
	}
	c.looked(&found)
	return []report.Condition{found}
}

func nothingLoaded(c *comparison, claim policy.Claim) []report.Condition {
	var all []report.Condition
	for _, host := range claim.NothingLoadedFrom {
		found := report.NewCondition("No page asked " + cmp.Or(strings.Replace(host, policy.Elsewhere, "", 1), "another site") + " for anything.")
		for _, q := range c.Requests {
			if !q.Blocked && (host == policy.Elsewhere || q.Host == host || strings.HasSuffix(q.Host, "."+host)) {
				found.Fail("Pages ask %s.", q.Host)
			}
		}
		c.looked(&found)
		all = append(all, found)
	}
	return all
}

func consentBefore(c *comparison, claim policy.Claim) []report.Condition {
	var all []report.Condition
	for _, category := range claim.ConsentBefore {
		found := report.NewCondition(fmt.Sprintf("No cookie of the type %q was set before somebody agreed.", category.Words()))
		for _, f := range c.Findings {
			if f.Kind == report.BeforeConsent && f.Detail == string(category) {
				found.Fail("%s was.", f.Subject)
			}
		}
		c.looked(&found)
		all = append(all, found)
	}
	return all
}

func dated(c *comparison, claim policy.Claim) []report.Condition {
	if !claim.DatedByPublication {
		return nil
	}
	found := report.NewCondition(`The page gives the day on which this version was published as "Last updated".`)
	switch published, printed := c.run.Source.PublishedOn, c.run.printed.Day(); {
	case published == "":
		found.Cannot("The policy is a file, which has no day of publication.")
	case printed == "":
		found.Cannot("The page of the policy could not be read.")
	case printed != published:
		found.Fail("The page says %s, the record %s.", printed, published)
	}
	return []report.Condition{found}
}
