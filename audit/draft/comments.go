package draft

import (
	"cmp"
	"fmt"
	"time"

	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// Write is the beginning of a policy for the audited site, as a YAML file for a
// person to finish: it claims nothing, each suggestion has its source beside it, and
// what is left out stands at the top.
func Write(r report.Report, table known.Table) ([]byte, error) {
	d := newDraft(r, table)
	if err := d.document.Validate(); err != nil {
		return nil, err
	}
	return d.document.CommentedYAML(d.top(), d.beside)
}

// mostNoted keeps the top of the file readable.
const maxNoted = 100

func (d *draft) top() []string {
	lines := []string{
		fmt.Sprintf(
			"A draft from what an audit of %s saw on %s.",
			quote(d.report.URL),
			d.report.StartedAt.UTC().Format(time.DateOnly),
		),
		"It knows of nothing that the audit did not meet. Please check every line, and",
		fmt.Sprintf("replace each %q and %q. The slug is the policy's name in its address.", ToDescribe, toName),
	}
	lines = append(lines, noted("What the audit did not see to its end:", gaps(d.report))...)
	lines = append(lines, noted("What the audit could not do:", d.report.Notes)...)
	return append(lines, noted("Not in this draft:", d.left)...)
}

func gaps(r report.Report) []string {
	var all []string
	for _, gap := range r.Gaps() {
		all = append(all, gap.String())
	}
	return all
}

func noted(head string, notes []string) []string {
	if len(notes) == 0 {
		return nil
	}
	lines := []string{"", head}
	for _, note := range notes[:min(len(notes), maxNoted)] {
		lines = append(lines, "- "+note)
	}
	if more := len(notes) - maxNoted; more > 0 {
		lines = append(lines, fmt.Sprintf("- and %d more", more))
	}
	return lines
}

// explain says beside a declaration where each part of it comes from that was
// not seen. A comment of a part that is not written is not written either.
func (d *draft) explain(at string, c report.Cookie, s known.Suggestion, isKnown bool) {
	d.beside[at+"purpose"] = cmp.Or(suggested(s, s.Purpose != ""), "not known; please say what it is for")
	d.beside[at+"party"] = cmp.Or(suggested(s, s.Who != ""), "not known; please say whose it is")
	d.beside[at+"category"] = "not known, so taken for one that needs consent; please check"
	if isKnown {
		d.beside[at+"category"] = suggested(s, true)
		if s.Called != "" {
			d.beside[at+"category"] = fmt.Sprintf("a guess: %s calls it %q; please check", s.Source, s.Called)
		}
	}
	if c.SameSite == "" {
		d.beside[at+"same_site"] = "the site names none; browsers take it as lax"
	}
	d.explainLifetime(at+"lifetime", c.Lifetime, s)
}

func suggested(s known.Suggestion, is bool) string {
	switch {
	case !is:
		return ""
	case s.Who == "":
		return "suggested by " + s.Source + "; please check"
	}
	return fmt.Sprintf("suggested by %s (%s); please check", s.Source, s.Who)
}

func (d *draft) explainLifetime(at string, seen cookie.Lifetime, s known.Suggestion) {
	switch declared := kept(seen); {
	case seen > cookie.LongestKept:
		d.beside[at] = fmt.Sprintf("the site asks for %s; browsers end it earlier", seen)
	case s.Life > 0 && declared > s.Life:
		d.beside[at] = fmt.Sprintf("longer than usual: %s, says %s", s.Life, s.Source)
	case s.Life == cookie.Session && declared != cookie.Session:
		d.beside[at] = fmt.Sprintf("longer than usual: until the browser is closed, says %s", s.Source)
	case declared != seen:
		d.beside[at] = fmt.Sprintf("rounded; seen as %s", seen)
	}
}
