package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/wording"
)

// checkComparison holds what is true of every comparison of two valid documents.
func checkComparison(t *testing.T, old, new policy.Document) {
	t.Helper()
	c := diff.Compare(old, new)
	_, hash, _ := old.Canonical()
	_, newHash, _ := new.Canonical()
	if c.Same() != (hash == newHash) {
		t.Errorf("same: %v, hashes: %v", c.Same(), hash == newHash)
	}
	checkPartition(t, c, old, new)
	for _, s := range c.Sections {
		was, _ := old.Section(s.Anchor)
		is, _ := new.Section(s.Anchor)
		checkText(t, s.Anchor, s.Title, was.Title, is.Title)
		for _, b := range s.Blocks {
			was, _ := old.Block(b.UID)
			is, _ := new.Block(b.UID)
			if isMadeByItself(was) || isMadeByItself(is) {
				continue
			}
			checkText(t, b.UID, textOf(b.Lines), markdownOf(was), markdownOf(is))
		}
	}
	checkText(t, "title", c.Title, old.Title, new.Title)
}

// checkPartition: everything that one of the documents has stands in the
// comparison once, with the kind of change that follows from who has it.
func checkPartition(t *testing.T, c diff.Comparison, old, new policy.Document) {
	t.Helper()
	kinds := map[string]diff.ChangeKind{}
	for _, s := range c.Sections {
		if s.Level > 0 {
			kinds["section "+s.Anchor] += s.Kind
		}
		for _, b := range s.Blocks {
			kinds["block "+b.UID] += b.Kind
		}
	}
	before, after := namesIn(old), namesIn(new)
	for name, kind := range kinds {
		_, was := before[name]
		_, is := after[name]
		switch {
		case was && is && (kind == diff.Kept || kind == diff.Moved) && (kind == diff.Moved || before[name] == after[name]):
		case was && !is && kind == diff.Removed, is && !was && kind == diff.Added:
		default:
			t.Errorf("%s: %q, was %v (%q), is %v (%q)", name, kind, was, before[name], is, after[name])
		}
		delete(before, name)
		delete(after, name)
	}
	if len(before)+len(after) > 0 {
		t.Errorf("not told of: %v %v", before, after)
	}
}

// namesIn are all anchors and uids, with where each stands.
func namesIn(d policy.Document) map[string]string {
	all := map[string]string{}
	var walk func(home string, blocks []policy.Block, sections []policy.Section)
	walk = func(home string, blocks []policy.Block, sections []policy.Section) {
		for _, b := range blocks {
			all["block "+b.UID] = home
		}
		for _, s := range sections {
			all["section "+s.Anchor] = home
			walk(s.Anchor, s.Blocks, s.Sections)
		}
	}
	walk("", d.Intro, d.Sections)
	return all
}

func checkText(t *testing.T, where string, pieces []diff.Piece, old, new string) {
	t.Helper()
	gotOld, gotNew := sides(pieces)
	if gotOld != old || gotNew != new {
		t.Errorf("%s: %s%s", where, cmp.Diff(old, gotOld), cmp.Diff(new, gotNew))
	}
}

// isMadeByItself reports whether the block has lines without labels that are no Markdown.
func isMadeByItself(b policy.Block) bool {
	switch b.Content.(type) {
	case block.Related, block.ChangeList:
		return true
	}
	return false
}

// markdownOf is a block's text where it is Markdown alone; paragraphs and items run
// together.
func markdownOf(b policy.Block) string {
	text := ""
	if !b.IsEmpty() {
		for _, t := range b.Content.Texts() {
			switch {
			case t.Item:
				text += t.Words
			case t.Markdown:
				text += strings.ReplaceAll(t.Words, "\n\n", "")
			}
		}
	}
	return text
}

func textOf(lines []diff.Line) []diff.Piece {
	var pieces []diff.Piece
	for _, line := range lines {
		if line.Label == "" {
			pieces = append(pieces, line.Text...)
		}
	}
	return pieces
}

