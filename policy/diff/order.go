package diff

import (
	"slices"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// index finds the parts of a document.
type index struct {
	sections map[string]policy.Section
	blocks   map[string]policy.Block
	places   map[string]Place
	numbers  map[string]string
	cookies  []cookie.Declaration
}

func indexed(d policy.Document) index {
	x := index{map[string]policy.Section{}, map[string]policy.Block{}, map[string]Place{}, map[string]string{}, d.Cookies}
	x.addBlocks(Place{Anchor: policy.Intro}, d.Intro)
	x.addSections("", d.Sections)
	return x
}

func (x index) addSections(number string, sections []policy.Section) {
	for i, s := range sections {
		x.sections[s.Anchor], x.numbers[s.Anchor] = s, policy.SectionNumber(number, i)
		x.addBlocks(Place{Anchor: s.Anchor, Title: s.Title}, s.Blocks)
		x.addSections(x.numbers[s.Anchor], s.Sections)
	}
}

func (x index) addBlocks(at Place, blocks []policy.Block) {
	for i, b := range blocks {
		at.Number = i + 1
		x.blocks[b.UID], x.places[b.UID] = b, at
	}
}

func sectionName(s policy.Section) string { return s.Anchor }

func blockName(b policy.Block) string { return b.UID }

func namesOf[T any](list []T, name func(T) string) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i] = name(item)
	}
	return all
}

// merged is a name in the order of the new list, with what became of it.
type merged struct {
	name string
	kind ChangeKind
}

// merge puts two lists of names together: the new one, and behind the neighbour
// that they stood behind, those that are nowhere in the new document.
func merge[T any](old, new []string, inOld, inNew map[string]T) []merged {
	stayed := stay(old, new)
	removed := map[string][]string{}
	behind := ""
	for _, name := range old {
		if stayed[name] {
			behind = name
		} else if _, is := inNew[name]; !is {
			removed[behind] = append(removed[behind], name)
		}
	}
	all := appendOf(nil, Removed, removed[""])
	for _, name := range new {
		kind := Moved
		if stayed[name] {
			kind = Kept
		} else if _, was := inOld[name]; !was {
			kind = Added
		}
		all = appendOf(appendOf(all, kind, []string{name}), Removed, removed[name])
	}
	return all
}

func appendOf(list []merged, kind ChangeKind, names []string) []merged {
	for _, name := range names {
		list = append(list, merged{name, kind})
	}
	return list
}

// stay are the names that did not move: a longest common subsequence of the
// lists, so that moving one thing does not move all others.
func stay(old, new []string) map[string]bool {
	at := map[string]int{}
	for i, name := range old {
		at[name] = i
	}
	var common []string
	var places []int
	for _, name := range new {
		if i, both := at[name]; both {
			common, places = append(common, name), append(places, i)
			delete(at, name)
		}
	}
	stayed := map[string]bool{}
	for _, i := range longestIncreasing(places) {
		stayed[common[i]] = true
	}
	return stayed
}

// longestIncreasing are the places of a longest increasing subsequence of
// different numbers (patience sorting).
func longestIncreasing(numbers []int) []int {
	var piles []int // the place of each pile's top card
	before := make([]int, len(numbers))
	for i, n := range numbers {
		pile, _ := slices.BinarySearchFunc(piles, n, func(place, n int) int { return numbers[place] - n })
		before[i] = -1
		if pile > 0 {
			before[i] = piles[pile-1]
		}
		if pile == len(piles) {
			piles = append(piles, i)
		}
		piles[pile] = i
	}
	chosen := make([]int, len(piles))
	if len(piles) > 0 {
		for i, place := len(piles)-1, piles[len(piles)-1]; i >= 0; i, place = i-1, before[place] {
			chosen[i] = place
		}
	}
	return chosen
}
