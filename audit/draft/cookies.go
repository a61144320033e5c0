package draft

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// mostDeclared is how many cookies a policy can declare.
const maxDeclared = 200

// declareAll declares each name once, as a policy does: the cookie that lives
// longest stands for others of its name.
func (d *draft) declareAll(table known.Table) {
	chosen, order := map[string]report.Cookie{}, []string{}
	for _, c := range d.report.Cookies {
		before, again := chosen[c.Name]
		switch {
		case d.undeclarable(c, !again && len(order) == maxDeclared):
			continue
		case !again:
			order = append(order, c.Name)
		case kept(c.Lifetime) <= kept(before.Lifetime):
			d.leave(c, "another of its name is declared, which lives as long or longer")
			continue
		default:
			d.leave(before, "another of its name is declared, which lives longer")
		}
		chosen[c.Name] = c
	}
	for i, name := range order {
		suggestion, isKnown := table.Find(name)
		d.document.Cookies = append(d.document.Cookies, declaration(chosen[name], suggestion))
		d.explain(fmt.Sprintf("/cookies/%d/", i), chosen[name], suggestion, isKnown)
	}
}

// undeclarable notes and reports that no policy can declare the cookie.
func (d *draft) undeclarable(c report.Cookie, full bool) bool {
	switch err := declaration(c, known.Suggestion{}).Validate(); {
	case c.Rejected != "":
		d.leave(c, "the browser did not keep it: "+c.Rejected)
	case err != nil:
		d.leave(c, err.Error())
	case full:
		d.leave(c, fmt.Sprintf("a policy declares at most %d cookies", maxDeclared))
	default:
		return false
	}
	return true
}

// declaration is the cookie as it was seen, with the words of the suggestion. A
// cookie of which nothing is known is taken for one that needs consent, and of
// those for the kind that people mind most.
func declaration(c report.Cookie, s known.Suggestion) cookie.Declaration {
	made := cookie.Declaration{
		Name: c.Name, Purpose: cmp.Or(s.Purpose, ToDescribe), Category: cmp.Or(s.Category, cookie.Marketing), Path: c.Path,
		Lifetime: kept(c.Lifetime), HTTPOnly: c.HTTPOnly, Secure: c.Secure, SameSite: cmp.Or(c.SameSite, cookie.Lax),
	}
	domain := strings.ToLower(strings.TrimPrefix(c.Domain, "."))
	if !c.HostOnly {
		made.Domain = domain
	}
	if c.ThirdParty {
		made.Party = cmp.Or(s.Who, cmp.Or(shown(domain), toName))
	}
	return made
}

// kept is how long the browser keeps the cookie, in a round number that is at
// most a hundredth longer: a date is always some seconds away by the time it is
// read.
func kept(l cookie.Lifetime) cookie.Lifetime {
	if l == cookie.Session || l < cookie.Lifetime(time.Second) {
		return l
	}
	l = l.Kept()
	for _, unit := range []cookie.Lifetime{cookie.Lifetime(24 * time.Hour), cookie.Lifetime(time.Hour), cookie.Lifetime(time.Minute), cookie.Lifetime(time.Second)} {
		if over := (unit - l%unit) % unit; over <= l/100 || unit == cookie.Lifetime(time.Second) {
			return l + over
		}
	}
	return l
}

func (d *draft) leave(c report.Cookie, why string) {
	d.left = append(
		d.left,
		fmt.Sprintf(
			"the cookie %s of %s, path %s, lifetime %s: %s",
			quote(c.Name),
			quote(c.Domain),
			quote(c.Path),
			c.Lifetime,
			why,
		),
	)
}
