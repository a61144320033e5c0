package format

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// Text is the report for a terminal, with times in that zone: the verdict, what to do,
// then what was found and seen.
func Text(r report.Report, zone *time.Location) []byte {
	p := &paper{}
	p.wrap("", Result(r))
	p.todo(r)
	p.claims(r.Claims)
	p.findings(r.Findings)
	p.seen(r, zone)
	p.cookies(r.Cookies)
	p.stored(r.Stored)
	p.requests(r.Requests)
	p.notes(r.Notes)
	return []byte(p.String())
}

func (p *paper) title(text string) {
	p.line("")
	p.line(text)
}

func (p *paper) todo(r report.Report) {
	todo := Todo(r)
	if len(todo) == 0 {
		return
	}
	p.title("What to do")
	for _, one := range todo {
		p.wrap("  - ", one)
	}
}

// Moment is a time as a report shows it, in that zone.
func Moment(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("January 2, 2006, 15:04 MST")
}

func (p *paper) seen(r report.Report, zone *time.Location) {
	p.line("")
	p.wrap("Audit of ", r.URL)
	p.wrap("  when     ", Moment(r.StartedAt, zone)+", "+r.EndedAt.Sub(r.StartedAt).Round(time.Second).String())
	p.wrap("  browser  ", r.Browser)
	p.wrap("  policy   ", PolicyWords(r.Policy))
	for _, j := range r.Journeys {
		p.wrap("  walked   ", JourneyWords(j))
	}
	if asked := BannerWords(r.Banner); asked != "" {
		p.wrap("  asked    ", asked)
	}
	if rules := RulesWords(r.Banner.Rules, r.StartedAt); rules != "" {
		p.wrap("  rules    ", rules)
	}
	if r.Policy != nil && r.Policy.Coverage != nil {
		c := r.Policy.Coverage
		p.wrap("  covers   ", fmt.Sprintf("%d of %s", c.Checked(), Count(c.Sentences(), "sentence")))
	}
}

// PolicyWords names the policy.
func PolicyWords(of *report.Policy) string {
	switch {
	case of == nil:
		return "none"
	case of.Version == 0:
		return fmt.Sprintf("%s, from %s", of.Slug, of.Source)
	}
	return fmt.Sprintf("%s, version %d, from %s", of.Slug, of.Version, of.Source)
}

// JourneyWords says who walked, how far, and why no further.
func JourneyWords(j report.Journey) string {
	text := fmt.Sprintf("%s: %s", j.Name.Words(), Count(len(j.Pages), "page"))
	if j.Ended != "" {
		text += ". " + j.Ended
	}
	return text
}

// Result is the outcome in one line.
func Result(r report.Report) string {
	found := Count(len(r.Findings), "finding")
	if len(r.Findings) == 0 {
		found = "Nothing was found"
	}
	switch {
	case r.Policy == nil && len(r.Findings) == 0:
		return "There is no policy to compare with."
	case r.Policy == nil:
		return "There is no policy to compare with. " + found + "."
	case len(r.Claims) == 0:
		return "The policy claims nothing that could be checked. " + found + "."
	case !r.Complete() && r.Count(report.Fails) == 0:
		return fmt.Sprintf(
			"Not complete: %d of %s were seen to hold. %s.", r.Count(report.Holds), Count(len(r.Claims), "claim"), found,
		)
	case r.Passed():
		return fmt.Sprintf("Passed: %s. %s.", allHold(len(r.Claims)), found)
	}
	return fmt.Sprintf("Not passed: %d of %s hold. %s.", r.Count(report.Holds), Count(len(r.Claims), "claim"), found)
}

func allHold(claims int) string {
	if claims == 1 {
		return "the one claim holds"
	}
	return fmt.Sprintf("all %d claims hold", claims)
}

// Count is "1 page", "2 pages".
func Count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// Mark is the sign of a result.
func Mark(result report.Result) string {
	switch result {
	case report.Holds:
		return "✓"
	case report.Fails:
		return "✗"
	default:
		return "?"
	}
}

func (p *paper) claims(claims []report.Claim) {
	if len(claims) == 0 {
		return
	}
	p.title("Claims of the policy")
	for _, c := range claims {
		p.wrap("  "+Mark(c.Result)+" ", c.Says)
		for _, condition := range c.Conditions {
			if condition.Result != report.Holds {
				p.wrap("      ", condition.Words+" "+condition.Reason)
			}
		}
	}
}

func (p *paper) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.title("Notes")
	for _, n := range notes {
		p.wrap("  - ", n)
	}
}

// Places are the places, the first in full.
func Places(seen []report.Where) string {
	if len(seen) == 0 {
		return ""
	}
	first := seen[0]
	text := first.Journey.Words() + " on " + first.Page
	if first.Initiator != "" && first.Initiator != first.Page {
		text += ", by " + first.Initiator
	}
	if more := len(seen) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return strings.TrimSpace(text)
}
