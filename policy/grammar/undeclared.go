package grammar

import (
	"slices"
	"strings"
	"unicode"

	"github.com/prokken/prokken/cookie"
)

// Names of cookies, and lists of them.
var _ = register(fragment{
	lexical: []lexical{{"name", func(t Token, c Context) any {
		if c.declares(t.Raw) || c.looksLikeName(t) {
			return t.Raw
		}
		return nil
	}}},
	rules: []rule{
		say("names", `<name>`, func(v values) any { return []string{last[string](v, "name")} }),
		say("names", `<name> and <name>`, func(v values) any { return distinct(all[string](v, "name")) }),
		say("names", `<name> , <names>`, func(v values) any {
			return distinct(append([]string{last[string](v, "name")}, last[[]string](v, "names")...))
		}),
		say("names", `<name> , and <name>`, func(v values) any { return distinct(all[string](v, "name")) }),
	},
})

// distinct returns the names; nil if one stands there twice, which says that there are more
// cookies than there are.
func distinct(names []string) any {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return nil
		}
		seen[name] = true
	}
	return names
}

// undeclared returns what looks like a cookie's name and is none of the declared cookies'.
func undeclared(tokens []Token, c Context) []string {
	var found []string
	for i, t := range tokens {
		isName := c.looksLikeName(t) || isCalled(tokens[:i]) && isWordRune([]rune(t.Text)[0])
		if isName && !c.declares(t.Raw) && !slices.Contains(found, t.Raw) {
			found = append(found, t.Raw)
		}
	}
	return found
}

// looksLikeName reports whether the token is written as names of cookies are and no English word
// is: with an underscore, as "visitorId" or "visitor-id", or as one that many sites have.
func (c Context) looksLikeName(t Token) bool {
	if c.declares(t.Raw) {
		return true
	}
	if c.resemblesDeclared(t.Text) {
		return true
	}
	isWord := slices.Contains(ordinary, t.Text) || c.isSite(t.Text) || strings.HasPrefix(t.Text, "/")
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

// isCalled reports whether the words before introduce a name: "a cookie called", "cookies named".
func isCalled(before []Token) bool {
	var words []string
	for _, t := range before {
		if !strings.Contains("\"'`", t.Text) {
			words = append(words, t.Text)
		}
	}
	n := len(words)
	if n < 2 || words[n-1] != "called" && words[n-1] != "named" {
		return false
	}
	near := words[max(0, n-4) : n-1]
	return slices.Contains(near, "cookie") || slices.Contains(near, "cookies")
}
