package grammar

import (
	"strings"
	"unicode"
)

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
