// Package format writes an audit's report: as text for a terminal, as JSON, and
// as SARIF for tools. Sites choose names and addresses in a report, so nothing in
// it is obeyed by a terminal or a build log. Start reading at [Text].
package format

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Clean is the text without what a terminal or a reader would obey: control
// characters, and signs that turn the direction of what follows. Line ends stay.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if obeyed(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// Line is the text in one clean line.
func Line(text string) string { return harmless(strings.Join(strings.Fields(Clean(text)), " ")) }

func obeyed(r rune) bool {
	return r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp))
}

// harmless is a line that the logs of build services print instead of obeying:
// they take commands like ::error:: at its beginning, and ##[error] anywhere.
func harmless(line string) string {
	line = strings.NewReplacer("##[", "# #[", "##vso[", "# #vso[").Replace(line)
	rest := strings.TrimLeft(line, " ")
	if strings.HasPrefix(rest, "::") {
		return line[:len(line)-len(rest)] + ": :" + rest[2:]
	}
	return line
}

// escaped is JSON in which what a terminal or a build log would obey is written
// as \u....
func escaped(json []byte) []byte {
	var b strings.Builder
	for _, r := range string(json) {
		if !obeyed(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return []byte(strings.NewReplacer("##[", `##\u005b`, "##vso[", `##vso\u005b`).Replace(b.String()))
}
