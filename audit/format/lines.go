package format

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columns is how wide a terminal is at least, and one less for what harmless adds.
const columns = 79

// paper is text with lines of bounded width.
type paper struct{ strings.Builder }

func (p *paper) line(text string) { p.WriteString(harmless(strings.TrimRight(text, " ")) + "\n") }

// wrap writes the text under a first line that begins with the mark.
func (p *paper) wrap(mark, text string) {
	indent := strings.Repeat(" ", wide(mark))
	for i, line := range fold(text, columns-len(indent)) {
		if i == 0 {
			p.line(mark + line)
		} else {
			p.line(indent + line)
		}
	}
}

// row writes cells beside each other, each folded into its column.
func (p *paper) row(widths []int, cells ...string) {
	folded, height := make([][]string, len(cells)), 0
	for i, cell := range cells {
		folded[i] = fold(cell, widths[i])
		height = max(height, len(folded[i]))
	}
	for y := range height {
		line := " "
		for i, lines := range folded {
			text := ""
			if y < len(lines) {
				text = lines[y]
			}
			line += " " + text + strings.Repeat(" ", widths[i]-wide(text))
		}
		p.line(line)
	}
}

// fold breaks the text at blanks, and words that are too long anywhere.
func fold(text string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(Clean(text)) {
		if line != "" && wide(line)+1+wide(word) <= most {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for wide(word) > most {
			head := cut(word, most)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	return append(lines, line)
}

// Cut is as much of the line as fits into so many places.
func Cut(line string, most int) string {
	if wide(line) <= most {
		return line
	}
	return cut(line, max(most-1, 1)) + "…"
}

// cut is as much of the text as fits, and one character at least.
func cut(text string, most int) string {
	taken := 0
	for i, r := range text {
		if taken += wideRune(r); taken > most && i > 0 {
			return text[:i]
		}
	}
	return text
}

func wide(text string) int {
	n := 0
	for _, r := range text {
		n += wideRune(r)
	}
	return n
}

// wideRune is how many places a terminal gives to the character.
func wideRune(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth ||
		r >= 0x1F300 && r <= 0x1FAFF {
		return 2
	}
	return 1
}
