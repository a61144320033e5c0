package params

import (
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// Word sets the field if it was given; an empty value unsets it.
func (p Params) Word(name string, into **string) {
	if p.Has(name) {
		*into = objects.Optional(p.Get(name))
	}
}

// Number reads a whole number that is not negative; fallback for what was not
// given.
func (p Params) Number(name string, fallback int64) int64 {
	if !p.Has(name) {
		return fallback
	}
	n, isOne := IsNumber(p.Get(name))
	if !isOne || n < 0 || n > 99999999999 {
		p.Bad(name, "parameter_invalid_integer", "Invalid integer: "+p.Get(name))
		return fallback
	}
	return n
}

// Count is a number that is at least 1.
func (p Params) Count(name string, fallback int64) int64 {
	n := p.Number(name, fallback)
	if n < 1 {
		p.Bad(name, "parameter_invalid_integer", "This value must be greater than or equal to 1.")
	}
	return n
}

// Signed reads a whole number.
func (p Params) Signed(name string, fallback int64) int64 {
	if !p.Has(name) {
		return fallback
	}
	n, isOne := IsNumber(p.Get(name))
	if !isOne || n > 99999999999 || n < -99999999999 {
		p.Bad(name, "parameter_invalid_integer", "Invalid integer: "+p.Get(name))
	}
	return n
}

// Moment sets the time if it was given; an empty value unsets it.
func (p Params) Moment(name string, into **int64) {
	switch {
	case !p.Has(name):
	case p.Get(name) == "":
		*into = nil
	default:
		*into = new(p.Number(name, 0))
	}
}

// Flag reads true or false; fallback for what was not given.
func (p Params) Flag(name string, fallback bool) bool {
	if !p.Has(name) {
		return fallback
	}
	given := p.Get(name)
	if given != "true" && given != "false" {
		p.Bad(name, "", "Invalid boolean: "+given)
	}
	return given == "true"
}

// Choice reads one of some words; the first for what was not given.
func (p Params) Choice(name string, words ...string) string {
	given := p.Get(name)
	if given == "" {
		return words[0]
	}
	if !slices.Contains(words, given) {
		p.Bad(name, "", "Invalid "+p.Full(name)+": must be one of "+strings.Join(words, ", "))
	}
	return given
}

// Percent reads a share of up to 100 with two digits behind the point.
func (p Params) Percent(name string) *float64 {
	if p.Get(name) == "" {
		return nil
	}
	share, err := strconv.ParseFloat(p.Get(name), 64)
	if err != nil || !(share > 0 && share <= 100) {
		p.Bad(name, "", "Invalid percentage: it is above 0 and at most 100.")
	}
	return &share
}

// Bool is how a parameter says yes or no.
func Bool(b bool) string { return strconv.FormatBool(b) }
