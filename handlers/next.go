package handlers

import (
	"net/url"
	"path"
	"strings"
	"unicode"
)

// maxNext is more than any page's address here.
const maxNext = 2000

// safeNext is the page to go to, if it is one of this site, else "/account".
// It refuses whatever a browser could read as another site: //host, \host,
// control characters, and their encoded forms.
func safeNext(next string) string {
	if isLocal(next) {
		return next
	}
	return "/account"
}

func isLocal(next string) bool {
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
