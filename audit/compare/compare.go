// Package compare finds what a site does that its policy does not declare: cookies
// and their attributes, other stores, requests to others, pages that did not load.
// What whole sentences claim is judged above, in audit, its only caller. Start
// reading at [Comparison.FindDeviations].
package compare

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// Comparison adds to the report what is not as the policy says.
type Comparison struct {
	*report.Report
	site     *url.URL
	Declared []cookie.Declaration
	parties  []string      // sites that the policy names
	storage  block.Storage // what it says that pages keep besides cookies
}

// New compares the report of the site with the document; nil: there is none.
func New(r *report.Report, site *url.URL, d *policy.Document) *Comparison {
	c := &Comparison{Report: r, site: site}
	if d != nil {
		c.Declared, c.parties, c.storage = d.Cookies, partiesOf(*d), storageOf(*d)
	}
	return c
}

// FindDeviations finds what is not as it is declared.
func (c *Comparison) FindDeviations() {
	c.fewerChecks()
	c.cookies()
	c.neverSeen()
	c.thirdParties()
	c.stores()
	c.neverStored()
	c.refusing()
	c.withdrawing()
}

// BySeverity puts the worst findings first.
func BySeverity(findings []report.Finding) {
	slices.SortStableFunc(findings, func(a, b report.Finding) int { return rank(a.Severity) - rank(b.Severity) })
}

func rank(s report.Severity) int {
	return slices.Index([]report.Severity{report.High, report.Medium, report.Low}, s)
}

// Find adds a finding.
func (c *Comparison) Find(f report.Finding) { c.Findings = append(c.Findings, f) }

// maxFewer is how many sentences are told of that are no longer checked.
const maxFewer = 50

// fewerChecks tells which sentences the version checks less than the one before it.
func (c *Comparison) fewerChecks() {
	if c.Policy == nil {
		return
	}
	for _, says := range c.Policy.Lost[:min(len(c.Policy.Lost), maxFewer)] {
		c.Find(report.Finding{
			Kind: report.FewerChecks, Severity: report.Medium, Subject: says,
			What: fmt.Sprintf("“%s” is no longer checked as it was in the previous version.", says),
			Mend: "Check it again, or publish a version that says why it is not.",
		})
	}
}

// partiesOf are the sites of those whom the policy names.
func partiesOf(d policy.Document) []string {
	var all []string
	for _, declared := range d.Cookies {
		if declared.Domain != "" {
			all = append(all, siteurl.SiteOf(strings.TrimPrefix(declared.Domain, ".")))
		}
	}
	for _, b := range d.Blocks() {
		parties, _ := b.Content.(block.ThirdParties)
		for _, p := range parties {
			if u, err := siteurl.Parse(p.Policy); err == nil {
				all = append(all, siteurl.SiteOf(u.Hostname()))
			}
		}
	}
	return all
}

// walked reports whether the journey was walked to its end.
func (c *Comparison) walked(name report.JourneyName) bool {
	return slices.ContainsFunc(c.Journeys, func(j report.Journey) bool { return j.Name == name && j.Ended == "" })
}

func (c *Comparison) thirdParties() {
	told := map[string]bool{}
	for _, q := range c.Requests {
		if q.Blocked || told[q.Host] || slices.Contains(c.parties, siteurl.SiteOf(q.Host)) {
			continue
		}
		told[q.Host] = true
		c.Find(report.Finding{
			Kind: report.ThirdPartyFound, Severity: report.High, Subject: q.Host, Seen: q.Seen,
			What: fmt.Sprintf(
				"Pages ask %s (%s), which the policy does not name.%s", q.Host, strings.ToLower(q.Kind), c.carried(q.Host),
			),
			Mend: "Name it in the policy, or serve the file yourself.",
		})
	}
}

// carried says which of the site's own values the host got, in any of its requests.
func (c *Comparison) carried(host string) string {
	var names []string
	for _, q := range c.Requests {
		if q.Host == host && !q.Blocked {
			names = append(names, q.Carries...)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return fmt.Sprintf(" It gets what the site keeps as %s.", strings.Join(slices.Compact(names), ", "))
}

// FindLoadErrors tells of the pages that did not answer as they should, once each.
func (c *Comparison) FindLoadErrors() {
	told := map[string]bool{}
	for _, j := range c.Journeys {
		for _, p := range j.Pages {
			if p.Trouble == "" || told[p.URL] {
				continue
			}
			told[p.URL] = true
			c.Find(report.Finding{
				Kind: report.PageTrouble, Severity: report.Low, Subject: p.URL,
				Seen: []report.Where{{Journey: j.Name, Page: p.URL}},
				What: p.URL + ": " + p.Trouble, Mend: "What this page sets could not be seen in full. Check it in a browser.",
			})
		}
	}
}
