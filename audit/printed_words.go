package audit

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/prokken/prokken/policy"
)

// passage is a piece of the policy that its page has to print: a paragraph, or
// an entry of a list.
type passage struct{ uid, text string }

// passagesOf are the document's own words. What is printed from the declarations
// is looked at by itself.
func passagesOf(d policy.Document) []passage {
	var all []passage
	for _, b := range d.Blocks() {
		add := func(texts ...string) {
			for _, text := range texts {
				if plain(text) != "" {
					all = append(all, passage{b.UID, text})
				}
			}
		}
		add(paragraphs(b.Prose)...)
		add(paragraphs(b.InShort)...)
		for _, item := range b.List {
			add(strings.Join(paragraphs(item), " "))
		}
		for _, browser := range b.BrowserSteps {
			add(browser.Name, browser.Steps)
		}
		for _, party := range b.ThirdParties {
			add(party.Name, party.Purpose)
		}
		if b.Related != nil {
			add(b.Related.Intro)
		}
	}
	return all
}

// paragraphs are the text as it reads without its marks.
func paragraphs(m policy.Markdown) []string {
	var all []string
	for part := range strings.SplitSeq(m.HTML(), "</p>") {
		all = append(all, textOf(part))
	}
	return all
}

func textOf(markup string) string {
	var b strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(markup)); ; {
		kind := tokens.Next()
		name, _ := tokens.TagName()
		switch {
		case kind == html.ErrorToken: // its end
			return b.String()
		case kind == html.TextToken:
			b.Write(tokens.Text()) // unescaped
		case string(name) == "br":
			b.WriteByte(' ')
		}
	}
}

// plain is what two texts have to agree in: not in white space, in capitals that
// a style sheet makes, in what nobody sees, or in marks of Markdown.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || strings.ContainsRune("*_[]", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)), " ")
}
