package editor

import (
	"github.com/prokken/prokken/policy"
	editorview "github.com/prokken/prokken/views/editor"
)

// outlineOf lists the parts of the document in the order of the page.
func outlineOf(doc policy.Document, failures policy.FailedClaims) []editorview.OutlineItem {
	o := outliner{untrue: untrueByBlock(failures)}
	o.add(editorview.OutlineItem{Key: "title", Words: "Title: " + doc.Title})
	o.blocks(doc.Intro, 0)
	o.sections(doc.Sections, 0, "")
	return o.items
}

type outliner struct {
	untrue map[string]int
	items  []editorview.OutlineItem
}

func (o *outliner) add(item editorview.OutlineItem) { o.items = append(o.items, item) }

// sections lists sections with the numbers that the page prints.
func (o *outliner) sections(sections []policy.Section, depth int, parent string) {
	for i, section := range sections {
		number := policy.SectionNumber(parent, i)
		o.add(editorview.OutlineItem{Key: section.Anchor + ".title", Words: number + " " + section.Title, Depth: depth})
		o.blocks(section.Blocks, depth+1)
		o.sections(section.Sections, depth+1, number)
	}
}

func (o *outliner) blocks(blocks []policy.Block, depth int) {
	for _, b := range blocks {
		item := editorview.OutlineItem{
			Key: b.UID, Words: editorview.BlockWords(b), Depth: depth, Untrue: o.untrue[b.UID],
		}
		if kind := b.Kind(); kind != nil {
			item.Kind = kind.Label
		}
		o.add(item)
	}
}

func untrueByBlock(failures policy.FailedClaims) map[string]int {
	count := map[string]int{}
	for _, failure := range failures {
		if failure.Policy == "" {
			count[failure.UID]++
		}
	}
	return count
}

// cookieOutline lists the declarations, each with how many sentences are untrue
// because of it.
func cookieOutline(doc policy.Document, failures policy.FailedClaims) []editorview.OutlineItem {
	var items []editorview.OutlineItem
	for _, d := range doc.Cookies {
		item := editorview.OutlineItem{Key: "cookie." + d.Name, Words: d.Name}
		for _, failure := range failures {
			if failure.Cookie == d.Name {
				item.Untrue++
			}
		}
		items = append(items, item)
	}
	return items
}
