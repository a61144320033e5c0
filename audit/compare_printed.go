package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// mostPassages is how many findings about a page that prints something else a
// report holds: enough to see that it is another text.
const mostPassages = 50

// printed compares what people read with what the audit compares the site with:
// each sentence of the document, and each declaration, has to be there.
func (c *comparison) printed(d policy.Document) {
	if c.run.printed.address == "" || c.run.printed.problem != "" {
		return
	}
	before := len(c.Findings)
	text := plain(c.run.printed.content.Text)
	for _, p := range passagesOf(d) {
		if !strings.Contains(text, plain(p.text)) {
			c.passage(p, text)
		}
	}
	c.printedCookies()
	if found := len(c.Findings) - before; found > mostPassages {
		c.Findings = c.Findings[:before+mostPassages]
		c.run.note("The page %s differs from the policy in %s; the first %d are told.", c.run.printed.address, count(found, "place"), mostPassages)
	}
}

// passage tells which sentences are missing. Where each is there, something
// stands between them.
func (c *comparison) passage(p passage, text string) {
	whole := true
	for _, sentence := range wording.Sentences(p.text) {
		if !strings.Contains(text, plain(sentence)) {
			whole = false
			c.differs(High, sentence, p.uid, fmt.Sprintf("“%s” stands in the policy, and its page does not print it.", oneLine(sentence)))
		}
	}
	if whole {
		c.differs(Medium, p.text, p.uid, fmt.Sprintf("“%s” stands in the policy, and its page prints it in another order or with something in between.", oneLine(p.text)))
	}
}

// differs adds what is printed otherwise.
func (c *comparison) differs(s Severity, subject, detail, what string) {
	c.find(Finding{
		Kind: PrintedOtherwise, Severity: s, Subject: oneLine(subject), Detail: detail, Seen: []Where{{Journey: Stranger, Page: bare(c.run.printed.address)}},
		What: what, Mend: "Have the page print what the policy says, and publish what it is to say.",
	})
}

func oneLine(text string) string { return short(strings.Join(strings.Fields(text), " ")) }

// isPrinted is the last condition of each claim, where there is a page: a
// sentence that nobody can read tells nobody anything.
func (c *comparison) isPrinted(says string) []Condition {
	page := c.run.printed
	if page.address == "" {
		return nil
	}
	found := claim.Held("The page of the policy prints the sentence.")
	switch {
	case page.problem != "":
		found.Cannot("%s could not be read: %s", bare(page.address), page.problem)
	case !slices.ContainsFunc(readings(says), func(text string) bool { return strings.Contains(plain(page.content.Text), plain(text)) }):
		found.Fail("%s does not.", bare(page.address))
	}
	return []Condition{found}
}
