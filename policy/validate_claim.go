package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

var hostForm = regexp.MustCompile(`^[a-z0-9.:-]{1,253}$`)

// claim wants words that stand in the block, and something to check.
func (v *validator) claim(key string, b Block, c Claim) {
	v.text(key, c.Says, LongestText)
	quoted := slices.ContainsFunc(v.document.quotable(b), func(text string) bool { return strings.Contains(text, c.Says) })
	switch {
	case strings.TrimSpace(c.Says) == "":
		v.problems[key] = "Say which sentence the claim is about."
	case !quoted:
		v.problems[key] = fmt.Sprintf("A claim is about %q, which does not stand here.", c.Says)
	case len(c.Conditions(Facts{})) == 0 || c.AllCookies != nil && c.AllCookies.isEmpty():
		v.problems[key] = fmt.Sprintf("The claim about %q checks nothing.", c.Says)
	case c.CookieCount < 0 || c.CookieCount > mostCookies:
		v.problems[key] = fmt.Sprintf("A claim counts between 1 and %d cookies.", mostCookies)
	}
	v.cookieNames(key, c.cookies())
	v.claimWords(key, c)
}

// isEmpty: naming cookies says nothing of them.
func (a AllCookies) isEmpty() bool {
	return a.Category == "" && !a.HTTPOnly && !a.Secure && a.SameSite == ""
}

// cookies are the names in a claim.
func (c Claim) cookies() []string {
	names := slices.Concat(c.OnlyTheseCookies, c.Needed)
	if c.AllCookies != nil {
		names = append(names, c.AllCookies.Among...)
	}
	if c.Cookie != nil {
		names = append(names, c.Cookie.Name)
	}
	if c.Outlives != nil {
		names = append(names, c.Outlives.Name, c.Outlives.Than)
	}
	return names
}

func (v *validator) cookieNames(key string, names []string) {
	for _, name := range names {
		if !cookie.IsName(name) {
			v.problems[key] = fmt.Sprintf("%q cannot be a cookie's name.", name)
		}
	}
}

// claimWords refuses conditions in words that mean nothing.
func (v *validator) claimWords(key string, c Claim) {
	categories, sameSites := slices.Concat(c.NoCookies, c.ConsentBefore), []cookie.SameSite{}
	if a := c.AllCookies; a != nil {
		categories, sameSites = append(categories, given(a.Category)...), append(sameSites, given(a.SameSite)...)
	}
	if is := c.Cookie; is != nil {
		categories, sameSites = append(categories, given(is.Category)...), append(sameSites, given(is.SameSite)...)
		if is.Path != "" && !cookie.IsPath(is.Path) {
			v.problems[key] = fmt.Sprintf("%q is not a path", is.Path)
		}
	}
	for _, category := range categories {
		if category.Words() == "" {
			v.problems[key] = fmt.Sprintf("%q is not a category", category)
		}
	}
	for _, sameSite := range sameSites {
		if sameSite.Words() == "" {
			v.problems[key] = fmt.Sprintf("%q is not lax, strict or none", sameSite)
		}
	}
	for _, host := range c.NothingLoadedFrom {
		if !hostForm.MatchString(host) {
			v.problems[key] = fmt.Sprintf("%q is not a host like stripe.com", host)
		}
	}
}

// given is a list of the word, or of none.
func given[T ~string](word T) []T {
	if word == "" {
		return nil
	}
	return []T{word}
}
