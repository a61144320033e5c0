package diff

import (
	"reflect"
	"slices"

	"github.com/aymanbagabas/go-udiff/lcs"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// Line is a paragraph of a block, an item of its list, or one of its details,
// which then has a label: "Phone". A line that was replaced by one that is
// alike is kept, and its pieces differ.
type Line struct {
	Label string
	Item  bool // of a list
	Kind  ChangeKind
	Text  []Piece
}

func (l Line) changed() bool { return l.Kind != Kept || differ(l.Text) }

// compareBlocks compares what two blocks print, given the declarations beside
// them. A block without content is one that is not there.
func compareBlocks(old, new policy.Block, oldCookies, newCookies []cookie.Declaration) BlockChange {
	b := BlockChange{Old: old, New: new}
	b.Lines = compareLines(linesOf(old, oldCookies), linesOf(new, newCookies))
	b.Claims = compareClaims(old.Claims, new.Claims)
	b.Other = len(b.Claims) == 0 && !slices.ContainsFunc(b.Lines, Line.changed) && !sameJSON(old, new)
	return b
}

// sameJSON: what is equal in memory is so in JSON, too.
func sameJSON(old, new policy.Block) bool {
	if reflect.DeepEqual(old, new) {
		return true
	}
	_, was, err1 := policy.Canonical(old)
	_, is, err2 := policy.Canonical(new)
	return err1 == nil && err2 == nil && was == is
}

// linesOf returns what the block prints, without what is empty.
func linesOf(b policy.Block, declared []cookie.Declaration) []block.Line {
	if b.IsEmpty() {
		return nil
	}
	return slices.DeleteFunc(b.Content.Lines(declared), func(l block.Line) bool { return l.Text == "" })
}

// compareLines: lines that are the same in both, in order, are kept; between
// them lines are paired that have a label in common or are alike.
func compareLines(old, new []block.Line) []Line {
	if slices.Equal(old, new) {
		return keptLines(nil, new)
	}
	var lines []Line
	at := 0
	for _, change := range lcs.DiffLines(keys(old), keys(new)) {
		lines = append(
			keptLines(lines, old[at:change.Start]),
			replaced(old[change.Start:change.End], new[change.ReplStart:change.ReplEnd])...)
		at = change.End
	}
	return keptLines(lines, old[at:])
}

func keptLines(lines []Line, both []block.Line) []Line {
	for _, p := range both {
		lines = append(lines, wholeLine(p, Kept, InBoth))
	}
	return lines
}

func keys(lines []block.Line) []string {
	all := make([]string, len(lines))
	for i, p := range lines {
		all[i] = p.Label + "\x00" + p.Text
	}
	return all
}

func wholeLine(l block.Line, kind ChangeKind, in In) Line {
	return Line{l.Label, l.Item, kind, []Piece{{in, l.Text}}}
}

// looksAhead is how many old lines a new one is compared with, and one where
// many changed at once.
const (
	looksAhead = 8
	manyLines  = 100
)

// replaced pairs each new line with the next old one that it can have been.
// What is gone stands before what came in its place.
func replaced(old, new []block.Line) []Line {
	var lines, came []Line
	ahead := looksAhead
	if len(old) > manyLines {
		ahead = 1
	}
	for _, is := range new {
		i, pieces := origin(is, old[:min(len(old), ahead)])
		if i < 0 {
			came = append(came, wholeLine(is, Added, InNew))
			continue
		}
		lines = append(append(removedLines(lines, old[:i]), came...), Line{is.Label, is.Item, Kept, pieces})
		old, came = old[i+1:], nil
	}
	return append(removedLines(lines, old), came...)
}

func removedLines(lines []Line, old []block.Line) []Line {
	for _, was := range old {
		lines = append(lines, wholeLine(was, Removed, InOld))
	}
	return lines
}

// origin is the place of the old line that this one was; -1 if none.
func origin(l block.Line, old []block.Line) (int, []Piece) {
	for i, was := range old {
		if was.Label != l.Label {
			continue
		}
		pieces := Words(was.Text, l.Text)
		if l.Label != "" || slices.ContainsFunc(pieces, func(p Piece) bool { return p.In == InBoth }) {
			return i, pieces
		}
	}
	return -1, nil
}
