package web

import (
	"net/url"
	"path"
	"strings"
	"unicode"
)

// maxNext is more than any page's address here.
const maxNext = 2000

// SafeNext is the page to go to, if it is one of this site, else "/account".
// It refuses whatever a browser could read as another site: //host, \host,
// control characters, and their encoded forms.
func SafeNext(next string) string {
	if IsLocal(next) {
		return next
	}
	return "/account"
}

func IsLocal(next string) bool {
	address, err := url.Parse(next)
	if err != nil || address.Scheme != "" || address.Host != "" || address.User != nil || len(next) > maxNext {
		return false
	}
	decoded, err := url.PathUnescape(next)
	if err != nil {
		return false
	}
	for _, text := range []string{next, address.Path, decoded} {
		if !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") || strings.ContainsFunc(text, misleads) {
			return false
		}
	}
	return !strings.HasPrefix(path.Clean(address.Path)+"/", "/api/")
}

func misleads(r rune) bool { return r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r) }
