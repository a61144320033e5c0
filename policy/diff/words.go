package diff

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"

	"github.com/prokken/prokken/policy/wording"
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

// Words tells word by word how a text became another. Where little is left
// of the old one, all of it was replaced: that reads better. The work is bounded
// by the lengths, however much differs.
func Words(old, new string) []Piece {
	switch {
	case old == new:
		return appendPiece(nil, InBoth, old)
	case old == "" || new == "":
		return appendPiece(appendPiece(nil, InOld, old), InNew, new)
	}
	head, tail := commonEnds(old, new)
	before, after := wordsOf(old[head:len(old)-tail]), wordsOf(new[head:len(new)-tail])
	changes := lcs.DiffLines(before, after)
	pieces := joined(old[:head], before, after, changes, old[len(old)-tail:])
	if !alike(pieces, len(old), len(new)) {
		return appendPiece(appendPiece(nil, InOld, old), InNew, new)
	}
	return pieces
}

// joined makes pieces of the words. Blanks and punctuation between two changes
// belong to them: what is struck out is whole phrases.
func joined(head string, before, after []string, changes []lcs.Diff, tail string) []Piece {
	var pieces []Piece
	var gone, come strings.Builder
	flush := func() {
		pieces = appendPiece(appendPiece(pieces, InOld, gone.String()), InNew, come.String())
		gone.Reset()
		come.Reset()
	}
	at := 0
	for _, change := range changes {
		kept := head + strings.Join(before[at:change.Start], "")
		head = ""
		if gone.Len()+come.Len() > 0 && !strings.ContainsFunc(kept, wording.IsWord) {
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
	return appendPiece(pieces, InBoth, head+strings.Join(before[at:], "")+tail)
}

// commonEnds are the lengths of what two texts begin and end with alike, as far
// as it ends with a blank and begins with one: no word is cut.
func commonEnds(old, new string) (head, tail int) {
	most := min(len(old), len(new))
	for head < most && old[head] == new[head] {
		head++
	}
	head = strings.LastIndexAny(old[:head], blanks) + 1
	for tail < most-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	if end := strings.IndexAny(old[len(old)-tail:], blanks); end >= 0 {
		return head, tail - end
	}
	return head, 0
}

const blanks = " \n"

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
	words := make([]string, 0, len(text)/2+1)
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
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '\'' || r == '_' || r == '’':
		return wordRune
	case unicode.IsSpace(r):
		return blankRune
	case r >= utf8.RuneSelf && unicode.IsMark(r) || wording.IsWord(r):
		return wordRune
	}
	return otherRune
}
