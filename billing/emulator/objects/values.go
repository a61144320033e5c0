// Package objects are Stripe's objects as the emulator stores and shows them: plain data with
// Stripe's names. What the API never shows stands in their field Private. Every package of
// the emulator may use them, and what they know by themselves is all that they do. It
// imports nothing of ours. Start reading at [Customer], [Subscription] and [Invoice].
package objects

import (
	"crypto/rand"
	"slices"
)

func zero(n *int64) bool { return n == nil || *n == 0 }

// Among reports whether one of some words, if there are any, is the value.
func Among(words []string, value string) bool {
	return len(words) == 0 || slices.Contains(words, value)
}

// NewID is an id that nobody can guess, with Stripe's prefix for its kind.
func NewID(prefix string) string { return prefix + rand.Text() }

// Optional is nil for "".
func Optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Value is "" for nil.
func Value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
