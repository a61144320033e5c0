package format

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Severities are all of them, the worst first.
var Severities = []report.Severity{report.High, report.Medium, report.Low}

// SeverityWords is the severity with what it means.
func SeverityWords(s report.Severity) string {
	switch s {
	case report.High:
		return "High: the policy does not tell the truth"
	case report.Medium:
		return "Medium: it may mislead"
	case report.Low:
		return "Low: good to know"
	}
	return string(s)
}

// Of are the findings of the severity.
func Of(findings []report.Finding, s report.Severity) []report.Finding {
	var all []report.Finding
	for _, f := range findings {
		if f.Severity == s {
			all = append(all, f)
		}
	}
	return all
}

func (p *paper) findings(findings []report.Finding) {
	for _, s := range Severities {
		some := Of(findings, s)
		if len(some) == 0 {
			continue
		}
		p.title(fmt.Sprintf("%s (%d)", SeverityWords(s), len(some)))
		for _, f := range some {
			p.wrap("  - ", f.What)
			if places := Places(f.Seen); places != "" {
				p.wrap("      where: ", places)
			}
			p.wrap("      mend:  ", f.Mend)
		}
	}
}

func (p *paper) cookies(cookies []report.Cookie) {
	if len(cookies) == 0 {
		return
	}
	p.title(fmt.Sprintf("Cookies (%d)", len(cookies)))
	widths := []int{23, 22, 11, 18}
	p.row(widths, "name", "host and path", "lives", "attributes")
	for _, c := range cookies {
		p.row(widths, c.Name, c.Domain+" "+c.Path, LifetimeWords(c.Lifetime), strings.Join(Attributes(c), " "))
	}
}

// LifetimeWords is short, and rounds what is no round number.
func LifetimeWords(l cookie.Lifetime) string {
	if l == cookie.Session {
		return l.String()
	}
	return claim.LifetimeWords(l)
}

// Attributes are what there is to say of a cookie besides its name, place and
// life.
func Attributes(c report.Cookie) []string {
	var all []string
	add := func(is bool, text string) {
		if is {
			all = append(all, text)
		}
	}
	add(c.HTTPOnly, "HttpOnly")
	add(c.Secure, "Secure")
	add(c.SameSite != "", c.SameSite.Words())
	add(c.SameSite == "", "no SameSite")
	add(c.Partitioned, "Partitioned")
	add(!c.HostOnly, "also below it")
	add(c.Script, "by a script")
	add(c.ThirdParty, "of another site")
	add(c.Rejected != "", "refused: "+c.Rejected)
	return all
}

func (p *paper) stored(stored []report.Stored) {
	if len(stored) == 0 {
		return
	}
	p.title(fmt.Sprintf("Stored in the browser besides cookies (%d)", len(stored)))
	for _, s := range stored {
		p.wrap("  - ", fmt.Sprintf("%s: %s%s, of %s", s.Kind, s.Key, SizeWords(s.Size), s.Origin))
	}
}

// SizeWords is ", 3 KB"; "" for a size that is not known.
func SizeWords(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf(", %d MB", bytes>>20)
	case bytes >= 1<<10:
		return fmt.Sprintf(", %d KB", bytes>>10)
	case bytes > 0:
		return ", " + Count(int(bytes), "byte")
	}
	return ""
}

func (p *paper) requests(requests []report.Request) {
	if len(requests) == 0 {
		return
	}
	p.title(fmt.Sprintf("Requests to other sites (%d)", len(requests)))
	for _, q := range requests {
		text := fmt.Sprintf("%s: %s, %s", q.Host, strings.ToLower(q.Kind), Count(q.Count, "time"))
		if q.Blocked {
			text += ", blocked"
		}
		p.wrap("  - ", text)
	}
}
