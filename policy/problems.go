package policy

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/validation"
)

// Problem is one fault of a text that should be a document.
type Problem struct {
	Line   int    // 0: of the whole
	Field  string // "sections[2].blocks[0].prose"; "" of the whole
	Reason string
}

// String is the problem in one line.
func (p Problem) String() string {
	text := p.Reason
	if p.Field != "" {
		text = p.Field + ": " + text
	}
	switch {
	case p.Line > 0 && p.Field != "":
		return fmt.Sprintf("line %d, %s", p.Line, text)
	case p.Line > 0:
		return fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return text
}

// Problems are all faults of a text, in the order of its lines.
type Problems []Problem

// mostTold keeps an error readable.
const maxTold = 20

// Error tells the problems, a line each.
func (p Problems) Error() string {
	var lines []string
	for i, problem := range p {
		if i == maxTold {
			lines = append(lines, fmt.Sprintf("and %d more", len(p)-maxTold))
			break
		}
		lines = append(lines, problem.String())
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes them input that somebody can correct.
func (p Problems) Unwrap() error { return validation.Errors{"document": p.Error()} }

// sorted are the problems in the order of the lines, one for each field.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(
		p,
		func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Field, b.Field)) },
	)
	return slices.CompactFunc(
		p,
		func(a, b Problem) bool { return a.Line == b.Line && a.Field == b.Field && a.Field != "" },
	)
}

// fieldOf writes a JSON pointer's parts as people do: sections[2].blocks[0].
func fieldOf(parts []string) string {
	var field strings.Builder
	for _, part := range parts {
		if _, err := strconv.Atoi(part); err == nil && field.Len() > 0 {
			field.WriteString("[" + part + "]")
			continue
		}
		if field.Len() > 0 {
			field.WriteString(".")
		}
		field.WriteString(part)
	}
	return field.String()
}

// lineOf is the line in which a byte stands.
func lineOf(text []byte, offset int) int {
	return 1 + bytes.Count(text[:min(max(offset, 0), len(text))], []byte("\n"))
}
