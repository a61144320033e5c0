package policy

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/policy/wording"
)

// Words are the texts of a document that can be said in another language, each
// under the key of its place: "title", "contact.title", "contact-1",
// "security-properties-2.1", "cookie.prokken_access".
type Words map[string]string

// titleKey is the key of the document's title, and ends those of headings.
const titleKey = "title"

// texts calls visit with every such text, in the order of the page; what it
// returns takes the text's place.
func (d *Document) texts(visit func(key, text string) string) {
	d.Title = visit(titleKey, d.Title)
	d.Intro = visitBlocks(d.Intro, visit)
	d.Cookies = slices.Clone(d.Cookies)
	for i := range d.Cookies {
		d.Cookies[i].Purpose = visit("cookie."+d.Cookies[i].Name, d.Cookies[i].Purpose)
	}
	d.Sections = visitSections(d.Sections, visit)
}

func visitSections(sections []Section, visit func(key, text string) string) []Section {
	sections = slices.Clone(sections)
	for i := range sections {
		s := &sections[i]
		s.Title = visit(s.Anchor+"."+titleKey, s.Title)
		s.Blocks = visitBlocks(s.Blocks, visit)
		s.Sections = visitSections(s.Sections, visit)
	}
	return sections
}

func visitBlocks(blocks []Block, visit func(key, text string) string) []Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i] = blocks[i].visit(visit)
	}
	return blocks
}

// visit looks at the block's texts. Claims quote the original and are left.
func (b Block) visit(visit func(key, text string) string) Block {
	at := func(part string) string { return b.UID + "." + part }
	set := func(key string, text *string) {
		if *text != "" {
			*text = visit(key, *text)
		}
	}
	switch {
	case b.InShort != "":
		b.InShort = wording.Markdown(visit(b.UID, string(b.InShort)))
	case b.Prose != "":
		b.Prose = wording.Markdown(visit(b.UID, string(b.Prose)))
	case len(b.List) > 0:
		b.List = slices.Clone(b.List)
		for i := range b.List {
			b.List[i] = wording.Markdown(visit(at(strconv.Itoa(i+1)), string(b.List[i])))
		}
	case b.CookieTable != nil:
		table := *b.CookieTable
		set(b.UID, &table.Caption)
		b.CookieTable = &table
	case b.SecurityProperties != nil:
		p := *b.SecurityProperties
		set(at("http_only"), &p.HTTPOnly)
		set(at("secure"), &p.Secure)
		set(at("same_site"), &p.SameSite)
		set(at("path"), &p.Path)
		b.SecurityProperties = &p
	case len(b.BrowserSteps) > 0:
		b.BrowserSteps = slices.Clone(b.BrowserSteps)
		for i := range b.BrowserSteps {
			set(at(strconv.Itoa(i+1)), &b.BrowserSteps[i].Steps)
		}
	case len(b.ThirdParties) > 0:
		b.ThirdParties = slices.Clone(b.ThirdParties)
		for i := range b.ThirdParties {
			set(at(strconv.Itoa(i+1)), &b.ThirdParties[i].Purpose)
		}
	case b.Related != nil:
		related := *b.Related
		set(b.UID, &related.Intro)
		b.Related = &related
	}
	return b
}

// Words are the document's texts, and the order in which they stand.
func (d Document) Words() (words Words, order []string) {
	words = Words{}
	d.texts(func(key, text string) string {
		words[key] = text
		order = append(order, key)
		return text
	})
	return words, order
}

// In is the document in other words. A key that is missing or empty leaves the
// text as it is, an unknown one changes nothing.
func (d Document) In(words Words) Document {
	d.texts(func(key, text string) string {
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
