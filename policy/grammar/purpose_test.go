package grammar_test

import (
	"testing"

	"github.com/prokken/prokken/policy/grammar/lexicon"
)

// TestTitlesAreWhole: a title is one of the list, and says nothing behind it.
func TestTitlesAreWhole(t *testing.T) {
	c, _ := own(t)
	for text, want := range map[string]bool{
		"Cookies We Use": true, "The cookies that Prokken sets": true, "What are cookies?": true, "Contact Us:": true,
		"Cookies we use for tracking": false, "Cookies": true, "Cookies that track you": false, "No cookies": false,
		"Tracking": false, "": false,
	} {
		if got := lexicon.IsTitle(text, c); got != want {
			t.Errorf("%q is a title: %v", text, got)
		}
	}
}

// TestPurposes: a purpose says in its own words what the cookie is for. What the declaration says
// better, and what a necessary cookie is not for, is none.
func TestPurposes(t *testing.T) {
	c, _ := own(t)
	c.Row = access
	for text, want := range map[string]bool{
		"Remembers that you are logged in.":       true,
		"Remembers for 30 days who you are.":      false,
		"Keeps you logged in, and is not secure.": false,
		"Sent to any domain.":                     false,
		"Keeps you logged in for advertising.":    false,
		"Measures how often you come.":            false,
		"Except on Sundays.":                      false,
	} {
		if got := lexicon.IsPurpose(text, c); got != want {
			t.Errorf("%q is a purpose: %v", text, got)
		}
	}
	c.Row = ""
	if lexicon.IsPurpose("Remembers that you are logged in.", c) {
		t.Error("a sentence outside of the table is a purpose")
	}
}
