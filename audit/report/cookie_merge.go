package report

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Merge takes in another sighting. Of the attributes that were seen, the laxest
// is kept: the declaration must bear all of them.
func (c *Cookie) Merge(other Cookie) {
	c.HTTPOnly, c.Secure = c.HTTPOnly && other.HTTPOnly, c.Secure && other.Secure
	c.Lifetime = Longer(c.Lifetime, other.Lifetime)
	if Laxness(other.SameSite) > Laxness(c.SameSite) {
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
	if held.Lifetime != cookie.Session && c.Lifetime != cookie.Session && held.Lifetime-c.Lifetime <= claim.Slack {
		held.Lifetime = c.Lifetime
	}
	if held.SameSite == "" { // the jar does not tell a missing one from one that it does not know
		held.SameSite = c.SameSite
	}
	c.Merge(held)
}

// Longer is the longer of two lives; a session is the shortest.
func Longer(a, b cookie.Lifetime) cookie.Lifetime {
	if a == cookie.Session || b != cookie.Session && b > a {
		return b
	}
	return a
}

// Laxness orders the values: browsers take a missing one for Lax.
func Laxness(s cookie.SameSite) int {
	switch s {
	case cookie.Strict:
		return 0
	case cookie.None:
		return 2
	default:
		return 1
	}
}

// EffectiveSameSite is what browsers make of a missing attribute.
func EffectiveSameSite(s cookie.SameSite) cookie.SameSite {
	if s == "" {
		return cookie.Lax
	}
	return s
}
