package consent

import (
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// declaration remembers a visitor's choice, for half a year unless an editor
// chooses otherwise.
var declaration = cookie.Declaration{
	Name:     string(cookie.Consent),
	Purpose:  "Remembers which optional cookies you allowed, so that we do not ask you on every page.",
	Category: cookie.Necessary, Path: "/", Lifetime: cookie.Lifetime(180 * 24 * time.Hour), HTTPOnly: true, Secure: true,
	SameSite: cookie.Lax,
}

// KeepingCookie does a change of declarations, and has the cookie that
// remembers choices declared just while there is something to choose.
func KeepingCookie(change policy.Change) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		d, err := change(d)
		if err != nil || d.Slug != policy.CookiePolicy {
			return d, err
		}
		_, declared := d.Cookie(declaration.Name)
		switch optional := cookie.AnyOptional(d.Cookies); {
		case optional && !declared:
			return policy.SetCookie("", declaration)(d)
		case !optional && declared:
			return policy.RemoveCookie(declaration.Name)(d)
		}
		return d, nil
	}
}
