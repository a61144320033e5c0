package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// Condition is one thing that a claim says, in words a reader understands, and,
// where it does not hold, why.
type Condition struct {
	Words  string
	Untrue string // "" if it holds
	Cookie string // because of which it does not; "" for none in particular
}

// fails says what is wrong with a cookie.
func (c *Condition) fails(name, because string) { c.Cookie, c.Untrue = name, name+" "+because }

// condition looks at one kind of condition of a claim; nothing for a claim
// without it.
type condition func(c Claim, f Facts) []Condition

// kinds of conditions, in the order in which they are told.
var conditions = []condition{
	noCookies, allCookies, cookieIs, cookieCount, onlyThese, needed, outlives, noThirdPartyCookies, nothingLoaded, consentBefore, dated,
}

// Conditions are what the claim says, each checked against the facts.
func (c Claim) Conditions(f Facts) []Condition {
	var all []Condition
	for _, look := range conditions {
		all = append(all, look(c, f)...)
	}
	return all
}

// untrue is the first condition of the claim that does not hold; false if all do.
func (c Claim) untrue(f Facts) (Condition, bool) {
	all := c.Conditions(f)
	i := slices.IndexFunc(all, func(c Condition) bool { return c.Untrue != "" })
	if i < 0 {
		return Condition{}, false
	}
	return all[i], true
}

func noCookies(c Claim, f Facts) []Condition {
	var all []Condition
	for _, category := range c.NoCookies {
		found := Condition{Words: fmt.Sprintf("No cookie of the type %q is declared, and the server lets no undeclared cookie out.", category.Words())}
		for _, d := range f.Cookies {
			if d.Category == category {
				found.fails(d.Name, fmt.Sprintf("is declared as %q.", category.Words()))
			}
		}
		all = append(all, found)
	}
	return all
}

func allCookies(c Claim, f Facts) []Condition {
	if c.AllCookies == nil {
		return nil
	}
	a, which := *c.AllCookies, "Every declared cookie"
	if len(a.Among) > 0 {
		which = "Each of " + strings.Join(a.Among, ", ")
	}
	found := Condition{Words: which + " is " + traits(a.Category, "", nil, a.HTTPOnly, a.Secure, a.SameSite) + "."}
	for _, name := range a.Among {
		if _, declared := f.find(name); !declared {
			found.fails(name, notDeclared)
		}
	}
	for _, d := range f.Cookies {
		if len(a.Among) > 0 && !slices.Contains(a.Among, d.Name) {
			continue
		}
		if lacking := lacks(d, CookieIs{Category: a.Category, HTTPOnly: a.HTTPOnly, Secure: a.Secure, SameSite: a.SameSite}); lacking != "" {
			found.fails(d.Name, lacking)
		}
	}
	return []Condition{found}
}

func cookieIs(c Claim, f Facts) []Condition {
	if c.Cookie == nil {
		return nil
	}
	want := *c.Cookie
	found := Condition{Words: want.Name + " is declared"}
	if words := traits(want.Category, want.Path, want.Lifetime, want.HTTPOnly, want.Secure, want.SameSite); words != "" {
		found.Words += " as " + words
	}
	found.Words += "."
	d, declared := f.find(want.Name)
	if lacking := lacks(d, want); !declared {
		found.fails(want.Name, notDeclared)
	} else if lacking != "" {
		found.fails(want.Name, lacking)
	}
	return []Condition{found}
}

// traits are the named properties in words.
func traits(category cookie.Category, path string, lifetime *cookie.Lifetime, httpOnly, secure bool, sameSite cookie.SameSite) string {
	var words []string
	if category != "" {
		words = append(words, category.Words())
	}
	if path != "" {
		words = append(words, "sent to "+path+" only")
	}
	if lifetime != nil {
		words = append(words, "living "+lifetime.String())
	}
	if httpOnly {
		words = append(words, "HttpOnly")
	}
	if secure {
		words = append(words, "Secure")
	}
	if sameSite != "" {
		words = append(words, "SameSite="+sameSite.Words())
	}
	return strings.Join(words, ", ")
}

const notDeclared = "is not declared."

