package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

func (c *deviations) cookies() {
	for _, seen := range c.Cookies {
		d, found := c.declarationOf(seen)
		if !found {
			c.find(Finding{
				Kind: Undeclared, Severity: High, Subject: seen.Name, Detail: seen.Domain, Seen: seen.Seen,
				What: fmt.Sprintf("%s set the cookie %s, which the policy does not declare.", seen.Domain, seen.Name),
				Mend: "Declare it in the policy, or stop setting it.",
			})
			continue
		}
		c.attributes(seen, d)
		c.consent(seen, d)
	}
}

// declarationOf finds the declaration that is meant: by the name and, where one
// is declared, by the domain.
func (c *deviations) declarationOf(seen Cookie) (cookie.Declaration, bool) {
	named := func(d cookie.Declaration) bool { return d.Name == seen.Name }
	if i := slices.IndexFunc(c.declared, func(d cookie.Declaration) bool { return named(d) && d.Domain == seen.Domain }); i >= 0 {
		return c.declared[i], true
	}
	i := slices.IndexFunc(c.declared, func(d cookie.Declaration) bool { return named(d) && (!seen.ThirdParty || d.Party != "") })
	if i < 0 {
		return cookie.Declaration{}, false
	}
	return c.declared[i], true
}

// attributes compares each of them. Weaker than declared is worse than stricter.
func (c *deviations) attributes(seen Cookie, d cookie.Declaration) {
	differs := func(attribute, is, should string, severity Severity) {
		c.find(Finding{
			Kind: WrongAttribute, Severity: severity, Subject: seen.Name, Detail: attribute, Seen: seen.Seen,
			What: fmt.Sprintf("%s of %s is %s; the policy says %s.", attribute, seen.Name, is, should),
			Mend: "Set the cookie as the policy says, or correct the policy.",
		})
	}
	if seen.HTTPOnly != d.HTTPOnly {
		differs("HttpOnly", onOff(seen.HTTPOnly), onOff(d.HTTPOnly), weaker(d.HTTPOnly))
	}
	if seen.Secure != d.Secure && !isPlainLocal(c.site) {
		differs("Secure", onOff(seen.Secure), onOff(d.Secure), weaker(d.Secure))
	}
	if is := effective(seen.SameSite); is != d.SameSite {
		differs("SameSite", is.Words(), d.SameSite.Words(), weaker(laxness(is) > laxness(d.SameSite)))
	}
	if seen.Path != d.Path {
		differs("Path", seen.Path, d.Path, weaker(strings.HasPrefix(d.Path, seen.Path)))
	}
	if should := strings.TrimPrefix(d.Domain, "."); !seen.ThirdParty && ((should == "") != seen.HostOnly || should != "" && should != seen.Domain) {
		differs("Domain", domainWords(seen), cmp.Or(should, "this host alone"), weaker(!seen.HostOnly))
	}
	c.lifetime(seen, d)
}

func weaker(is bool) Severity {
	if is {
		return High
	}
	return Medium
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func domainWords(seen Cookie) string {
	if seen.HostOnly {
		return "this host alone"
	}
	return seen.Domain
}

// lifetime allows for a clock that is a little off where the header names a day
// and not a duration.
func (c *deviations) lifetime(seen Cookie, d cookie.Declaration) {
	off := seen.Lifetime - d.Lifetime
	switch {
	case seen.Lifetime == d.Lifetime, seen.Lifetime != cookie.Session && d.Lifetime != cookie.Session && max(off, -off) <= slack:
	case longer(seen.Lifetime, d.Lifetime) == seen.Lifetime:
		c.find(Finding{
			Kind: LivesLonger, Severity: High, Subject: seen.Name, Detail: "Lifetime", Seen: seen.Seen,
			What: fmt.Sprintf("%s lives %s; the policy says %s.", seen.Name, LifetimeWords(seen.Lifetime), d.Lifetime),
			Mend: "Shorten its life, or correct the policy.",
		})
	default:
		c.find(Finding{
			Kind: WrongAttribute, Severity: Medium, Subject: seen.Name, Detail: "Lifetime", Seen: seen.Seen,
			What: fmt.Sprintf("%s lives only %s; the policy says %s.", seen.Name, LifetimeWords(seen.Lifetime), d.Lifetime),
			Mend: "Let it live as the policy says, or correct the policy.",
		})
	}
}

// withoutConsent are the journeys in which nobody agreed to anything.
var withoutConsent = []JourneyName{Stranger, Refused, GPC, Member}

func (c *deviations) consent(seen Cookie, d cookie.Declaration) {
	if !d.Optional() {
		return
	}
	before := slices.DeleteFunc(slices.Clone(seen.Seen), func(w Where) bool { return !slices.Contains(withoutConsent, w.Journey) })
	if len(before) > 0 {
		c.find(Finding{
			Kind: BeforeConsent, Severity: High, Subject: seen.Name, Detail: string(d.Category), Seen: before,
			What: fmt.Sprintf("%s (%s) was set though nobody had agreed to it.", seen.Name, d.Category.Words()),
			Mend: "Set it only after a visitor agreed.",
		})
	}
}

// neverSeen: where nobody logged in, a cookie of members cannot be seen.
func (c *deviations) neverSeen() {
	for _, d := range c.declared {
		if slices.ContainsFunc(c.Cookies, func(seen Cookie) bool { return seen.Name == d.Name }) {
			continue
		}
		severity := Medium
		if !c.walked(Member) || d.Optional() && !c.walked(Agreed) {
			severity = Low
		}
		c.find(Finding{
			Kind: NeverSeen, Severity: severity, Subject: d.Name,
			What: fmt.Sprintf("%s is declared, and was never set.", d.Name),
			Mend: "If nothing sets it any more, take it out of the policy. If only members get it, have the audit log in.",
		})
	}
}
