package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/policy"
)

// has adds to the condition what the cookie that was seen lacks.
func (c *comparison) has(found *report.Condition, name string, want policy.CookieIs) {
	sightings := slices.DeleteFunc(slices.Clone(c.Cookies), func(seen report.Cookie) bool { return seen.Name != name })
	if len(sightings) == 0 {
		found.Cannot("%s was not set in this audit.", name)
	} else if !slices.ContainsFunc(sightings, func(seen report.Cookie) bool { return seen.Rejected == "" }) {
		found.Cannot("The browser refused %s.", name)
	}
	for _, seen := range sightings {
		if lacking := c.lacks(seen, want); lacking != "" {
			found.Fail("%s %s", name, lacking)
		}
	}
}

// plainly says why Secure is not looked at where it cannot be: what is said of
// HTTPS says nothing of a site without it that only this machine sees.
func (c *comparison) plainly(found *report.Condition, want policy.CookieIs) {
	if want.Secure && siteurl.IsPlainLocal(c.run.site) {
		found.Words += " This site is on this machine alone, without HTTPS, so Secure was not looked at."
	}
}

func (c *comparison) lacks(seen report.Cookie, want policy.CookieIs) string {
	switch {
	case want.Category != "" && c.categoryOf(seen) != want.Category:
		return fmt.Sprintf("is not declared as %q.", want.Category.Words())
	case want.Path != "" && seen.Path != want.Path:
		return fmt.Sprintf("was set for %s.", seen.Path)
	case want.Lifetime != nil && max(seen.Lifetime-*want.Lifetime, *want.Lifetime-seen.Lifetime) > report.Slack:
		return fmt.Sprintf("lives %s.", report.LifetimeWords(seen.Lifetime))
	case want.HTTPOnly && !seen.HTTPOnly:
		return "was set without HttpOnly."
	case want.Secure && !seen.Secure && !siteurl.IsPlainLocal(c.run.site):
		return "was set without Secure."
	case want.SameSite != "" && report.EffectiveSameSite(seen.SameSite) != want.SameSite:
		return fmt.Sprintf("was set with SameSite=%s.", report.EffectiveSameSite(seen.SameSite).Words())
	}
	return ""
}

func traits(want policy.CookieIs) string {
	var words []string
	add := func(has bool, text string) {
		if has {
			words = append(words, text)
		}
	}
	add(want.Category != "", "as "+want.Category.Words())
	add(want.Path != "", "for "+want.Path+" only")
	if want.Lifetime != nil {
		words = append(words, "to live "+want.Lifetime.String())
	}
	add(want.HTTPOnly, "with HttpOnly")
	add(want.Secure, "with Secure")
	add(want.SameSite != "", "with SameSite="+want.SameSite.Words())
	return strings.Join(words, ", ")
}

func cookieIs(c *comparison, claim policy.Claim) []report.Condition {
	if claim.Cookie == nil {
		return nil
	}
	words := claim.Cookie.Name + " was set"
	if as := traits(*claim.Cookie); as != "" {
		words += " " + as
	}
	found := report.NewCondition(words + ".")
	c.has(&found, claim.Cookie.Name, *claim.Cookie)
	c.plainly(&found, *claim.Cookie)
	if traits(*claim.Cookie) != "" { // what was not seen may have set it otherwise
		c.looked(&found)
	}
	return []report.Condition{found}
}

// names are the cookies that were seen, each once. Another site's cookie is not
// the one that the policy means, whatever its name.
func (c *comparison) names() []string {
	var names []string
	for _, seen := range c.Cookies {
		name := seen.Name
		if _, meant := c.DeclarationOf(seen); !meant && seen.ThirdParty {
			name += " of " + seen.Domain
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func cookieCount(c *comparison, claim policy.Claim) []report.Condition {
	if claim.CookieCount == 0 {
		return nil
	}
	found := report.NewCondition(fmt.Sprintf("Exactly %d cookies were set.", claim.CookieCount))
	if n := len(c.names()); n > claim.CookieCount {
		found.Fail("%d were set.", n)
	} else if n < claim.CookieCount {
		found.Cannot("Only %d were set in this audit.", n)
	}
	c.looked(&found)
	return []report.Condition{found}
}

func onlyThese(c *comparison, claim policy.Claim) []report.Condition {
	if len(claim.OnlyTheseCookies) == 0 {
		return nil
	}
	found := report.NewCondition("No cookies were set but " + strings.Join(claim.OnlyTheseCookies, ", ") + ".")
	for _, name := range c.names() {
		if !slices.Contains(claim.OnlyTheseCookies, name) {
			found.Fail("%s was set too.", name)
		}
	}
	c.looked(&found)
	return []report.Condition{found}
}

func needed(c *comparison, claim policy.Claim) []report.Condition {
	var all []report.Condition
	for _, name := range claim.Needed {
		found := report.NewCondition("Without " + name + " the browser was logged out, or was given it again at once.")
		switch c.run.proofs[name] {
		case report.Holds:
		case report.Fails:
			found.Fail("One stayed logged in without %s.", name)
		default:
			found.Cannot("Nobody was logged in.")
		}
		all = append(all, found)
	}
	return all
}

func outlives(c *comparison, claim policy.Claim) []report.Condition {
	if claim.Outlives == nil {
		return nil
	}
	one, than := claim.Outlives.Name, claim.Outlives.Than
	found := report.NewCondition(fmt.Sprintf("%s lived longer than %s.", one, than))
	a, hasA := c.seen(one)
	b, hasB := c.seen(than)
	switch {
	case !hasA || !hasB:
		found.Cannot("The two were not both set in this audit.")
	case a.Lifetime <= b.Lifetime:
		found.Fail("%s lives %s, %s %s.", one, report.LifetimeWords(a.Lifetime), than, report.LifetimeWords(b.Lifetime))
	}
	c.looked(&found)
	return []report.Condition{found}
}

func (c *comparison) seen(name string) (report.Cookie, bool) {
	i := slices.IndexFunc(c.Cookies, func(seen report.Cookie) bool { return seen.Name == name })
	if i < 0 {
		return report.Cookie{}, false
	}
	return c.Cookies[i], true
}