// lacks is what a declaration does not have of what is wanted; "" if nothing.
func lacks(d cookie.Declaration, want CookieIs) string {
	switch {
	case want.Category != "" && d.Category != want.Category:
		return fmt.Sprintf("is declared as %q.", d.Category.Words())
	case want.Path != "" && d.Path != want.Path:
		return fmt.Sprintf("is sent to %s.", d.Path)
	case want.Lifetime != nil && d.Lifetime != *want.Lifetime:
		return fmt.Sprintf("lives %s.", d.Lifetime)
	case want.HTTPOnly && !d.HTTPOnly:
		return "is not HttpOnly."
	case want.Secure && !d.Secure:
		return "is not Secure."
	case want.SameSite != "" && d.SameSite != want.SameSite:
		return fmt.Sprintf("is SameSite=%s.", d.SameSite.Words())
	}
	return ""
}

func cookieCount(c Claim, f Facts) []Condition {
	if c.CookieCount == 0 {
		return nil
	}
	found := Condition{Words: fmt.Sprintf("Exactly %d cookies are declared.", c.CookieCount)}
	if n := len(f.Cookies); n != c.CookieCount {
		found.Untrue = fmt.Sprintf("%d are declared.", n)
	}
	return []Condition{found}
}

func onlyThese(c Claim, f Facts) []Condition {
	if len(c.OnlyTheseCookies) == 0 {
		return nil
	}
	found := Condition{Words: "No cookies are declared but " + strings.Join(c.OnlyTheseCookies, ", ") + ", and the server lets no other out."}
	for _, d := range f.Cookies {
		if !slices.Contains(c.OnlyTheseCookies, d.Name) {
			found.fails(d.Name, "is declared too.")
		}
	}
	for _, name := range c.OnlyTheseCookies {
		if _, declared := f.find(name); !declared {
			found.fails(name, notDeclared)
		}
	}
	return []Condition{found}
}

func needed(c Claim, f Facts) []Condition {
	if len(c.Needed) == 0 {
		return nil
	}
	found := Condition{Words: "The program cannot keep anyone logged in without " + strings.Join(c.Needed, ", ") + "."}
	for _, name := range c.Needed {
		if _, declared := f.find(name); !declared || !cookie.IsNeededToLogIn(name) {
			found.Untrue = "Logging in works without " + name + "."
		}
	}
	return []Condition{found}
}

func outlives(c Claim, f Facts) []Condition {
	if c.Outlives == nil {
		return nil
	}
	one, than := c.Outlives.Name, c.Outlives.Than
	found := Condition{Words: fmt.Sprintf("%s lives longer than %s.", one, than)}
	a, hasA := f.find(one)
	b, hasB := f.find(than)
	if !hasA || !hasB || a.Lifetime <= b.Lifetime {
		found.fails(one, "does not live longer than "+than+".")
	}
	return []Condition{found}
}

func noThirdPartyCookies(c Claim, f Facts) []Condition {
	if !c.NoThirdPartyCookie {
		return nil
	}
	found := Condition{Words: "No cookie of anyone else is declared, and no page loads anything that could set one."}
	for _, d := range f.Cookies {
		if d.Party != "" {
			found.fails(d.Name, "is declared as a cookie of "+d.Party+".")
		}
	}
	if i, loads := f.loadsFrom(Elsewhere); loads {
		found.Untrue = "Pages load a script of " + i.Name + "."
	}
	return []Condition{found}
}

func nothingLoaded(c Claim, f Facts) []Condition {
	var all []Condition
	for _, host := range c.NothingLoadedFrom {
		found := Condition{Words: "No page loads anything from " + host + "; the Content-Security-Policy forbids it."}
		if i, loads := f.loadsFrom(host); loads {
			found.Untrue = "Pages load a script of " + i.Name + "."
		}
		all = append(all, found)
	}
	return all
}

// consentBefore holds by construction for every category but the necessary one:
// the gate lets no optional cookie out, and scripts load with consent alone.
func consentBefore(c Claim, _ Facts) []Condition {
	var all []Condition
	for _, category := range c.ConsentBefore {
		found := Condition{Words: fmt.Sprintf("Declaring a cookie of the type %q makes the server ask before it is set.", category.Words())}
		if category == cookie.Necessary {
			found.Untrue = "Nobody is asked about strictly necessary cookies."
		}
		all = append(all, found)
	}
	return all
}

// dated holds by construction: see [Library.Publish].
func dated(c Claim, _ Facts) []Condition {
	if !c.DatedByPublication {
		return nil
	}
	return []Condition{{Words: `"Last updated" is the day on which this version was published. No version can be changed afterwards.`}}
}
