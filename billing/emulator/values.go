package emulator

import (
	"slices"
	"strconv"
	"strings"
)

// word sets the field if it was given; an empty value unsets it.
func (p params) word(name string, into **string) {
	if p.Has(name) {
		*into = optional(p.Get(name))
	}
}

// optional is nil for "".
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// value is "" for nil.
func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func pointer[T any](to T) *T { return &to }

// number reads a whole number that is not negative; fallback for what was not
// given.
func (p params) number(name string, fallback int64) int64 {
	if !p.Has(name) {
		return fallback
	}
	n, isOne := isNumber(p.Get(name))
	if !isOne || n < 0 || n > 99999999999 {
		p.bad(name, "parameter_invalid_integer", "Invalid integer: "+p.Get(name))
		return fallback
	}
	return n
}

// count is a number that is at least 1.
func (p params) count(name string, fallback int64) int64 {
	n := p.number(name, fallback)
	if n < 1 {
		p.bad(name, "parameter_invalid_integer", "This value must be greater than or equal to 1.")
	}
	return n
}

// signed reads a whole number.
func (p params) signed(name string, fallback int64) int64 {
	if !p.Has(name) {
		return fallback
	}
	n, isOne := isNumber(p.Get(name))
	if !isOne || n > 99999999999 || n < -99999999999 {
		p.bad(name, "parameter_invalid_integer", "Invalid integer: "+p.Get(name))
	}
	return n
}

// moment sets the time if it was given; an empty value unsets it.
func (p params) moment(name string, into **int64) {
	switch {
	case !p.Has(name):
	case p.Get(name) == "":
		*into = nil
	default:
		*into = pointer(p.number(name, 0))
	}
}

// flag reads true or false; fallback for what was not given.
func (p params) flag(name string, fallback bool) bool {
	if !p.Has(name) {
		return fallback
	}
	given := p.Get(name)
	if given != "true" && given != "false" {
		p.bad(name, "", "Invalid boolean: "+given)
	}
	return given == "true"
}

// choice reads one of some words; the first for what was not given.
func (p params) choice(name string, words ...string) string {
	given := p.Get(name)
	if given == "" {
		return words[0]
	}
	if !slices.Contains(words, given) {
		p.bad(name, "", "Invalid "+p.full(name)+": must be one of "+strings.Join(words, ", "))
	}
	return given
}

// percent reads a share of up to 100 with two digits behind the point.
func (p params) percent(name string) *float64 {
	if p.Get(name) == "" {
		return nil
	}
	share, err := strconv.ParseFloat(p.Get(name), 64)
	if err != nil || !(share > 0 && share <= 100) {
		p.bad(name, "", "Invalid percentage: it is above 0 and at most 100.")
	}
	return &share
}

func yes(b bool) string { return strconv.FormatBool(b) }
