package audit

import (
	"time"

	"github.com/prokken/prokken/cookie"
)

// Merge takes in another sighting. Of the attributes that were seen, the laxest
// is kept: the declaration must bear all of them.
func (c *Cookie) Merge(other Cookie) {
	c.HTTPOnly, c.Secure = c.HTTPOnly && other.HTTPOnly, c.Secure && other.Secure
	c.Lifetime = longer(c.Lifetime, other.Lifetime)
	if laxness(other.SameSite) > laxness(c.SameSite) {
		c.SameSite = other.SameSite
	}
	if other.Rejected == "" {
		c.Rejected = ""
	}
	c.Size = max(c.Size, other.Size)
}

// Overwritten takes in what the jar holds of a cookie that came with an answer: a
// script may have replaced it. What is left of its life counts only where that is
// more than the answer gave.
func (c *Cookie) Overwritten(held Cookie) {
	if held.Lifetime != cookie.Session && c.Lifetime != cookie.Session && held.Lifetime-c.Lifetime <= slack {
		held.Lifetime = c.Lifetime
	}
	if held.SameSite == "" { // the jar does not tell a missing one from one that it does not know
		held.SameSite = c.SameSite
	}
	c.Merge(held)
}

// longer is the longer of two lives; a session is the shortest.
func longer(a, b cookie.Lifetime) cookie.Lifetime {
	if a == cookie.Session || b != cookie.Session && b > a {
		return b
	}
	return a
}

// laxness orders the values: browsers take a missing one for Lax.
func laxness(s cookie.SameSite) int {
	switch s {
	case cookie.Strict:
		return 0
	case cookie.None:
		return 2
	default:
		return 1
	}
}

// effective is what browsers make of a missing attribute.
func effective(s cookie.SameSite) cookie.SameSite {
	if s == "" {
		return cookie.Lax
	}
	return s
}

// slack is how far a lifetime may be off: a header that names a moment is as old
// as the answer.
const slack = cookie.Lifetime(5 * time.Second)

// LifetimeWords is a lifetime in round words.
func LifetimeWords(l cookie.Lifetime) string {
	if l == cookie.Session {
		return "until the browser is closed"
	}
	d := time.Duration(l)
	for _, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		if d >= unit {
			return cookie.Lifetime(d.Round(unit)).String()
		}
	}
	return d.String()
}
