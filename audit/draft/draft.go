// Package draft begins the policy of a site from what an audit saw there. It needs a
// report and the table of known cookies, and no browser; the command that audits
// calls it. Start reading at [Write].
package draft

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// ToDescribe and toName are what a person has to replace in a draft.
const (
	ToDescribe = "To be described"
	toName     = "To be named"
)

// IsToDescribe reports whether a person has still to replace the text.
func IsToDescribe(text string) bool { return strings.HasPrefix(text, ToDescribe) }

// draftSlug is not [policy.CookiePolicy]: that one has to declare the cookies
// that this program itself sets.
const draftSlug = "cookies"

// draft is the beginning of a policy for the audited site, in the making, and what
// there is to say of it: what the audit saw, and what the table suggests of that. It
// says nothing that the audit did not see, and claims nothing.
type draft struct {
	report   report.Report
	document policy.Document
	beside   map[string]string // comments, as in [policy.Document.CommentedYAML]
	left     []string          // what the document does not tell, and why
}

// Draft returns the document of [Write], without the comments.
func Draft(r report.Report, table known.Table) (policy.Document, error) {
	d := newDraft(r, table)
	return d.document, d.document.Validate()
}

func newDraft(r report.Report, table known.Table) *draft {
	d := &draft{
		report:   r,
		document: policy.Document{Slug: draftSlug, Title: "Cookie Policy"},
		beside:   map[string]string{},
	}
	d.declareAll(table)
	d.section(
		"what-are-cookies",
		"What Are Cookies?",
		block.Prose(
			"A cookie is a small text that a website keeps in your browser. The browser sends it back with later requests, and so the website can recognise it.",
		),
	)
	d.section("cookies-we-use", "Cookies We Use", d.cookiesWeUse()...)
	if stored := d.stored(); len(stored) > 0 {
		found := "Pages can keep things in your browser that are no cookies. " + d.seen("found these") + ":"
		d.section("other-storage", "Other Storage", block.Prose(found), stored)
	}
	if parties := d.thirdParties(); len(parties) > 0 {
		asked := d.seen("saw our pages ask these others for something") + ":"
		d.section("third-parties", "Third Parties", block.Prose(asked), block.ThirdParties(parties))
	}
	d.section("contact", "Contact Us", block.Contact{Organisation: toName, Website: hostOf(r.URL)})
	return d
}

// seen is a sentence that stays true: it has a date.
func (d *draft) seen(what string) string {
	return "An audit on " + d.report.StartedAt.UTC().Format("January 2, 2006") + " " + what
}

func (d *draft) section(anchor, title string, contents ...block.Content) {
	var blocks []policy.Block
	for i, content := range contents {
		blocks = append(blocks, policy.Block{UID: fmt.Sprintf("%s-%d", anchor, i+1), Content: content})
	}
	d.document.Sections = append(d.document.Sections, policy.Section{Anchor: anchor, Title: title, Blocks: blocks})
}

func (d *draft) cookiesWeUse() []block.Content {
	if len(d.document.Cookies) == 0 {
		return []block.Content{block.Prose(ToDescribe + ".")}
	}
	return []block.Content{
		block.Prose(d.seen("found these cookies") + ":"),
		block.CookieTable{Caption: "Cookies that were found"},
	}
}

// hostOf is the host of an address; "" if a contact cannot show it.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || strings.ContainsAny(parsed.Hostname(), " <>\"'\n") {
		return ""
	}
	return parsed.Hostname()
}
