// Package password checks, hashes and compares passwords.
//
// Packages of auth call it; nothing else has a password in hand. Start reading
// at [Check] for what a new password has to be like, and at [Hasher] for how it
// is stored. common.go knows the passwords that are guessed first.
package password

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/prokken/prokken/program"
)

// A password has this many characters.
const (
	MinLength = program.MinPasswordLength
	MaxLength = 128
)

// Check says what is wrong with a new password for that address on the site of
// that name, or "".
func Check(password, siteName, email string) string {
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.Contains(password, "\x00"):
		return "That contains characters we cannot read. Please choose others."
	case n < MinLength:
		return fmt.Sprintf("Please use at least %d characters. A few words in a row make a good password.", MinLength)
	case n > MaxLength:
		return fmt.Sprintf("Please use at most %d characters.", MaxLength)
	case isCommon(password):
		return "Many people use that one, so it is easy to guess. Please choose another."
	case holdsContext(password, contextWords(siteName, email)):
		return "Please leave your address and our name out of it: they are easy to guess."
	}
	return ""
}
