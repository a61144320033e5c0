// Package token takes a sentence apart into words and signs, and refuses characters that hide or
// imitate others. It knows no grammar. Start reading at [Tokens].
package token

import (
	"strings"
	"unicode"
)

// Token is a word or a sign of a sentence.
type Token struct {
	Text string // folded: lower case, plain quotes and dashes, no contractions
	Raw  string // as it stands in the sentence
	Rest bool   // it is the second word of a contraction, with the same Raw as the first
}

// Tokens returns every word and sign of the text. Nothing is left out but blanks. It returns a
// [Refused] where a character hides or imitates another one.
func Tokens(text string) ([]Token, error) {
	if err := refuse(text); err != nil {
		return nil, err
	}
	runes, plain := []rune(text), []rune(strings.Map(foldRune, text))
	var all []Token
	for at := 0; at < len(plain); {
		if unicode.IsSpace(plain[at]) {
			at++
			continue
		}
		end := at + tokenLength(plain[at:], at > 0 && IsWordRune(plain[at-1]))
		all = append(all, expand(string(plain[at:end]), string(runes[at:end]))...)
		at = end
	}
	return all, nil
}

// tokenLength returns how many of the first characters are one token. A path begins with a slash
// that is not inside a word.
func tokenLength(rest []rune, insideWord bool) int {
	isPath := rest[0] == '/' && !insideWord && len(rest) > 1 && IsWordRune(rest[1])
	if !isPath && !IsWordRune(rest[0]) {
		return 1
	}
	n := 1
	for n < len(rest) && (IsWordRune(rest[n]) || joins(rest, n, isPath)) {
		n++
	}
	return n
}

// joins reports whether the sign holds two halves of a word together: "third-party",
// "prokken.com", "don't". A slash does so in a path alone.
func joins(rest []rune, n int, isPath bool) bool {
	between := "-.'"
	if isPath {
		between += "/"
	}
	return strings.ContainsRune(between, rest[n]) && n+1 < len(rest) && IsWordRune(rest[n+1])
}

// IsWordRune reports whether the character can stand in a word.
func IsWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// expand returns the token, or the two words that a contraction stands for.
func expand(text, raw string) []Token {
	if words, isContraction := contractions[text]; isContraction {
		return []Token{{Text: words[0], Raw: raw}, {Text: words[1], Raw: raw, Rest: true}}
	}
	return []Token{{Text: text, Raw: raw}}
}

// contractions are the short forms that the grammar knows in full.
var contractions = map[string][2]string{
	"aren't":    {"are", "not"},
	"can't":     {"can", "not"},
	"cannot":    {"can", "not"},
	"didn't":    {"did", "not"},
	"doesn't":   {"does", "not"},
	"don't":     {"do", "not"},
	"isn't":     {"is", "not"},
	"it's":      {"it", "is"},
	"they're":   {"they", "are"},
	"we'll":     {"we", "will"},
	"we've":     {"we", "have"},
	"won't":     {"will", "not"},
	"you'll":    {"you", "will"},
	"shouldn't": {"should", "not"},
}

// Fold returns the text as the grammar compares it: in lower case, with plain quotes and dashes,
// with one blank between tokens and without contractions. Two texts that fold alike read alike;
// punctuation, brackets and quotes stay.
func Fold(text string) (string, error) {
	tokens, err := Tokens(text)
	if err != nil {
		return "", err
	}
	words := make([]string, len(tokens))
	for i, token := range tokens {
		words[i] = token.Text
	}
	return strings.Join(words, " "), nil
}

// foldRune returns the plain form of a character.
func foldRune(r rune) rune {
	switch {
	case strings.ContainsRune("‘’‚‛′", r):
		return '\''
	case strings.ContainsRune("“”„‟″", r):
		return '"'
	case strings.ContainsRune("‐‑‒–—―−", r):
		return '-'
	case unicode.Is(unicode.Z, r):
		return ' '
	}
	return unicode.ToLower(r)
}
