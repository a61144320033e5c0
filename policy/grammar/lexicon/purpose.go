package lexicon

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// IsPurpose reports whether the sentence says in its own words what the cookie of the row is
// for. It names no attribute, which the declaration says better, and no category that the cookie
// does not have.
func IsPurpose(sentence string, c discourse.Context) bool {
	tokens, err := token.Tokens(sentence)
	if err != nil || c.Row == "" {
		return false
	}
	l := newLexicon(tokens, c)
	if l.hold(attributeWords...) || l.begin(continuations...) {
		return false
	}
	return c.Category(c.Row) != cookie.Necessary || !l.hold(optionalWords...)
}

// attributeWords speak of what a declaration says of a cookie.
var attributeWords = []string{
	"httponly", "samesite", "secure", "https", "http", "encrypted", "javascript", "script", "scripts", "path", "paths",
	"endpoint", "endpoints", "domain", "subdomain", "cross-site", "third-party", "first-party", "expire", "expires",
	"lifetime", "lives", "lasts", "day", "days", "hour", "hours", "week", "weeks", "month", "months", "year", "years",
	"minute", "minutes", "persistent", "session cookie", "this cookie", "these cookies", "it is", "it does", "it can",
	"necessary", "essential",
}

// optionalWords speak of what a strictly necessary cookie is not for.
var optionalWords = []string{
	"analytics", "statistics", "advertising", "advertisement", "advertisements", "ads", "marketing", "tracking", "track",
	"tracks", "follow", "follows", "profile", "profiling", "measure", "measures", "measurement",
}
