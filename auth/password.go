package auth

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The cost of a hash: OWASP's floor for argon2id.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2
	hashThreads = 1
	hashLength  = 32
	saltLength  = 16
)

// The length of a password, in characters.
const (
	ShortestPassword = 12
	LongestPassword  = 128
)

// dummyHash is a hash of no known password. Checking against it costs an
// unknown address the time that a known one takes.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$Zx0yTq1k2m3n4o5p6q7r8s9t0u1v2w3x4y5z6A7B8C8"

// checkPassword says what is wrong with a new password for that address, or "".
func (s *Service) checkPassword(password, email string) string {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.Contains(password, "\x00"):
		return "That holds characters we cannot read. Please choose others."
	case n < ShortestPassword:
		return fmt.Sprintf("Please use at least %d characters. A few words in a row make a good password.", ShortestPassword)
	case n > LongestPassword:
		return fmt.Sprintf("Please use at most %d characters.", LongestPassword)
	case isCommon(password):
		return "Many people use that one, so it is the first that is guessed. Please choose another."
	case holdsContext(password, contextWords(s.siteName, email)):
		return "Please leave your address and our name out of it: they are easy to guess."
	}
	return ""
}
