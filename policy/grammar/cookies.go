package grammar

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// cookies are whom a clause is about.
type cookies struct {
	names []string
	all   bool // every declared one, and those that may come
	says  []claim.Condition
}

// subject finds the cookies that words mean, once it is known which were spoken of before. It is
// false where they mean none.
type subject func(before []string) (cookies, bool)

// these returns a subject that means the cookies of the names.
func these(names ...string) subject {
	return func([]string) (cookies, bool) { return cookies{names: names}, len(names) > 0 }
}

// allOf returns a subject that means every declared cookie.
func allOf(v values) subject {
	names := v.context.Names()
	return func([]string) (cookies, bool) { return cookies{names: names, all: true}, len(names) > 0 }
}

// everyOne is the meaning of "all our cookies".
func everyOne(v values) any { return allOf(v) }

// spokenOf is the subject of "they": the cookies of the sentence before.
func spokenOf(before []string) (cookies, bool) { return cookies{names: before}, len(before) > 1 }

// thoseSpokenOf is the meaning of "they": the cookies of the sentence before, or those whose
// properties are being listed.
func thoseSpokenOf(v values) any { return subject(spokenOf).or(these(v.context.Properties...)) }

// one returns the subject if it means a single cookie.
func (s subject) one() subject { return s.many(1) }

// many returns the subject if it means so many cookies, not more and not fewer.
func (s subject) many(n int) subject {
	return func(before []string) (cookies, bool) {
		c, fits := s(before)
		return c, fits && len(c.names) == n
	}
}

// counted returns the subject, with the statement that there are so many.
func (s subject) counted(n int) subject {
	return func(before []string) (cookies, bool) {
		c, fits := s(before)
		if c.all {
			c.says = append(c.says, claim.CookieCount(n))
		} else if len(c.names) != n {
			c.says = append(c.says, negation.Contradiction(fmt.Sprintf("These are %d cookies, not %d.", len(c.names), n)))
		}
		return c, fits
	}
}

// or returns the subject, or the other one where the first means no cookies.
func (s subject) or(other subject) subject {
	return func(before []string) (cookies, bool) {
		if c, fits := s(before); fits {
			return c, true
		}
		return other(before)
	}
}

// itself is the subject of "it" and "this cookie": that of the row, or the one spoken of. In a
// row where another one was spoken of it could be either, and is none.
func itself(v values) any {
	row := v.context.Row
	return subject(func(before []string) (cookies, bool) {
		if row != "" && len(before) == 0 {
			return cookies{names: []string{row}}, !v.context.Unclear
		}
		return cookies{names: before}, len(before) == 1 && (row == "" || row == before[0])
	})
}

// above is the subject of "the cookies listed above".
func above(v values) subject {
	c := cookies{names: v.context.Above}
	c.all = len(c.names) > 0 && sameNames(c.names, v.context.Names())
	return func([]string) (cookies, bool) { return c, len(c.names) > 0 }
}

// thoseAbove is the meaning of "the cookies listed above".
func thoseAbove(v values) any { return above(v) }

func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
