package handlers

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// cookieValues are the fields of a declaration as its form sends them.
func cookieValues(d cookie.Declaration) url.Values {
	v := url.Values{}
	setAll(v, "name", d.Name, "purpose", d.Purpose, "category", string(d.Category), "party", d.Party, "domain", d.Domain, "path", d.Path, "same_site", string(d.SameSite))
	setLifetime(v, d.Lifetime)
	setFlag(v, "http_only", d.HTTPOnly)
	setFlag(v, "secure", d.Secure)
	return v
}

func setFlag(v url.Values, name string, on bool) {
	if on {
		v.Set(name, "on")
	}
}

func setLifetime(v url.Values, l cookie.Lifetime) {
	count, unit, found := strings.Cut(l.String(), " ")
	if !found {
		count, unit = "", count
	}
	setAll(v, "lifetime", count, "unit", strings.TrimSuffix(unit, "s"))
}

// readLifetime reads a number and its unit; "session" needs no number. What is
// wrong with it is said in words; "" if nothing is.
func readLifetime(v url.Values) (l cookie.Lifetime, problem string) {
	typed := line(v, "lifetime") + " " + line(v, "unit")
	if line(v, "unit") == "session" {
		typed = "session"
	}
	if _, err := strconv.ParseUint(line(v, "lifetime"), 10, 64); err != nil && typed != "session" {
		return l, "A whole number and its unit, please, like 7 days."
	}
	if err := l.UnmarshalText([]byte(typed)); err != nil {
		return l, err.Error() + "."
	}
	return l, ""
}

// readCookie makes a declaration of the fields. In one of the program's own
// cookies only the words and the lifetime are an editor's to choose.
func readCookie(v url.Values, now cookie.Declaration) (cookie.Declaration, models.Invalid) {
	d := now
	if _, ours := cookie.BoundsOf(now.Name); !ours {
		d = cookie.Declaration{
			Name: strings.TrimSpace(v.Get("name")), Category: cookie.Category(line(v, "category")), Party: line(v, "party"), Domain: line(v, "domain"), Path: line(v, "path"),
			HTTPOnly: v.Has("http_only"), Secure: v.Has("secure"), SameSite: cookie.SameSite(line(v, "same_site")),
		}
	}
	d.Purpose = text(v, "purpose")
	lifetime, problem := readLifetime(v)
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
