package validation

import (
	"maps"
	"slices"
	"strings"
)

// Errors is what a person can correct: a message for each field at fault.
type Errors map[string]string

// Error lists the fields and their messages.
func (i Errors) Error() string {
	var lines []string
	for _, field := range slices.Sorted(maps.Keys(i)) {
		lines = append(lines, field+": "+i[field])
	}
	return strings.Join(lines, "; ")
}
