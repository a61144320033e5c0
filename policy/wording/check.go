// Package wording knows what every text of a policy has in common: its small
// Markdown, its sentences, and which characters and lengths a page can show. Package
// policy and the kinds of blocks and claims use it. Start reading at [Check] and
// [Markdown].
package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is how many characters a text has at most, MaxLink an address.
const (
	MaxText = 20_000
	MaxLink = 2_000
)

// Empty is said of a field that holds nothing.
const Empty = "Please write something here."

// Check says why no page can show the text; "" if it can.
func Check(text string, maxLength int) string {
	switch {
	case !strings.ContainsFunc(text, IsWord):
		return Empty
	case refusedCharacter(text) != "":
		return refusedCharacter(text)
	case utf8.RuneCountInString(text) > maxLength:
		return fmt.Sprintf("At most %d characters, please.", maxLength)
	}
	return ""
}

// shownBefore is how many characters are quoted in front of one that is refused.
const shownBefore = 20

// refusedCharacter names the first character that no page can show, and its place; "" if
// there is none.
func refusedCharacter(text string) string {
	var before []rune
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		if isBroken := r == utf8.RuneError && size == 1; isBroken || IsControl(r) {
			return fmt.Sprintf("Character %d (%s)%s is one that no page can show. Please take it out.",
				len(before)+1, characterName(r, isBroken), behind(before))
		}
		before = append(before, r)
	}
	return ""
}

func characterName(r rune, isBroken bool) string {
	if isBroken {
		return "not UTF-8"
	}
	return fmt.Sprintf("U+%04X", r)
}

// behind quotes what stands in front of the place.
func behind(before []rune) string {
	if len(before) == 0 {
		return ""
	}
	return fmt.Sprintf(", behind “%s”,", strings.TrimSpace(string(before[max(len(before)-shownBefore, 0):])))
}

// IsWord reports whether the character can be part of a word.
func IsWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// Words returns the words of the text in lower case, without the signs between them.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !IsWord(r) })
}

// IsControl reports whether no page can show the character. A tab is a blank: see
// [Normalize]. Those of private use mean something to nobody but us, and those that turn
// the direction around make a text say what it does not.
func IsControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Co, r) || '\u202A' <= r && r <= '\u202E' ||
		'\u2066' <= r && r <= '\u2069'
}

// IsAddress reports whether the text can be a link to a secure page.
func IsAddress(text string) bool {
	rest, secure := strings.CutPrefix(text, "https://")
	return secure && rest != "" && utf8.RuneCountInString(text) <= MaxLink && !strings.ContainsFunc(rest, isNoAddress)
}

func isNoAddress(r rune) bool {
	return strings.ContainsRune(`<>"'`, r) || unicode.In(r, unicode.Z, unicode.Cc, unicode.Co)
}
