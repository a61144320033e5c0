package claim

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// traits are properties of a cookie: those that are named have to be so. The
// conditions all_cookies and cookie share them.
type traits struct {
	category cookie.Category
	path     string
	lifetime *cookie.Lifetime
	httpOnly bool
	secure   bool
	sameSite cookie.SameSite
}

// declaredWords are the named properties of a declaration.
func (t traits) declaredWords() string {
	var words []string
	add := func(isNamed bool, text string) {
		if isNamed {
			words = append(words, text)
		}
	}
	add(t.category != "", t.category.Words())
	add(t.path != "", "sent to "+t.path+" only")
	if t.lifetime != nil {
		words = append(words, "living "+t.lifetime.String())
	}
	add(t.httpOnly, "HttpOnly")
	add(t.secure, "Secure")
	add(t.sameSite != "", "SameSite="+t.sameSite.Words())
	return strings.Join(words, ", ")
}

// lackedBy is what a declaration does not have of them; "" if it has all.
func (t traits) lackedBy(d cookie.Declaration) string {
	switch {
	case t.category != "" && d.Category != t.category:
		return fmt.Sprintf("is declared as %q.", d.Category.Words())
	case t.path != "" && d.Path != t.path:
		return fmt.Sprintf("is sent to %s.", d.Path)
	case t.lifetime != nil && d.Lifetime != *t.lifetime:
		return fmt.Sprintf("lives %s.", d.Lifetime)
	case t.httpOnly && !d.HTTPOnly:
		return "is not HttpOnly."
	case t.secure && !d.Secure:
		return "is not Secure."
	case t.sameSite != "" && d.SameSite != t.sameSite:
		return fmt.Sprintf("is SameSite=%s.", d.SameSite.Words())
	}
	return ""
}

// observedWords are the named properties of a cookie that is set.
func (t traits) observedWords() string {
	var words []string
	add := func(isNamed bool, text string) {
		if isNamed {
			words = append(words, text)
		}
	}
	add(t.category != "", "as "+t.category.Words())
	add(t.path != "", "for "+t.path+" only")
	if t.lifetime != nil {
		words = append(words, "to live "+t.lifetime.String())
	}
	add(t.httpOnly, "with HttpOnly")
	add(t.secure, "with Secure")
	add(t.sameSite != "", "with SameSite="+t.sameSite.Words())
	return strings.Join(words, ", ")
}

// judge adds to the verdict what the cookie that was seen lacks.
func (t traits) judge(v *Verdict, o Observations, name string) {
	sightings := slices.DeleteFunc(slices.Clone(o.Cookies), func(seen ObservedCookie) bool { return seen.Name != name })
	if len(sightings) == 0 {
		v.Cannot("%s was not set in this audit.", name)
	} else if !slices.ContainsFunc(sightings, func(seen ObservedCookie) bool { return !seen.Rejected }) {
		v.Cannot("The browser refused %s.", name)
	}
	for _, seen := range sightings {
		if lacking := t.lackedBySeen(o, seen); lacking != "" {
			v.Fail("%s %s", name, lacking)
		}
	}
}

func (t traits) lackedBySeen(o Observations, seen ObservedCookie) string {
	switch {
	case t.category != "" && seen.Category != t.category:
		return fmt.Sprintf("is not declared as %q.", t.category.Words())
	case t.path != "" && seen.Path != t.path:
		return fmt.Sprintf("was set for %s.", seen.Path)
	case t.lifetime != nil && !LivesAs(seen.Lifetime, *t.lifetime):
		return fmt.Sprintf("lives %s.", LifetimeWords(seen.Lifetime))
	case t.httpOnly && !seen.HTTPOnly:
		return "was set without HttpOnly."
	case t.secure && !seen.Secure && !o.PlainLocal:
		return "was set without Secure."
	case t.sameSite != "" && seen.SameSite != t.sameSite:
		return fmt.Sprintf("was set with SameSite=%s.", seen.SameSite.Words())
	}
	return ""
}

// explainSecure says why Secure is not looked at where it cannot be: what is said
// of HTTPS says nothing of a site without it that only this machine sees.
func (t traits) explainSecure(v *Verdict, o Observations) {
	if t.secure && o.PlainLocal {
		v.Words += " This site is on this machine alone, without HTTPS, so Secure was not looked at."
	}
}

// problem refuses words that mean nothing.
func (t traits) problem() string {
	switch {
	case t.category != "" && t.category.Words() == "":
		return fmt.Sprintf("%q is not a category", t.category)
	case t.sameSite != "" && t.sameSite.Words() == "":
		return fmt.Sprintf("%q is not lax, strict or none", t.sameSite)
	case t.path != "" && !cookie.IsPath(t.path):
		return fmt.Sprintf("%q is not a path", t.path)
	}
	return ""
}

func (t traits) setValues(v url.Values) {
	form.SetAll(v, "category", string(t.category), "same_site", string(t.sameSite))
	form.SetFlag(v, "http_only", t.httpOnly)
	form.SetFlag(v, "secure", t.secure)
}

func readTraits(v url.Values) traits {
	return traits{
		category: cookie.Category(form.Line(v, "category")), sameSite: cookie.SameSite(form.Line(v, "same_site")),
		httpOnly: v.Has("http_only"), secure: v.Has("secure"),
	}
}

func traitFields(m form.Maker) []form.Field {
	const any = "Whatever it is"
	return []form.Field{
		m.Choice("category", "Its category", "", form.Optional(any, form.CategoryOptions())),
		m.Choice("same_site", "Its SameSite", "", form.Optional(any, form.SameSiteOptions())),
		m.Tick("http_only", "It is HttpOnly", ""), m.Tick("secure", "It is Secure", ""),
	}
}
