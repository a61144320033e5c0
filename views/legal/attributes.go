package legal

import (
	"cmp"

	"github.com/prokken/prokken/cookie"
)

// attributesOf are the attributes of a declaration besides its lifetime, called as in RFC 6265bis.
func attributesOf(d cookie.Declaration) []string {
	return []string{
		"HttpOnly: " + yesNo(d.HTTPOnly), "Secure: " + yesNo(d.Secure), "SameSite: " + sameSiteWords(d.SameSite),
		"Path: " + d.Path, "Domain: " + cmp.Or(d.Domain, "this host alone"), "Set by: " + cmp.Or(d.Party, "this site"),
	}
}

// sameSiteWords are the values as the standard writes them.
func sameSiteWords(s cookie.SameSite) string {
	return map[cookie.SameSite]string{cookie.Lax: "Lax", cookie.Strict: "Strict", cookie.None: "None"}[s]
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
