package known

import (
	"strings"
	"unicode"
)

// Plain is text in one line, without what no page can show, cut to a length;
// "" if there is no word in it.
func Plain(text string, maxRunes int) string {
	text = strings.Join(strings.Fields(strings.Map(printable, strings.ToValidUTF8(text, ""))), " ")
	if !strings.ContainsFunc(text, isWord) {
		return ""
	}
	if runes := []rune(text); len(runes) > maxRunes {
		return strings.TrimSpace(string(runes[:maxRunes-1])) + "…"
	}
	return text
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// printable turns what no page can show into blanks.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}
