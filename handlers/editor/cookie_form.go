package editor

import (
	"net/url"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/form"
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

// readCookie makes a declaration of the fields. In one of the program's own
// cookies only the words and the lifetime are an editor's to choose.
func readCookie(v url.Values, now cookie.Declaration) (cookie.Declaration, validation.Errors) {
	d := now
	if _, ours := cookie.BoundsOf(now.Name); !ours {
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
	invalid := policy.CookieProblems(d)
	if problem != "" {
		invalid["lifetime"] = problem
	}
	return d, invalid
}
