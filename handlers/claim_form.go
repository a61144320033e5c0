package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// readClaim makes a claim of the kind about the sentence.
func readClaim(kind policy.ClaimKind, v url.Values) policy.Claim {
	c := policy.Claim{Says: text(v, "says")}
	categories := func() []cookie.Category {
		var all []cookie.Category
		for _, name := range v["categories"] {
			all = append(all, cookie.Category(name))
		}
		return all
	}
	switch kind {
	case policy.ClaimNoCookies:
		c.NoCookies = categories()
	case policy.ClaimConsentBefore:
		c.ConsentBefore = categories()
	case policy.ClaimAllCookies:
		c.AllCookies = &policy.AllCookies{
			Among: v["names"], Category: cookie.Category(line(v, "category")), HTTPOnly: v.Has("http_only"), Secure: v.Has("secure"), SameSite: cookie.SameSite(line(v, "same_site")),
		}
	case policy.ClaimCookie:
		c.Cookie = &policy.CookieIs{
			Name: line(v, "name"), Category: cookie.Category(line(v, "category")), Path: line(v, "path"),
			HTTPOnly: v.Has("http_only"), Secure: v.Has("secure"), SameSite: cookie.SameSite(line(v, "same_site")),
		}
		if lifetime, problem := readLifetime(v); problem == "" {
			c.Cookie.Lifetime = &lifetime
		}
	case policy.ClaimCookieCount:
		c.CookieCount, _ = strconv.Atoi(line(v, "count")) // 0 checks nothing, and is refused
	case policy.ClaimOnlyThese:
		c.OnlyTheseCookies = v["names"]
	case policy.ClaimNeeded:
		c.Needed = v["names"]
	case policy.ClaimOutlives:
		c.Outlives = &policy.Outlives{Name: line(v, "name"), Than: line(v, "than")}
	case policy.ClaimNoThirdParty:
		c.NoThirdPartyCookie = true
	case policy.ClaimNothingLoaded:
		c.NothingLoadedFrom = strings.Fields(strings.ReplaceAll(v.Get("hosts"), ",", " "))
		if v.Has("elsewhere") {
			c.NothingLoadedFrom = append(c.NothingLoadedFrom, policy.Elsewhere)
		}
	case policy.ClaimDatedByPublish:
		c.DatedByPublication = true
	}
	return c
}

// claimProblems are what is missing in a claim, by the names of its fields.
func claimProblems(kind policy.ClaimKind, c policy.Claim, v url.Values) models.Invalid {
	invalid := models.Invalid{}
	need := func(field string, there bool, problem string) {
		if !there {
			invalid[field] = problem
		}
	}
	need("says", c.Says != "", "Please choose a sentence.")
	switch kind {
	case policy.ClaimNoCookies, policy.ClaimConsentBefore:
		need("categories", len(v["categories"]) > 0, "Please choose at least one.")
	case policy.ClaimOnlyThese, policy.ClaimNeeded:
		need("names", len(v["names"]) > 0, "Please choose at least one.")
	case policy.ClaimCookie:
		need("name", c.Cookie.Name != "", "Please choose a cookie.")
		need("lifetime", line(v, "lifetime") == "" || c.Cookie.Lifetime != nil, "A number and its unit, please, like 7 days.")
	case policy.ClaimAllCookies:
		a := *c.AllCookies
		need("category", a.Category != "" || a.HTTPOnly || a.Secure || a.SameSite != "", "Please choose at least one property.")
	case policy.ClaimCookieCount:
		need("count", c.CookieCount > 0, "A number from 1, please.")
	case policy.ClaimOutlives:
		need("name", c.Outlives.Name != "" && c.Outlives.Name != c.Outlives.Than, "Please choose two cookies.")
	case policy.ClaimNothingLoaded:
		need("hosts", len(c.NothingLoadedFrom) > 0, "Please name at least one host, like example.com.")
		need("hosts", !slices.ContainsFunc(c.NothingLoadedFrom, func(h string) bool { return strings.ContainsAny(h, "/:") }), "Only the name of the host, please: example.com, without https:// and what follows.")
	default: // nothing to fill in
	}
	return invalid
}