// TestCompareRandomEdits holds any documents to what every comparison owes.
func TestCompareRandomEdits(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		old := shippedDocument(t, policy.CookiePolicy)
		new := old
		for range random.IntN(12) {
			new = edited(new, randomChange(random, new))
		}
		if new.Validate() != nil {
			continue
		}
		checkComparison(t, old, new)
		checkComparison(t, new, old)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestCompareRandomDocuments: some names stand in both, in other places and
// before other things.
func TestCompareRandomDocuments(t *testing.T) {
	for seed := range uint64(300) {
		old, new := (&maker{Rand: rand.New(rand.NewPCG(seed, 1))}).document(), (&maker{Rand: rand.New(rand.NewPCG(seed, 2))}).document()
		checkComparison(t, old, new)
		checkComparison(t, old, old)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func randomChange(random *rand.Rand, d policy.Document) policy.Change {
	names := []string{}
	for name := range namesIn(d) {
		names = append(names, name)
	}
	slices.Sort(names)
	_, name, _ := strings.Cut(names[random.IntN(len(names))], " ")
	by := random.IntN(2)*2 - 1
	b, _ := d.Block(name)
	switch random.IntN(9) {
	case 0:
		return policy.MoveBlock(name, by)
	case 1:
		return policy.MoveSection(name, by)
	case 2:
		return policy.RemoveBlock(name)
	case 3:
		return policy.RemoveSection(name)
	case 4:
		return policy.AddBlock(
			name,
			"",
			policy.Block{UID: fmt.Sprintf("r-%d", random.Uint32()), Content: block.List{"One", "Two words"}},
		)
	case 5:
		return policy.AddSection(name, by > 0, "Another Section", nil)
	case 6:
		return policy.SetHeading(name, "A Heading of "+name)
	case 7:
		prose, _ := b.Content.(block.Prose)
		words := strings.Fields(string(prose))
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if len(words) > 0 {
			b.Content, b.Claims = block.Prose(strings.Join(words, " ")), nil
		}
		return policy.SetBlock(b)
	default:
		if list, isList := b.Content.(block.List); isList {
			b.Content = append(slices.Clone(list), wording.Markdown(fmt.Sprint(random.Uint32())))
		}
		return policy.SetBlock(b)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Title", "We keep it.\n\nFor 7 days.", "Another", "We keep it.\n\n\nFor 8 days!", "item", "item 2", uint8(1))
	f.Add("", "\xff'’", "\x00", "a b\n\n\n\nc", "", "ক্ষ", uint8(3))
	f.Fuzz(func(t *testing.T, title, prose, title2, prose2, item, item2 string, shape uint8) {
		blocks := []policy.Block{
			{UID: "a", Content: block.Prose(prose)},
			{UID: "b", Content: block.List{wording.Markdown(item), wording.Markdown(item2)}},
		}
		other := []policy.Block{
			{UID: "b", Content: block.List{wording.Markdown(item2), wording.Markdown(item)}},
			{UID: "a", Content: block.Prose(prose2)},
		}
		old := policy.Document{Slug: "x", Title: title, Intro: blocks}
		new := policy.Document{
			Slug:     "x",
			Title:    title2,
			Sections: []policy.Section{{Anchor: "s", Title: title, Blocks: other[:shape%3]}},
		}
		if shape%2 == 0 {
			new.Intro, new.Sections = other, old.Sections
		}
		for _, d := range []policy.Document{old, new} {
			if c := diff.Compare(d, d); !c.Same() {
				t.Errorf("a document differs from itself: %+v", c)
			}
		}
		checkPartition(t, diff.Compare(old, new), old, new)
		c := diff.Compare(policy.Document{Title: prose}, policy.Document{Title: prose2})
		checkText(t, "text", c.Title, prose, prose2)
	})
}
