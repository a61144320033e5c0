package editor

import (
	"net/url"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

// cookieValues are the fields of a declaration as its form sends them.
func cookieValues(d cookie.Declaration) url.Values {
	v := url.Values{}
	form.SetAll(
		v,
		"name",
		d.Name,
		"purpose",
		d.Purpose,
		"category",
		string(d.Category),
		"party",
		d.Party,
		"domain",
		d.Domain,
		"path",
		d.Path,
		"same_site",
		string(d.SameSite),
	)
	form.SetLifetime(v, d.Lifetime)
	form.SetFlag(v, "http_only", d.HTTPOnly)
	form.SetFlag(v, "secure", d.Secure)
	return v
}

// boundsOf returns the bounds of one of the program's own cookies. On a customer's site there are
// none: a cookie of the same name is another's.
func boundsOf(on *site.Site, name string) (cookie.Bounds, bool) {
	if !on.IsOwn() {
		return cookie.Bounds{}, false
	}
	return cookie.BoundsOf(name)
}

// keepingConsent does a change of declarations. On the own site the cookie that remembers choices is
// declared just while there is something to choose.
func keepingConsent(on *site.Site, change policy.Change) policy.Change {
	if !on.IsOwn() {
		return change
	}
	return consent.KeepingCookie(change)
}

// cookieProblems are what is wrong with a declaration on the site.
func cookieProblems(on *site.Site, d cookie.Declaration) validation.Errors {
	if !on.IsOwn() {
		return policy.OtherCookieProblems(d)
	}
	return policy.CookieProblems(d)
}

// readCookie makes a declaration of the fields. In one of the program's own
// cookies only the words and the lifetime are an editor's to choose.
func readCookie(on *site.Site, v url.Values, now cookie.Declaration) (cookie.Declaration, validation.Errors) {
	d := now
	if _, ours := boundsOf(on, now.Name); !ours {
		d = cookie.Declaration{
			Name: strings.TrimSpace(v.Get("name")), Category: cookie.Category(form.Line(v, "category")),
			Party: form.Line(v, "party"), Domain: form.Line(v, "domain"), Path: form.Line(v, "path"),
			HTTPOnly: v.Has("http_only"), Secure: v.Has("secure"), SameSite: cookie.SameSite(form.Line(v, "same_site")),
		}
	}
	d.Purpose = form.Text(v, "purpose")
	lifetime, problem := form.ReadLifetime(v)
	d.Lifetime = cookie.Lifetime(time.Hour)
	if problem == "" {
		d.Lifetime = lifetime
	}
	invalid := cookieProblems(on, d)
	if problem != "" {
		invalid["lifetime"] = problem
	}
	return d, invalid
}
