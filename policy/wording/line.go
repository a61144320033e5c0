package wording

import (
	"strings"
	"unicode/utf8"

	"github.com/prokken/prokken/validation"
)

// maxLine is how many characters a summary or a reason may have.
const maxLine = 200

// CheckLine refuses what is not one line of plain text, under the name of its field. Missing is
// what is said where no word stands in it.
func CheckLine(field, line, missing string) error {
	switch {
	case !strings.ContainsFunc(line, IsWord):
		return validation.Errors{field: missing}
	case !utf8.ValidString(line) || strings.ContainsFunc(line, IsControl) || strings.Contains(line, "\n"):
		return validation.Errors{field: "One line of plain text, please."}
	case utf8.RuneCountInString(line) > maxLine:
		return validation.Errors{field: "Please keep it to 200 characters."}
	}
	return nil
}
