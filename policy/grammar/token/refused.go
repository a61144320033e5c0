package token

import (
	"fmt"
	"unicode"
)

// Refused is the error for a character that no sentence may hold: readers cannot see it, or take
// it for another one.
type Refused struct {
	Char rune
	At   int // its place among the characters, from 0
	Why  string
}

// Error names the character, its place and what is wrong with it.
func (r *Refused) Error() string {
	return fmt.Sprintf("character %d (U+%04X) %s", r.At+1, r.Char, r.Why)
}

const (
	invisible = "cannot be seen"
	foreign   = "is a letter of another script"
	lookalike = "looks like another letter or number"
)

// lastLatin is the last letter of the blocks that European languages are written in. The Latin
// letters behind it are phonetic signs, small capitals and wide forms.
const lastLatin = '\u024F'

// refuse returns an error that names the first character that no sentence may hold.
func refuse(text string) error {
	at := 0
	for _, r := range text {
		if why := whyRefused(r); why != "" {
			return &Refused{r, at, why}
		}
		at++
	}
	return nil
}

func whyRefused(r rune) string {
	switch {
	case r < unicode.MaxASCII && (unicode.IsPrint(r) || unicode.IsSpace(r)), unicode.Is(unicode.Z, r):
		return ""
	case r == unicode.ReplacementChar, unicode.In(r, unicode.C, unicode.M), !unicode.IsPrint(r):
		return invisible
	case unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
		return foreign
	case unicode.IsLetter(r) && !isPlainLatin(r), unicode.IsDigit(r):
		return lookalike
	}
	return ""
}

// isPlainLatin reports whether the letter beyond ASCII is of the European blocks in both cases, and
// stays beyond ASCII in lower case.
func isPlainLatin(r rune) bool {
	small := unicode.ToLower(r)
	return max(r, small) <= lastLatin && small > unicode.MaxASCII
}
