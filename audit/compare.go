package audit

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// deviations adds to the report what is not as the policy says.
type deviations struct {
	*Report
	site     *url.URL
	declared []cookie.Declaration
	parties  []string // sites that the policy names
}

// newDeviations compares the report of the site with the document; nil: there is none.
func newDeviations(r *Report, site *url.URL, d *policy.Document) *deviations {
	c := &deviations{Report: r, site: site}
	if d != nil {
		c.declared, c.parties = d.Cookies, partiesOf(*d)
	}
	return c
}

// findAll finds what is not as it is declared.
func (c *deviations) findAll() {
	c.cookies()
	c.neverSeen()
	c.thirdParties()
	c.stores()
}

// bySeverity puts the worst findings first.
func bySeverity(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int { return rank(a.Severity) - rank(b.Severity) })
}

func rank(s Severity) int { return slices.Index([]Severity{High, Medium, Low}, s) }

// find adds a finding.
func (c *deviations) find(f Finding) { c.Findings = append(c.Findings, f) }

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
func (c *deviations) walked(name JourneyName) bool {
	return slices.ContainsFunc(c.Journeys, func(j Journey) bool { return j.Name == name && j.Ended == "" })
}

func (c *deviations) thirdParties() {
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

func (c *deviations) stores() {
	for _, s := range c.Stored {
		c.find(Finding{
			Kind: StoredFound, Severity: High, Subject: s.Key, Detail: string(s.Kind), Seen: s.Seen,
			What: fmt.Sprintf("%s keeps %s in the browser's %s%s.", s.Origin, cmp.Or(s.Key, "something without a name"), s.Kind, sizeWords(s.Size)),
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

// loadErrors tells of the pages that did not answer as they should, once each.
func (c *deviations) loadErrors() {
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
