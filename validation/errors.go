// Package validation holds the errors that a person can correct. Every package that
// checks what was typed returns them, and handlers show them beside their fields.
package validation

import (
	"maps"
	"slices"
	"strings"
)

// Errors is what a person can correct: a message for each field at fault.
type Errors map[string]string

// Error lists the fields and their messages.
func (e Errors) Error() string {
	var lines []string
	for _, field := range slices.Sorted(maps.Keys(e)) {
		lines = append(lines, field+": "+e[field])
	}
	return strings.Join(lines, "; ")
}
