package policy

import (
	"slices"

	"github.com/prokken/prokken/policy/wording"
)

// Normalized returns the document with every text as [wording.Normalize] has it, and with
// the claims that quote them. A change that nobody can see is none then.
func (d Document) Normalized() Document {
	d.texts(func(_, _, text string) string { return wording.Normalize(text) })
	d.Intro = normalizedClaims(d.Intro)
	d.Sections = normalizedSections(d.Sections)
	return d
}

func normalizedSections(sections []Section) []Section {
	sections = slices.Clone(sections)
	for i := range sections {
		sections[i].Blocks = normalizedClaims(sections[i].Blocks)
		sections[i].Sections = normalizedSections(sections[i].Sections)
	}
	return sections
}

func normalizedClaims(blocks []Block) []Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i].Claims = slices.Clone(blocks[i].Claims)
		for j := range blocks[i].Claims {
			blocks[i].Claims[j].Says = wording.Normalize(blocks[i].Claims[j].Says)
		}
	}
	return blocks
}
