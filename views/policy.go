package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// Policy is one version of a policy with the policies it can point at. Declared
// are the cookies in force, for documents that declare none themselves.
type Policy struct {
	Version  *policy.Version
	Others   []Link // the site's other policies
	Declared []cookie.Declaration
	Checks   []Check          // of the marked sentences, in their order
	History  []policy.Version // the newest versions, newest first
	Old      bool             // no longer the version in effect
	Preview  bool             // not published yet
}

// NewPolicy gathers what a page of the version shows, with what is checked of
// each claim against the facts.
func NewPolicy(v *policy.Version, facts policy.Facts, others []Link) Policy {
	page := Policy{Version: v, Others: others, Declared: facts.Cookies}
	for _, claim := range v.Document.Claims(facts) {
		page.Checks = append(page.Checks, Check{Number: len(page.Checks) + 1, UID: claim.UID, Says: claim.Says, Conditions: claim.Conditions})
	}
	return page
}

// Check is a marked sentence and what is checked of it.
type Check struct {
	Number     int
	UID        string // of the block that the sentence stands in
	Says       string
	Conditions []policy.Condition
}

func (c Check) id() string { return "check-" + strconv.Itoa(c.Number) }

// Cookies are the declarations that the version's words are about.
func (v Policy) Cookies() []cookie.Declaration {
	if v.Version.Document.Slug == policy.CookiePolicy {
		return v.Version.Document.Cookies
	}
	return v.Declared
}

func (v Policy) cookiesOf(category cookie.Category) []cookie.Declaration {
	return slices.DeleteFunc(slices.Clone(v.Cookies()), func(d cookie.Declaration) bool { return category != "" && d.Category != category })
}

func (v Policy) newest(n int) []policy.Version { return v.History[:min(n, len(v.History))] }

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
	for _, check := range v.Checks {
		if check.UID == b.UID {
			text = strings.Replace(text, check.Says, check.Says+string(markAt+rune(check.Number)), 1)
		}
	}
	return text
}

// unmarked puts the marks in the places of their placeholders.
func (v Policy) unmarked(html string) string {
	for _, check := range v.Checks {
		html = strings.Replace(html, string(markAt+rune(check.Number)), checkMark(check.Number), 1)
	}
	return html
}

func (v Policy) html(b policy.Block, text policy.Markdown) string {
	return v.unmarked(policy.Markdown(v.marked(b, string(text))).HTML())
}

func (v Policy) inlineHTML(b policy.Block, text policy.Markdown) string {
	return v.unmarked(policy.Markdown(v.marked(b, string(text))).InlineHTML())
}

func (v Policy) plainHTML(b policy.Block, text string) string {
	return v.unmarked(templ.EscapeString(v.marked(b, text)))
}

// checkMark is a tick that leads to what is checked. The tick itself is drawn by
// the style sheet: the text stays the text.
func checkMark(n int) string {
	return `<a class="checked" href="#check-` + strconv.Itoa(n) + `" aria-label="Checked"></a>`
}

// Link is a page of this site.
type Link struct{ Title, Href string }

// numbered is a section with the number that it is printed with.
type numbered struct {
	policy.Section
	Number string // "1." or "3.1"
	Level  int
}

// numberedSections gives the sections their numbers: 1., 2., 3. and inside 3.1.
func numberedSections(sections []policy.Section, parent string) []numbered {
	list := make([]numbered, len(sections))
	for i, section := range sections {
		list[i] = numbered{section, fmt.Sprintf("%d.", i+1), 2}
		if parent != "" {
			list[i].Number, list[i].Level = fmt.Sprintf("%s%d", parent, i+1), 3
		}
	}
	return list
}

// Versions are all published versions of a policy, newest first.
type Versions struct {
	Title, Slug string
	Versions    []policy.Version
}
