// Package legal holds the public pages of the policies: versions, comparisons, translations,
// feeds and the visitor's cookies. Start reading at [Policy].
package legal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// Policy is one version of a policy with the policies it can point at. Declared
// are the cookies in force, for documents that declare none themselves.
type Policy struct {
	Version  *site.Version
	Others   []views.Link // the site's other policies
	Declared []cookie.Declaration
	Claims   []Check       // all, in their order
	Checks   []Check       // of the claims that hold: their sentences are marked
	Status   site.Status   // "" for the page of what is in effect
	Current  int64         // the number in effect; 0: none
	Next     *site.Version // takes effect next, if any is scheduled
	Preview  bool          // not published yet
	Audited  Audited       // of the newest audit; the zero value says nothing

	Translated *site.Translated // nil for the original
	Languages  []LanguageLink   // that the policy can be read in; none but the original: empty

	html map[string]string // of texts, by their blocks and places: rendered once, however often it is shown
}

// NewPolicy gathers what a page of the version shows, with what is checked of
// each claim against the facts.
func NewPolicy(v *site.Version, facts claim.Evidence, others []views.Link) Policy {
	return gather(v, facts, others).withHTML()
}

func gather(v *site.Version, facts claim.Evidence, others []views.Link) Policy {
	page := Policy{Version: v, Others: others, Declared: facts.Cookies}
	for _, of := range v.Document.Claims(facts) {
		page.Claims = append(
			page.Claims,
			Check{
				Number: len(page.Claims) + 1, UID: of.UID, Says: of.Says, Conditions: of.Status, Recognized: of.Recognized,
			},
		)
	}
	page.Checks = slices.DeleteFunc(slices.Clone(page.Claims), Check.Untrue)
	return page
}

// Check is a sentence and what is checked of it.
type Check struct {
	Number     int
	UID        string // of the block that the sentence stands in
	Says       string
	Conditions []claim.Status
	Recognized bool // the grammar reads the sentence as what the conditions check
}

// Untrue: what a version of before says need not hold today.
func (c Check) Untrue() bool {
	return slices.ContainsFunc(c.Conditions, func(condition claim.Status) bool { return condition.Untrue != "" })
}

// Id has a character that no anchor and no uid has.
func (c Check) Id() string { return "check_" + strconv.Itoa(c.Number) }

// Cookies are the declarations that the version's words are about.
func (v Policy) Cookies() []cookie.Declaration {
	if v.Version.Document.Slug == policy.CookiePolicy {
		return v.Version.Document.Cookies
	}
	return v.Declared
}

func (v Policy) newest(n int) []site.Version {
	return v.Version.History[:min(n, len(v.Version.History))]
}

// isChecked reports whether a sentence of the block is.
func (v Policy) isChecked(b policy.Block) bool {
	return slices.ContainsFunc(v.Checks, func(c Check) bool { return c.UID == b.UID })
}

// compareWithCurrent compares the older of the two with the newer.
func (v Policy) compareWithCurrent() string {
	return views.ComparePath(v.Version.Document.Slug, min(v.Version.Number, v.Current), max(v.Version.Number, v.Current))
}

// forPolicy adds to the frame what machines read of a version.
func forPolicy(p views.Page, v Policy) views.Page {
	if !v.Preview {
		p.Alternates = append(p.Alternates, v.alternates(p.Site)...)
		p.LinkedData = linkedData(p, v.Version)
	}
	return p
}

// checkOf is the number of the check of a sentence; 0 if there is none.
func (v Policy) checkOf(b policy.Block, says string) int {
	for _, check := range v.Checks {
		if check.UID == b.UID && check.Says == says {
			return check.Number
		}
	}
	return 0
}

// markAt are characters of Unicode's private use, which no document may hold:
// each stands for the mark behind a sentence while Markdown is rendered.
const markAt = '\uE000'

// marked puts a placeholder behind each sentence of the text that is checked.
func (v Policy) marked(b policy.Block, text string) string {
	if v.Translated != nil {
		return text // the claims quote the original
	}
	for _, check := range v.Checks {
		if check.UID == b.UID {
			text = strings.Replace(text, check.Says, check.Says+string(markAt+rune(check.Number)), 1)
		}
	}
	return text
}

// unmarked puts the marks of the block in the places of their placeholders.
func (v Policy) unmarked(b policy.Block, html string) string {
	for _, check := range v.Checks {
		if check.UID == b.UID {
			html = strings.Replace(html, string(markAt+rune(check.Number)), v.checkMark(check.Number), 1)
		}
	}
	return html
}

// withHTML is the page with the texts of all blocks rendered.
func (v Policy) withHTML() Policy {
	v.html = map[string]string{}
	for _, b := range v.Version.Document.Blocks() {
		texts := v.textsOf(b)
		for i, text := range texts {
			v.html[keyOf(b, i)] = v.textHTML(b, text, i == len(texts)-1)
		}
	}
	return v
}

// textHTML is a text of the block as the page prints it.
func (v Policy) textHTML(b policy.Block, text block.Text, isLast bool) string {
	html := v.unmarkedHTML(b, text)
	if isLast {
		html = v.withEndMark(b, html)
	}
	if text.Item {
		return html // the item says its language itself
	}
	return v.wrapped(b.UID, html)
}

func (v Policy) unmarkedHTML(b policy.Block, text block.Text) string {
	marked := wording.Markdown(v.marked(b, text.Words))
	switch {
	case text.Item:
		return v.unmarked(b, marked.InlineHTML())
	case text.Markdown:
		return v.unmarked(b, marked.HTML())
	case text.Words == "":
		return ""
	}
	return "<p>" + v.plainHTML(b, text.Words) + "</p>"
}

func (v Policy) plainHTML(b policy.Block, text string) string {
	return v.unmarked(b, templ.EscapeString(v.marked(b, text)))
}

// checkMark leads to what is checked. It is a tick if the sentence says just that, and a
// hollow mark if nobody can tell. The mark itself is drawn by the style sheet: the text stays
// the text.
func (v Policy) checkMark(n int) string {
	class, label := "checked", v.words().Checked
	if !v.ticks(n) {
		class, label = "checked checked-related", v.words().CheckedRelated
	}
	return `<a class="` + class + `" href="#check_` + strconv.Itoa(n) + `" aria-label="` + label + `"></a>`
}

// ticks reports whether the sentence of the check says just what is checked. Of the words
// of a translation nobody knows.
func (v Policy) ticks(n int) bool {
	i := slices.IndexFunc(v.Checks, func(c Check) bool { return c.Number == n })
	return v.Translated == nil && i >= 0 && v.Checks[i].Recognized
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
