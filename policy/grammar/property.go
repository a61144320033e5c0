package grammar

import (
	"slices"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// property is what a sentence says of cookies: that they have it, or that none of them has.
// It says nothing, and the sentence is not read, where the one or the other has no condition.
type property struct {
	of    func(cookies) []claim.Condition
	notOf func(cookies) []claim.Condition
	// denied: the words hold a "not", so that another one would be a double negation.
	denied bool
}

// not returns the property's negation: of several cookies, none has it.
func (p property) not() property { return property{of: p.notOf, notOf: p.of, denied: !p.denied} }

// trait returns the property of a cookie to be as the condition says; its name is left out.
func trait(t claim.Cookie) property {
	return property{
		of:    func(c cookies) []claim.Condition { return c.have(t) },
		notOf: func(c cookies) []claim.Condition { return c.lack(t) },
	}
}

// have returns the conditions that the cookies are so: one for all where there is such a kind.
func (c cookies) have(t claim.Cookie) []claim.Condition {
	all := claim.AllCookies{Category: t.Category, HTTPOnly: t.HTTPOnly, Secure: t.Secure, SameSite: t.SameSite}
	if all.Problem() == "" && t.Path == "" && t.Lifetime == nil && (c.all || len(c.names) > 1) {
		if !c.all {
			all.Among = c.names
		}
		return []claim.Condition{all}
	}
	return c.each(func(name string) []claim.Condition {
		t.Name = name
		return []claim.Condition{t}
	})
}

// lack returns the conditions that each of the cookies is declared and not so.
func (c cookies) lack(t claim.Cookie) []claim.Condition {
	if c.all && t.Category != "" {
		return []claim.Condition{claim.NoCookies{t.Category}}
	}
	return c.each(func(name string) []claim.Condition {
		t.Name = name
		return []claim.Condition{claim.Cookie{Name: name}, negation.Denied{Condition: t}}
	})
}

func (c cookies) each(of func(name string) []claim.Condition) []claim.Condition {
	var all []claim.Condition
	for _, name := range c.names {
		all = append(all, of(name)...)
	}
	return all
}

// both returns the property to have both. That neither is so cannot be said of it.
func (p property) both(other property) property {
	return property{
		of: func(c cookies) []claim.Condition {
			first, second := p.of(c), other.of(c)
			if len(first) == 0 || len(second) == 0 {
				return nil
			}
			return slices.Concat(first, second)
		},
		notOf: func(cookies) []claim.Condition { return nil },
	}
}

// plainly returns the property for words without a "not" in them: "readable by scripts" denies
// HttpOnly, and "not readable" is no double negation.
func (p property) plainly() property {
	p.denied = false
	return p
}

// negative returns the property for words that hold a "not" in themselves: "invisible".
func (p property) negative() property {
	p.denied = true
	return p
}
