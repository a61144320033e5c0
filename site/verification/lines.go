package verification

import (
	"crypto/rand"
	"html"
	"net/url"
	"strings"

	"github.com/prokken/prokken/models/sites"
)

// NewToken returns a token that nobody can guess.
func NewToken() string { return strings.ToLower(rand.Text()) }

// Line is what somebody copies to show a token by a method: What, to put Where.
type Line struct {
	Method sites.Method
	Name   string
	Where  string
	What   string
}

// Lines returns what to copy for each method that the host of the address can use, in the order in
// which they are looked for.
func Lines(address, token string) []Line {
	site, err := url.Parse(address)
	if err != nil || site.Host == "" {
		return nil
	}
	host, err := hostOf(site)
	if err != nil {
		return nil
	}
	lines := []Line{
		{sites.ByFile, "File", at(site, filePath), token},
		{sites.ByMeta, "Meta tag", at(site, "/"), `<meta name="` + metaName + `" content="` + html.EscapeString(token) + `">`},
	}
	if name := recordName(&url.URL{Host: host}); name != "" {
		lines = append([]Line{{sites.ByDNS, "TXT record", name, recordValue(token)}}, lines...)
	}
	return lines
}
