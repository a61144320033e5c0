package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// scalar writes text as plainly as every reader of YAML understands it alike.
func (w *yamlWriter) scalar(t jsontext.Token, indent int) {
	text := t.String()
	switch {
	case t.Kind() != '"', isPlain(text):
		w.out.WriteString(text + w.comment())
	case isLiteral(text):
		w.literal(text, indent)
	default:
		w.out.WriteString(quoted(text) + w.comment())
	}
}

// comment is what stands beside the value that was just read. A translation is
// written without reading, and has none.
func (w *yamlWriter) comment() string {
	if len(w.beside) == 0 {
		return ""
	}
	text, commented := w.beside[string(w.from.StackPointer())]
	if !commented {
		return ""
	}
	return commentOf(text)
}

// commentOf keeps text in one line, whatever it holds: nothing of it may become
// a part of the document.
func commentOf(text string) string {
	text = strings.Map(func(r rune) rune {
		if isUnprintable(r) {
			return ' '
		}
		return r
	}, text)
	return " # " + strings.Join(strings.Fields(text), " ")
}

// literal writes paragraphs as they are, under a bar.
func (w *yamlWriter) literal(text string, indent int) {
	w.out.WriteString("|-" + w.comment())
	for line := range strings.SplitSeq(text, "\n") {
		w.out.WriteString("\n")
		if line != "" {
			w.out.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
}

func flowScalar(t jsontext.Token) string {
	text := t.String()
	if t.Kind() != '"' || isPlain(text) && !strings.ContainsAny(text, "[]{},:\"'") {
		return text
	}
	return quoted(text)
}

// reserved are words that some reader takes for something else.
var reserved = []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"}

var quantity = regexp.MustCompile(`^[0-9]+ [a-z]+$`) // 24 hours

// isPlain: the text needs no quotes. It begins with a letter, a slash, or is a
// quantity, and holds nothing that ends it.
func isPlain(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case slices.Contains(reserved, strings.ToLower(text)), strings.HasSuffix(text, " "), strings.HasSuffix(text, ":"):
		return false
	case strings.Contains(text, ": "), strings.Contains(text, " #"), strings.ContainsFunc(text, isUnprintable):
		return false
	}
	return unicode.IsLetter(first) || first == '/' || quantity.MatchString(text)
}

// isLiteral: the text has lines that stand under a bar as they are.
func isLiteral(text string) bool {
	lines := strings.Split(text, "\n")
	if len(lines) < 2 || lines[0] == "" || lines[len(lines)-1] == "" {
		return false
	}
	return !slices.ContainsFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, " ") || strings.HasSuffix(line, " ") || strings.ContainsFunc(line, isUnprintable)
	})
}

// isUnprintable: a reader of YAML or of the text might lose the character.
func isUnprintable(r rune) bool { return !unicode.IsPrint(r) && !isJoiner(r) || r == '\uFFFD' }

// isJoiner: Bangla and other scripts spell words with these.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// quoted is the text in double quotes.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r > 0xFFFF && isUnprintable(r):
			fmt.Fprintf(&out, `\U%08X`, r)
		case isUnprintable(r):
			fmt.Fprintf(&out, `\u%04X`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
