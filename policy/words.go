package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Words are what an admin may change in a document, each under a key that is
// its place: "title", "intro.0", "contact.title", "contact.1".
type Words struct {
	Key, Label, Text string
	Kind             WordsKind
}

// WordsKind is how words are edited.
type WordsKind string

// A title is one line, prose is paragraphs, a list is an item a line, steps are
// "Browser: Menu > Entry" a line, fixed is made from facts and not edited here.
const (
	TitleWords WordsKind = "title"
	ProseWords WordsKind = "prose"
	ListWords  WordsKind = "list"
	StepsWords WordsKind = "steps"
	FixedWords WordsKind = "fixed"
)

// Words lists everything that can be edited, in the order of the page.
func (d Document) Words() []Words {
	words := []Words{{"title", "Title of the policy", d.Title, TitleWords}}
	words = append(words, blockWords("intro", d.Intro)...)
	return append(words, sectionWords(d.Sections)...)
}

func sectionWords(sections []Section) []Words {
	var words []Words
	for _, s := range sections {
		words = append(words, Words{s.Anchor + ".title", "Heading", s.Title, TitleWords})
		words = append(words, blockWords(s.Anchor, s.Blocks)...)
		words = append(words, sectionWords(s.Sections)...)
	}
	return words
}

func blockWords(key string, blocks []Block) []Words {
	words := make([]Words, len(blocks))
	for i, b := range blocks {
		words[i] = b.words()
		words[i].Key = fmt.Sprintf("%s.%d", key, i)
	}
	return words
}

func (b Block) words() Words {
	switch {
	case b.Prose != "":
		return Words{Label: "Text", Text: string(b.Prose), Kind: ProseWords}
	case len(b.List) > 0:
		return Words{Label: "List, one item a line", Text: joinLines(b.List), Kind: ListWords}
	case len(b.BrowserSteps) > 0:
		return Words{Label: "Browsers, one a line", Text: stepLines(b.BrowserSteps), Kind: StepsWords}
	case b.CookieTable != nil:
		return Words{Label: "The cookie table is made from the cookies that the server sets.", Kind: FixedWords}
	case b.Related != nil:
		return Words{Label: "Links to the other policies are made by themselves.", Kind: FixedWords}
	}
	return Words{Label: "The contact details; the e-mail address comes from the configuration.", Kind: FixedWords}
}

func joinLines(items []Markdown) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = string(item)
	}
	return strings.Join(lines, "\n")
}

func stepLines(browsers []Browser) string {
	lines := make([]string, len(browsers))
	for i, b := range browsers {
		lines[i] = b.Name + ": " + b.Steps
	}
	return strings.Join(lines, "\n")
}

// WithWords is the document with other words: texts by key. A key that is
// missing or unknown changes nothing.
func (d Document) WithWords(texts map[string]string) Document {
	replace(&d.Title, texts, "title")
	d.Intro = withBlockWords("intro", d.Intro, texts)
	d.Sections = withSectionWords(d.Sections, texts)
	return d
}

func withSectionWords(sections []Section, texts map[string]string) []Section {
	sections = slices.Clone(sections)
	for i := range sections {
		s := &sections[i]
		replace(&s.Title, texts, s.Anchor+".title")
		s.Blocks = withBlockWords(s.Anchor, s.Blocks, texts)
		s.Sections = withSectionWords(s.Sections, texts)
	}
	return sections
}

func withBlockWords(key string, blocks []Block, texts map[string]string) []Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		if text, given := texts[fmt.Sprintf("%s.%d", key, i)]; given {
			blocks[i].setWords(tidy(text))
		}
	}
	return blocks
}

func replace(words *string, texts map[string]string, key string) {
	if text, given := texts[key]; given {
		*words = strings.Join(strings.Fields(text), " ")
	}
}

// setWords keeps the block's kind. Emptied words stay as one space, so that
// Validate can ask for them under their key.
func (b *Block) setWords(text string) {
	if text == "" {
		text = " "
	}
	switch {
	case b.Prose != "":
		b.Prose = Markdown(text)
	case len(b.List) > 0:
		b.List = nil
		for line := range strings.Lines(text) {
			b.List = appendItem(b.List, line, text)
		}
	case len(b.BrowserSteps) > 0:
		b.BrowserSteps = parseSteps(text)
	}
}

// appendItem skips empty lines, unless there is nothing else.
func appendItem(items []Markdown, line, text string) []Markdown {
	if trimmed := strings.TrimSpace(line); trimmed != "" {
		return append(items, Markdown(trimmed))
	}
	if strings.TrimSpace(text) == "" {
		return append(items, " ")
	}
	return items
}

func parseSteps(text string) []Browser {
	var browsers []Browser
	for line := range strings.Lines(text) {
		name, steps, _ := strings.Cut(line, ":")
		if strings.TrimSpace(line) != "" || strings.TrimSpace(text) == "" {
			browsers = append(browsers, Browser{Name: strings.TrimSpace(name), Steps: strings.TrimSpace(steps)})
		}
	}
	return browsers
}

// tidy undoes what forms do to line ends.
func tidy(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}
