package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Normalize returns the text as documents keep it: without what no reader can see. Every
// kind of blank is a blank, tabs too, and one stands for several; lines end as in
// documents. Of the blanks before the end of a line two are left where there are more
// than one, for they break it: see [Markdown]. Characters that stand for nothing go: the
// byte order mark, what has no width, tags. Two texts that look alike for these alone
// become the same. A text that is not UTF-8 is left as it is: [Check] names the place.
func Normalize(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	var lines []string
	for line := range strings.SplitSeq(strings.Map(lineEnd, strings.ReplaceAll(text, "\r\n", "\n")), "\n") {
		lines = append(lines, normalLine(visible(line)))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// lineEnd turns what ends a line elsewhere into the line end of documents.
func lineEnd(r rune) rune {
	if r == '\r' || unicode.In(r, unicode.Zl, unicode.Zp) {
		return '\n'
	}
	return r
}

// normalLine has one blank between words and none in front. A line of blanks is empty.
func normalLine(line string) string {
	words := strings.Join(strings.FieldsFunc(line, isBlank), " ")
	if words != "" && strings.HasSuffix(line, "  ") {
		words += "  "
	}
	return words
}

func isBlank(r rune) bool { return r == ' ' }

// visible returns the line with plain blanks, and without characters that stand for
// nothing.
func visible(line string) string {
	var text strings.Builder
	before := ' '
	for _, r := range line {
		switch {
		case r == '\t' || unicode.Is(unicode.Zs, r):
			r = ' '
		case isNothing(r) || isJoiner(r) && !joins(before):
			continue
		}
		text.WriteRune(r)
		before = r
	}
	return text.String()
}

// isNothing reports whether the character is never seen: soft hyphens, what has no width,
// the byte order mark, and tags.
func isNothing(r rune) bool {
	switch r {
	case '\u00AD', '\u034F', '\u180E', '\u200B', '\u2060', '\uFEFF':
		return true
	}
	return '\u2061' <= r && r <= '\u2064' || '\U000E0000' <= r && r <= '\U000E007F'
}

// isJoiner reports whether the character says how its neighbours are written: scripts as
// that of Bangla need it, Latin letters do not.
func isJoiner(r rune) bool { return r == '\u200C' || r == '\u200D' }

// joins reports whether a joiner behind the character can be seen.
func joins(before rune) bool {
	return before > unicode.MaxLatin1 && !unicode.Is(unicode.Latin, before) && !isJoiner(before)
}
