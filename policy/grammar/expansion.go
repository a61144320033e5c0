package grammar

import (
	"fmt"
	"strings"
)

// An expansion is the right side of a rule in the notation of the JSpeech Grammar Format: words
// stand for themselves, <name> for any phrase of that name, | for a choice, ( ) hold together,
// [ ] may be left out. A backslash makes a sign stand for itself. There is no repetition: what a
// rule does not spell out, it does not read.

// expansionReader turns the notation into nodes.
type expansionReader struct {
	signs []string
	at    int
}

// readExpansion returns the expansion as a node. A mistake in the notation is a mistake in the
// program: it panics.
func readExpansion(text string) node {
	r := &expansionReader{signs: strings.Fields(spread.Replace(text))}
	read := r.choice()
	if r.at != len(r.signs) {
		panic(fmt.Sprintf("grammar: %q in %q is out of place", r.signs[r.at], text))
	}
	return read
}

// spread puts blanks around the signs of the notation, but not around escaped ones.
var spread = strings.NewReplacer(
	`\(`, ` \( `, `\)`, ` \) `, "(", " ( ", ")", " ) ", "[", " [ ", "]", " ] ", "|", " | ",
)

func (r *expansionReader) choice() node {
	options := choice{r.sequence()}
	for r.take("|") {
		options = append(options, r.sequence())
	}
	if len(options) == 1 {
		return options[0]
	}
	return options
}

func (r *expansionReader) sequence() node {
	var parts sequence
	for r.at < len(r.signs) && !strings.Contains("|)]", r.signs[r.at]) {
		parts = append(parts, r.part())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

func (r *expansionReader) part() node {
	sign := r.signs[r.at]
	r.at++
	switch {
	case sign == "(":
		inner := r.choice()
		r.expect(")")
		return inner
	case sign == "[":
		inner := r.choice()
		r.expect("]")
		return optional{inner}
	case strings.HasPrefix(sign, "<"):
		return &reference{name: strings.Trim(sign, "<>")}
	}
	return word(strings.TrimPrefix(sign, `\`))
}

func (r *expansionReader) take(sign string) bool {
	if r.at < len(r.signs) && r.signs[r.at] == sign {
		r.at++
		return true
	}
	return false
}

func (r *expansionReader) expect(sign string) {
	if !r.take(sign) {
		panic(fmt.Sprintf("grammar: %q is missing after %v", sign, r.signs[:r.at]))
	}
}
