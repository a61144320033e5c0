// Package legal holds the public pages of the policies: versions, comparisons, translations,
// feeds and the visitor's cookies. Start reading at [Policy].
package legal

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// Policy is one version of a policy with the policies it can point at. Declared
// are the cookies in force, for documents that declare none themselves.
type Policy struct {
	Place
	Version  *site.Version
	Others   []views.Link // the site's other policies
	Declared []cookie.Declaration
	Checks   []Check // the sentences with a mark, in their order
	Coverage policy.Coverage
	Known    []string      // what the server knows of the cookies, in words
	Status   site.Status   // "" for the page of what is in effect
	Current  int64         // the number in effect; 0: none
	Next     *site.Version // takes effect next, if any is scheduled
	Edit     string        // the path of its editor; "": it cannot be edited here
	// NextPrepared: the next version is there in the page's language.
	NextPrepared bool

	Translated *translation.Translated // nil for the original
	Languages  []LanguageLink          // that the policy can be read in; none but the original: empty

	html map[string]string // of texts, by their blocks and places: rendered once, however often it is shown
}

// NewPolicy gathers what a page of the version shows there, with what is checked of
// each claim against the facts.
func NewPolicy(v *site.Version, on Place, others []views.Link) Policy {
	return gather(v, on, others).withHTML()
}

func gather(v *site.Version, on Place, others []views.Link) Policy {
	facts := on.Facts
	page := Policy{Place: on, Version: v, Others: others, Declared: facts.Cookies}
	sentences := v.Sentences
	if sentences == nil { // it is not published
		sentences, _ = v.Document.Bases(facts, nil)
	}
	page.Coverage = policy.CoverageOf(sentences)
	if !on.Observed {
		page.Known = knownOf(facts, page.Cookies())
	}
	for _, s := range sentences {
		if s.IsChecked() || s.Stated != "" && s.Stated != policy.Title && !s.Name {
			page.Checks = append(page.Checks, Check{SentenceBasis: s, Number: len(page.Checks) + 1})
		}
	}
	return page
}

// Cookies are the declarations that the version's words are about.
func (v Policy) Cookies() []cookie.Declaration {
	if v.Version.Document.Slug == policy.CookiePolicy {
		return v.Version.Document.Cookies
	}
	return v.Declared
}

// isInEffect reports whether the page is that of what holds today.
func (v Policy) isInEffect() bool { return v.Status == "" || v.Status == site.InEffect }

// contactEmail is the address that the page prints: today's; of a version that is not in effect,
// the one that was signed with it.
func (v Policy) contactEmail(s views.Site) string {
	switch {
	case !v.isInEffect():
		return v.Version.Contact
	case v.Observed:
		return v.Contact
	}
	return s.ContactEmail
}

// related are the policies that the page points at: today's; of a version that is not in effect,
// those that were signed with it.
func (v Policy) related() []views.Link {
	if v.isInEffect() {
		return v.Others
	}
	var links []views.Link
	for _, link := range v.Version.Related {
		if !v.Observed || strings.HasPrefix(link.Href, v.Paths.Base()+"/") {
			links = append(links, views.Link{Title: link.Title, Href: link.Href})
		}
	}
	return links
}

// beginsLater reports whether the version took effect on another day than the one on which it was
// published.
func (v Policy) beginsLater() bool {
	return v.isInEffect() && !v.Preview && !v.Version.PublishedOn.IsZero() &&
		display.ISODate(v.Version.EffectiveAt) != display.ISODate(v.Version.PublishedOn)
}

func (v Policy) newest(n int) []site.Version {
	return v.Version.History[:min(n, len(v.Version.History))]
}

// isChecked reports whether a sentence of the block is.
func (v Policy) isChecked(b policy.Block) bool {
	return slices.ContainsFunc(v.Checks, func(c Check) bool { return c.Block == b.UID })
}

// compareWithCurrent compares the older of the two with the newer.
func (v Policy) compareWithCurrent() string {
	return v.Paths.Compare(v.Version.Document.Slug, min(v.Version.Number, v.Current), max(v.Version.Number, v.Current))
}

// forPolicy adds to the frame what machines read of a version.
func forPolicy(p views.Page, v Policy) views.Page {
	if !v.Preview {
		p.Alternates = append(p.Alternates, v.alternates(p.Site)...)
		p.LinkedData = linkedData(p, v.Version)
	}
	return p
}

// withHTML is the page with the texts of all blocks rendered.
func (v Policy) withHTML() Policy {
	v.html = map[string]string{}
	for _, b := range v.Version.Document.Blocks() {
		for i, text := range v.textsOf(b) {
			v.html[keyOf(b, i)] = v.textHTML(b, text)
		}
	}
	return v
}

// textHTML is a text of the block as the page prints it.
func (v Policy) textHTML(b policy.Block, text block.Text) string {
	html := v.unmarkedHTML(b, text)
	if text.Item {
		return html // the item says its language itself
	}
	return v.wrapped(b.UID, html)
}

func (v Policy) unmarkedHTML(b policy.Block, text block.Text) string {
	marked := wording.Markdown(v.marked(b, text.Words))
	switch {
	case text.Item:
		return v.unmarked(b, marked.InlineHTMLWith(v.Links))
	case text.Markdown:
		return v.unmarked(b, marked.HTMLWith(v.Links))
	case text.Words == "":
		return ""
	}
	return "<p>" + v.plainHTML(b, text.Words) + "</p>"
}

func (v Policy) plainHTML(b policy.Block, text string) string {
	return v.unmarked(b, templ.EscapeString(v.marked(b, text)))
}

// Numbered is a section with the number that it is printed with.
type Numbered struct {
	policy.Section
	Number string // "1." or "3.1"
	Level  int
}

// NumberedSections gives the sections their numbers: 1., 2., 3. and inside 3.1.
func NumberedSections(sections []policy.Section, parent string) []Numbered {
	list := make([]Numbered, len(sections))
	for i, section := range sections {
		list[i] = Numbered{section, policy.SectionNumber(parent, i), 2}
		if parent != "" {
			list[i].Level = 3
		}
	}
	return list
}

// editHref is where a block is edited.
func (v Policy) editHref(b policy.Block) templ.SafeURL {
	return templ.SafeURL(v.Edit + "?" + url.Values{"at": {b.UID}}.Encode())
}
