package discourse

import (
	"slices"
	"strings"
	"unicode"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/grammar/token"
)

// LooksLikeName reports whether the token is written as names of cookies are and no English word
// is: with an underscore, as "visitorId" or "visitor-id", or as one that many sites have.
func (c Context) LooksLikeName(t token.Token) bool {
	if c.Declares(t.Raw) {
		return true
	}
	if c.resemblesDeclared(t.Text) {
		return true
	}
	isWord := slices.Contains(ordinary, t.Text) || c.IsSite(t.Text) || strings.HasPrefix(t.Text, "/")
	return !isWord && (strings.Contains(t.Text, "_") || isCamelCase(t.Raw) || hasNameEnding(t.Text) ||
		slices.Contains(usual, t.Text))
}

// resemblesDeclared reports whether the token is a declared name but for its case and hyphens.
func (c Context) resemblesDeclared(text string) bool {
	return slices.ContainsFunc(c.Declared, func(d cookie.Declaration) bool {
		return strings.EqualFold(bare.Replace(d.Name), bare.Replace(text))
	})
}

// bare takes out the signs that names and their misspellings differ by.
var bare = strings.NewReplacer("-", "", "_", "")

// ordinary are words of policies that are written as names are.
var ordinary = []string{
	"httponly", "samesite", "javascript", "github", "youtube", "linkedin", "paypal", "tiktok", "doubleclick",
	"iphone", "ipad",
	"macos", "ios", "webauthn", "id", "token", "api-key",
}

// usual are names that many sites give to their cookies.
var usual = []string{
	"uid", "sid", "uuid", "guid", "cid", "gid", "nid", "ide", "dsid", "anid", "vuid", "fbp", "fbc", "fr",
	"phpsessid", "jsessionid",
	"sessionid", "sessid", "asp.net_sessionid", "connect.sid", "csrftoken", "xsrf-token", "csrf-token",
	"hubspotutk", "muid",
	"cfduid", "userid", "visitorid", "clientid", "deviceid", "trackingid", "datr",
}

// endings are how names end that join two words with a hyphen.
var endings = []string{"-id", "-uid", "-sid", "-uuid", "-token", "-sess", "-sessid", "-cookie"}

func hasNameEnding(text string) bool {
	return slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(text, end) })
}

// isCamelCase reports whether the word begins small and goes on with a capital, as "visitorId",
// or ends in "ID" or "Id" behind other letters.
func isCamelCase(raw string) bool {
	runes := []rune(raw)
	if strings.HasSuffix(raw, "Id") || len(runes) > 3 && strings.HasSuffix(raw, "ID") {
		return true
	}
	return unicode.IsLower(runes[0]) && strings.ContainsFunc(raw, unicode.IsUpper) && !strings.Contains(raw, "'")
}
