package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Piece is a stretch of text that both versions have, or one of them.
type Piece struct {
	In   In
	Text string
}

// In says which of two texts holds a piece.
type In string

// The old text is the pieces in both and in the old; the new one likewise.
const (
	InBoth In = "both"
	InOld  In = "old"
	InNew  In = "new"
)

func differ(pieces []Piece) bool {
	return slices.ContainsFunc(pieces, func(p Piece) bool { return p.In != InBoth })
}

// differences tells word by word how a text became another. Where little is left
// of the old one, all of it was replaced: that reads better. The work is bounded
// by the lengths, however much differs.
func differences(old, new string) []Piece {
	switch {
	case old == new:
		return appendPiece(nil, InBoth, old)
	case old == "" || new == "":
		return appendPiece(appendPiece(nil, InOld, old), InNew, new)
	}
	before, after := wordsOf(old), wordsOf(new)
	pieces := joined(before, after, lcs.DiffLines(before, after))
	if !alike(pieces, len(old), len(new)) {
		return appendPiece(appendPiece(nil, InOld, old), InNew, new)
	}
	return pieces
}

// joined makes pieces of the words. Blanks and punctuation between two changes
// belong to them: what is struck out is whole phrases.
func joined(before, after []string, changes []lcs.Diff) []Piece {
	var pieces []Piece
	var gone, come strings.Builder
	flush := func() {
		pieces = appendPiece(appendPiece(pieces, InOld, gone.String()), InNew, come.String())
		gone.Reset()
		come.Reset()
	}
	at := 0
	for _, change := range changes {
		kept := strings.Join(before[at:change.Start], "")
		if gone.Len()+come.Len() > 0 && !strings.ContainsFunc(kept, isWord) {
			gone.WriteString(kept)
			come.WriteString(kept)
		} else {
			flush()
			pieces = appendPiece(pieces, InBoth, kept)
		}
		write(&gone, before[change.Start:change.End])
		write(&come, after[change.ReplStart:change.ReplEnd])
		at = change.End
	}
	flush()
	return appendPiece(pieces, InBoth, strings.Join(before[at:], ""))
}

func write(to *strings.Builder, words []string) {
	for _, word := range words {
		to.WriteString(word)
	}
}

func appendPiece(pieces []Piece, in In, text string) []Piece {
	if text == "" {
		return pieces
	}
	return append(pieces, Piece{in, text})
}

// leastAlike is the part of the longer text that both have in common, at least,
// for their differences to be worth showing word by word.
const leastAlike = 0.25

func alike(pieces []Piece, old, new int) bool {
	common := 0
	for _, p := range pieces {
		if p.In == InBoth {
			common += len(p.Text)
		}
	}
	return common > 0 && float64(common) >= leastAlike*float64(max(old, new))
}

// wordsOf cuts a text into words, runs of blanks, and single other characters.
// Joined they are the text.
func wordsOf(text string) []string {
	words := make([]string, 0, len(text)/3)
	for len(text) > 0 {
		first, size := utf8.DecodeRuneInString(text)
		end := size
		if kind := kindOf(first); kind != otherRune {
			for end < len(text) {
				r, size := utf8.DecodeRuneInString(text[end:])
				if kindOf(r) != kind {
					break
				}
				end += size
			}
		}
		words = append(words, text[:end])
		text = text[end:]
	}
	return words
}

type runeKind int

const (
	otherRune runeKind = iota
	wordRune
	blankRune
)

// kindOf: marks belong to the letter before them, as in Bangla.
func kindOf(r rune) runeKind {
	switch {
	case isWord(r) || unicode.IsMark(r) || r == '_' || r == '\'' || r == '’':
		return wordRune
	case unicode.IsSpace(r):
		return blankRune
	}
	return otherRune
}
