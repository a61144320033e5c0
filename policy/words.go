package policy

import (
	"maps"
	"slices"
	"strings"
)

// Words are the texts of a document that can be said in another language, each
// under the key of its place: "title", "contact.title", "contact-1",
// "security-properties-2.1", "cookie.prokken_access".
type Words map[string]string

// titleKey is the key of the document's title, and ends those of headings.
const titleKey = "title"

// visitor gets a text with its key and what translators call it, and returns what takes
// its place.
type visitor func(key, label, text string) string

// texts calls visit with every such text, in the order of the page.
func (d *Document) texts(visit visitor) {
	d.Title = visit(titleKey, "Title", d.Title)
	d.Intro = visitBlocks(d.Intro, visit)
	d.Cookies = slices.Clone(d.Cookies)
	for i := range d.Cookies {
		c := &d.Cookies[i]
		c.Purpose = visit("cookie."+c.Name, "Purpose of "+c.Name, c.Purpose)
	}
	d.Sections = visitSections(d.Sections, visit)
}

func visitSections(sections []Section, visit visitor) []Section {
	sections = slices.Clone(sections)
	for i := range sections {
		s := &sections[i]
		s.Title = visit(s.Anchor+"."+titleKey, "Heading", s.Title)
		s.Blocks = visitBlocks(s.Blocks, visit)
		s.Sections = visitSections(s.Sections, visit)
	}
	return sections
}

func visitBlocks(blocks []Block, visit visitor) []Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i] = blocks[i].visit(visit)
	}
	return blocks
}

// visit looks at the block's texts. Claims quote the original and are left.
func (b Block) visit(visit visitor) Block {
	if b.IsEmpty() {
		return b
	}
	b.Content = b.Content.Translate(func(part, label, text string) string {
		switch {
		case text == "":
			return text
		case part == "":
			return visit(b.UID, label, text)
		}
		return visit(b.UID+"."+part, label, text)
	})
	return b
}

// Words are the document's texts, and the order in which they stand.
func (d Document) Words() (words Words, order []string) {
	words = Words{}
	d.texts(func(key, _, text string) string {
		words[key] = text
		order = append(order, key)
		return text
	})
	return words, order
}

// Labels returns what translators call each text of the document, by its key.
func (d Document) Labels() map[string]string {
	labels := map[string]string{}
	d.texts(func(key, label, text string) string {
		labels[key] = label
		return text
	})
	return labels
}

// In is the document in other words. A key that is missing or empty leaves the
// text as it is, an unknown one changes nothing.
func (d Document) In(words Words) Document {
	d.texts(func(key, _, text string) string {
		if other := strings.TrimSpace(words[key]); other != "" {
			return other
		}
		return text
	})
	return d
}

// Missing are the keys of the document for which there are no words.
func (w Words) Missing(d Document) []string {
	have, order := d.Words()
	return slices.DeleteFunc(order, func(key string) bool { return have[key] == "" || strings.TrimSpace(w[key]) != "" })
}

// Keys are the keys in alphabetical order.
func (w Words) Keys() []string { return slices.Sorted(maps.Keys(w)) }
