package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

func (c *Comparison) cookies() {
	for _, seen := range c.Cookies {
		d, found := c.DeclarationOf(seen)
		if !found {
			c.Find(report.Finding{
				Kind: report.Undeclared, Severity: report.High, Subject: seen.Name, Detail: seen.Domain, Seen: seen.Seen,
				What: fmt.Sprintf("%s set the cookie %s, which the policy does not declare.", seen.Domain, seen.Name),
				Mend: "Declare it in the policy, or stop setting it.",
			})
			continue
		}
		c.attributes(seen, d)
		c.consent(seen, d)
	}
}

// DeclarationOf finds the declaration that is meant: by the name, which goes before a pattern
// that it is like, and, where one is declared, by the domain.
func (c *Comparison) DeclarationOf(seen report.Cookie) (cookie.Declaration, bool) {
	sameDomain := c.declaredWhere(func(d cookie.Declaration) bool { return d.Domain == seen.Domain })
	if d, found := cookie.Find(sameDomain, seen.Name); found {
		return d, true
	}
	sameParty := c.declaredWhere(func(d cookie.Declaration) bool { return !seen.ThirdParty || d.Party != "" })
	return cookie.Find(sameParty, seen.Name)
}

func (c *Comparison) declaredWhere(is func(cookie.Declaration) bool) []cookie.Declaration {
	return slices.DeleteFunc(slices.Clone(c.Declared), func(d cookie.Declaration) bool { return !is(d) })
}

// attributes compares each of them. Weaker than declared is worse than stricter.
func (c *Comparison) attributes(seen report.Cookie, d cookie.Declaration) {
	differs := func(attribute, is, should string, severity report.Severity) {
		c.Find(report.Finding{
			Kind: report.WrongAttribute, Severity: severity, Subject: seen.Name, Detail: attribute, Seen: seen.Seen,
			What: fmt.Sprintf("%s of %s is %s; the policy says %s.", attribute, seen.Name, is, should),
			Mend: "Set the cookie as the policy says, or correct the policy.",
		})
	}
	if seen.HTTPOnly != d.HTTPOnly {
		differs("HttpOnly", onOff(seen.HTTPOnly), onOff(d.HTTPOnly), weaker(d.HTTPOnly))
	}
	if seen.Secure != d.Secure && !siteurl.IsPlainLocal(c.site) {
		differs("Secure", onOff(seen.Secure), onOff(d.Secure), weaker(d.Secure))
	}
	if is := report.EffectiveSameSite(seen.SameSite); is != d.SameSite {
		differs("SameSite", is.Words(), d.SameSite.Words(), weaker(report.Laxness(is) > report.Laxness(d.SameSite)))
	}
	if seen.Path != d.Path {
		differs("Path", seen.Path, d.Path, weaker(strings.HasPrefix(d.Path, seen.Path)))
	}
	if should := strings.TrimPrefix(d.Domain, "."); !seen.ThirdParty &&
		((should == "") != seen.HostOnly || should != "" && should != seen.Domain) {
		differs("Domain", domainWords(seen), cmp.Or(should, "this host alone"), weaker(!seen.HostOnly))
	}
	c.lifetime(seen, d)
}

func weaker(is bool) report.Severity {
	if is {
		return report.High
	}
	return report.Medium
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func domainWords(seen report.Cookie) string {
	if seen.HostOnly {
		return "this host alone"
	}
	return seen.Domain
}

// lifetime takes a life as declared where it is what the site asks for, or what browsers
// keep of that.
func (c *Comparison) lifetime(seen report.Cookie, d cookie.Declaration) {
	switch {
	case claim.LivesAs(seen.Lifetime, d.Lifetime):
	case report.Longer(seen.Lifetime, d.Lifetime) == seen.Lifetime:
		c.Find(report.Finding{
			Kind: report.LivesLonger, Severity: report.High, Subject: seen.Name, Detail: "Lifetime", Seen: seen.Seen,
			What: fmt.Sprintf(
				"%s lives %s; the policy says %s.",
				seen.Name,
				claim.LifetimeWords(seen.Lifetime),
				d.Lifetime,
			),
			Mend: "Shorten its life, or correct the policy.",
		})
	default:
		c.Find(report.Finding{
			Kind: report.WrongAttribute, Severity: report.Medium, Subject: seen.Name, Detail: "Lifetime", Seen: seen.Seen,
			What: fmt.Sprintf(
				"%s lives only %s; the policy says %s.",
				seen.Name,
				claim.LifetimeWords(seen.Lifetime),
				d.Lifetime,
			),
			Mend: "Let it live as the policy says, or correct the policy.",
		})
	}
}

// BeforeConsent is where an optional cookie was set though nobody had agreed to it.
func BeforeConsent(seen report.Cookie, d cookie.Declaration) []report.Where {
	if d.Name == "" || !d.Optional() {
		return nil
	}
	return slices.DeleteFunc(
		slices.Clone(seen.Seen),
		func(w report.Where) bool { return !slices.Contains(claim.WithoutConsent(), w.Journey) },
	)
}

func (c *Comparison) consent(seen report.Cookie, d cookie.Declaration) {
	if before := BeforeConsent(seen, d); len(before) > 0 {
		c.Find(report.Finding{
			Kind: report.BeforeConsent, Severity: report.High, Subject: seen.Name, Detail: string(d.Category), Seen: before,
			What: fmt.Sprintf("%s (%s) was set though nobody had agreed to it.", seen.Name, d.Category.Words()),
			Mend: "Set it only after a visitor agreed.",
		})
	}
	if after := afterWithdrawal(seen, d); len(after) > 0 {
		c.Find(report.Finding{
			Kind: report.AfterWithdrawal, Severity: report.High, Subject: seen.Name, Detail: seen.Domain + seen.Path, Seen: after,
			What: fmt.Sprintf("%s (%s) was still there after consent was withdrawn.", seen.Name, d.Category.Words()),
			Mend: "Expire it where it lives, with its own domain and path, when a visitor withdraws.",
		})
	}
}

// afterWithdrawal is where an optional cookie was kept or set though nobody agreed any more.
func afterWithdrawal(seen report.Cookie, d cookie.Declaration) []report.Where {
	if !d.Optional() {
		return nil
	}
	return slices.DeleteFunc(
		slices.Clone(seen.Seen),
		func(w report.Where) bool { return w.Journey != report.Withdrawn },
	)
}

// neverSeen: where nobody logged in, a cookie of members cannot be seen.
func (c *Comparison) neverSeen() {
	for _, d := range c.Declared {
		if slices.ContainsFunc(c.Cookies, func(seen report.Cookie) bool { return d.Means(seen.Name) }) {
			continue
		}
		c.Find(report.Finding{
			Kind: report.NeverSeen, Severity: c.missing(d.Category), Subject: d.Name,
			What: fmt.Sprintf("%s is declared, and was never set.", d.Name),
			Mend: "If nothing sets it any more, take it out of the policy. If only members get it, have the audit log in.",
		})
	}
}
