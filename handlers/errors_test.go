package handlers

import (
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestDeclinedInWords: "nothing has changed" is said only where that is so.
func TestDeclinedInWords(t *testing.T) {
	for says, err := range map[string]error{
		"nothing has changed": billing.ErrDeclined,
		"is cancelled, too":   errors.Join(billing.ErrForgotten, billing.ErrDeclined),
	} {
		if status, words, known := (&Server{}).Outcome(nil, err); status != 402 || !known || !strings.Contains(words, says) {
			t.Errorf("%v: %d %s", err, status, words)
		}
	}
}
