package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// compare finds what is not as the policy says. Without a policy everything that
// was seen is told of, and nothing is judged.
func (r *run) compare() {
	c := comparison{Report: &r.report, run: r}
	if r.Document != nil {
		c.declared = r.Document.Cookies
		c.parties = partiesOf(*r.Document)
		c.cookies()
		c.neverSeen()
		c.thirdParties()
		c.stores()
		c.printed(*r.Document)
		c.claims(r.Document)
	}
	c.pages()
	slices.SortStableFunc(r.report.Findings, func(a, b Finding) int { return rank(a.Severity) - rank(b.Severity) })
}

func rank(s Severity) int { return slices.Index([]Severity{High, Medium, Low}, s) }

// comparison adds findings to the report.
type comparison struct {
	*Report
	run      *run
	declared []cookie.Declaration
	parties  []string // sites that the policy names
}

func (c *comparison) find(f Finding) { c.Findings = append(c.Findings, f) }

// partiesOf are the sites of those whom the policy names.
func partiesOf(d policy.Document) []string {
	var all []string
	for _, declared := range d.Cookies {
		if declared.Domain != "" {
			all = append(all, siteOf(declared.Domain))
		}
	}
	for _, b := range d.Blocks() {
		for _, p := range b.ThirdParties {
			if u, err := ParseURL(p.Policy); err == nil {
				all = append(all, siteOf(u.Hostname()))
			}
		}
	}
	return all
}

// walked reports whether the journey was walked to its end.
func (c *comparison) walked(name JourneyName) bool {
	return slices.ContainsFunc(c.Journeys, func(j Journey) bool { return j.Name == name && j.Ended == "" })
}

func (c *comparison) thirdParties() {
	told := map[string]bool{}
	for _, q := range c.Requests {
		if q.Blocked || told[q.Host] || slices.Contains(c.parties, siteOf(q.Host)) {
			continue
		}
		told[q.Host] = true
		c.find(Finding{
			Kind: ThirdPartyFound, Severity: High, Subject: q.Host, Seen: q.Seen,
			What: fmt.Sprintf("Pages ask %s (%s), which the policy does not name.", q.Host, strings.ToLower(q.Kind)),
			Mend: "Name it in the policy, or serve the file yourself.",
		})
	}
}

func (c *comparison) stores() {
	for _, s := range c.Stored {
		c.find(Finding{
			Kind: StoredFound, Severity: High, Subject: s.Key, Detail: string(s.Kind), Seen: s.Seen,
			What: fmt.Sprintf("%s keeps %s in the browser's %s%s.", s.Origin, either(s.Key, "something without a name"), s.Kind, sizeWords(s.Size)),
			Mend: "Visitors have to be told of this as of a cookie: describe it in the policy, or do without it.",
		})
	}
}

func sizeWords(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf(" (%d MB)", bytes>>20)
	case bytes >= 1<<10:
		return fmt.Sprintf(" (%d KB)", bytes>>10)
	case bytes > 0:
		return fmt.Sprintf(" (%d bytes)", bytes)
	}
	return ""
}

// pages tells of those that did not answer as they should, once each.
func (c *comparison) pages() {
	told := map[string]bool{}
	for _, j := range c.Journeys {
		for _, p := range j.Pages {
			if p.Trouble == "" || told[p.URL] {
				continue
			}
			told[p.URL] = true
			c.find(Finding{
				Kind: PageTrouble, Severity: Low, Subject: p.URL, Seen: []Where{{Journey: j.Name, Page: p.URL}},
				What: p.URL + ": " + p.Trouble, Mend: "What this page sets could not be seen in full. Look at it in a browser.",
			})
		}
	}
}
