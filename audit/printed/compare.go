package printed

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// maxPassages is how many findings about a page that prints something else a
// report holds: enough to see that it is another text.
const maxPassages = 50

// printedComparison compares a page with the document that it is to print.
type printedComparison struct {
	Page
	document policy.Document
	findings []report.Finding
}

// Compare compares what people read with what the audit compares the site with:
// each sentence of the document, and each declaration, has to be there. The note
// tells of findings that were left out; "" if none were.
func (p Page) Compare(d policy.Document) (findings []report.Finding, note string) {
	if p.Address == "" || p.problem != "" {
		return nil, ""
	}
	c := &printedComparison{Page: p, document: d}
	text := plain(p.content.Text)
	for _, one := range passagesOf(d) {
		if !strings.Contains(text, plain(one.text)) {
			c.passage(one, text)
		}
	}
	c.cookies()
	if found := len(c.findings); found > maxPassages {
		c.findings = c.findings[:maxPassages]
		note = fmt.Sprintf(
			"The page %s differs from the policy in %s; the first %d are told.",
			p.Address,
			report.Quantity(found, "place"),
			maxPassages,
		)
	}
	return c.findings, note
}

// passage tells which sentences are missing. Where each is there, something
// stands between them.
func (c *printedComparison) passage(p passage, text string) {
	whole := true
	for _, sentence := range wording.Sentences(p.text) {
		if !strings.Contains(text, plain(sentence)) {
			whole = false
			c.differs(
				report.High,
				sentence,
				p.uid,
				fmt.Sprintf("“%s” stands in the policy, and its page does not print it.", oneLine(sentence)),
			)
		}
	}
	if whole {
		c.differs(
			report.Medium,
			p.text,
			p.uid,
			fmt.Sprintf(
				"“%s” stands in the policy, and its page prints it in another order or with something in between.",
				oneLine(p.text),
			),
		)
	}
}

// differs adds what is printed otherwise.
func (c *printedComparison) differs(s report.Severity, subject, detail, what string) {
	c.findings = append(c.findings, report.Finding{
		Kind: report.PrintedOtherwise, Severity: s, Subject: oneLine(subject), Detail: detail,
		Seen: []report.Where{{Journey: report.Anonymous, Page: siteurl.Bare(c.Address)}},
		What: what, Mend: "Have the page print what the policy says, and publish what it is to say.",
	})
}

func oneLine(text string) string {
	return report.Short(strings.Join(strings.Fields(strings.ReplaceAll(text, cellEnd, " ")), " "))
}

// Condition is the last condition of each claim, where there is a page: a
// sentence that nobody can read tells nobody anything. The words are those of the claim, and
// those of its sentence without Markdown.
func (p Page) Condition(says, shown string) []report.Condition {
	if p.Address == "" {
		return nil
	}
	found := claim.Held("The page of the policy prints the sentence.")
	text := plain(p.content.Text)
	switch {
	case p.problem != "":
		found.Cannot("%s could not be read: %s", siteurl.Bare(p.Address), p.problem)
	case !slices.ContainsFunc(append(readings(says), shown), func(reading string) bool {
		return strings.Contains(text, plain(reading))
	}):
		found.Fail("%s does not.", siteurl.Bare(p.Address))
	}
	return []report.Condition{found}
}
