package upkeep

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// general is what everybody knows of cookies, for readers who do not.
const general = "Cookies are small text files that a website stores in a visitor's browser."

func (s *Service) newDocument(seen report.Report, names []string) (policy.Document, error) {
	table, err := s.Known()
	if err != nil {
		return policy.Document{}, err
	}
	return NewDocument(seen, table, names)
}

// NewDocument returns the first draft of a customer's Cookie Policy: what the audit met, with what
// is known of cookies of that name, and those sentences that the audit bears out, each of which is
// checked from then on. names are those of the site, the first of them is printed.
func NewDocument(seen report.Report, table known.Table, names []string) (policy.Document, error) {
	base, err := draft.Draft(seen, table)
	if err != nil {
		return policy.Document{}, err
	}
	d := policy.Document{Slug: policy.CookiePolicy, Title: "Cookie Policy", Cookies: base.Cookies}
	d.Sections = append(d.Sections,
		section("what-are-cookies", "What Are Cookies?", block.Prose(general)),
		section(usedAnchor, "Cookies We Use", cookiesWeUse(seen, d, names)...),
	)
	for _, b := range base.Blocks() {
		switch content := b.Content.(type) {
		case block.Storage:
			d.Sections = append(d.Sections, section("other-storage", "Other Storage", content))
		case block.ThirdParties:
			d.Sections = append(d.Sections, section("third-parties", "Third Parties", content))
		}
	}
	d.Sections = append(d.Sections, section("contact", "Contact Us", block.Contact{Organisation: names[0]}))
	return d, d.ValidateOther()
}

func section(anchor, title string, contents ...block.Content) policy.Section {
	s := policy.Section{Anchor: anchor, Title: title}
	for i, content := range contents {
		s.Blocks = append(s.Blocks, policy.Block{UID: fmt.Sprintf("%s-%d", anchor, i+1), Content: content})
	}
	return s
}

// cookiesWeUse are the sentences that hold, and the table.
func cookiesWeUse(seen report.Report, d policy.Document, names []string) []block.Content {
	var contents []block.Content
	for _, sentence := range sentencesFor(d.Cookies) {
		if bearsOut(seen, d, sentence, names) {
			contents = append(contents, block.Prose(sentence))
		}
	}
	if len(d.Cookies) > 0 {
		contents = append(contents, block.CookieTable{Caption: "Cookies"})
	}
	return contents
}

// usedAnchor is the section with the sentences about the site's cookies.
const usedAnchor = "cookies-we-use"

// vocabulary are all sentences that can be generated.
func vocabulary() []string {
	all := sentencesFor(nil)
	for n := 1; n < len(numbers); n++ {
		all = append(all, countOf(n))
	}
	for _, word := range optional {
		all = append(all, asksFirst(word), usesNone(word))
	}
	return append(all, noThirdParty)
}

// optional are the categories that sentences are made of, in words.
var optional = map[cookie.Category]string{cookie.Analytics: "analytics", cookie.Marketing: "marketing"}

const noThirdParty = "We do not use third-party cookies."

func countOf(n int) string {
	if n == 1 {
		return "We use one cookie."
	}
	return fmt.Sprintf("We use %s cookies.", numbers[n])
}

func asksFirst(category string) string {
	return fmt.Sprintf("We will ask for your consent before using %s cookies.", category)
}

func usesNone(category string) string { return fmt.Sprintf("We do not use %s cookies.", category) }

// numbers are the words of small numbers.
var numbers = []string{
	"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}

// sentencesFor are sentences that may be true of a site with these cookies.
func sentencesFor(declared []cookie.Declaration) []string {
	if len(declared) == 0 {
		return []string{"We do not use any cookies.", "Our pages load nothing from other websites."}
	}
	var all []string
	if n := len(declared); n < len(numbers) {
		all = append(all, countOf(n))
	}
	uses := claim.Evidence{Cookies: declared}
	for category, word := range optional {
		if uses.Declares(category) {
			all = append(all, asksFirst(word))
		} else {
			all = append(all, usesNone(word))
		}
	}
	slices.Sort(all)
	return append(all, noThirdParty, "Our pages load nothing from other websites.")
}

// bearsOut reports whether the sentence is read in full, and the audit saw everything that it takes
// to say that it holds.
func bearsOut(seen report.Report, d policy.Document, sentence string, names []string) bool {
	d.Sections = []policy.Section{section("s", "Cookies We Use", block.Prose(sentence))}
	said := d.Claims(claim.Evidence{Site: names, Cookies: d.Cookies, Observed: true})
	if len(said) != 1 || !said[0].Recognized {
		return false
	}
	judged, err := audit.JudgeReport(seen, d, report.Policy{Slug: d.Slug, Names: names})
	return err == nil && len(judged.Claims) == 1 && judged.Claims[0].Result == report.Holds
}
