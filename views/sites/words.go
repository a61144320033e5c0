package sites

import (
	"fmt"
	"html"
	"slices"

	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// snippet is the link with the badge, as HTML.
func (v Overview) snippet() string {
	address := html.EscapeString(v.Address)
	return fmt.Sprintf(`<a href="%s"><img src="%s/badge.svg" alt="Cookie policy: what an audit saw" height="22"></a>`, address, address)
}

// undescribed is how many things there are of which nobody has said what they are for.
func (v Overview) undescribed() int {
	n := 0
	for _, c := range v.Draft.Document.Cookies {
		if draft.IsToDescribe(c.Purpose) {
			n++
		}
	}
	for _, b := range v.Draft.Document.Blocks() {
		for _, text := range textsOf(b) {
			if draft.IsToDescribe(text.Words) {
				n++
			}
		}
	}
	return n
}

// shownPurpose is empty while nobody knows it.
func (r PurposeRow) shownPurpose() string {
	if draft.IsToDescribe(r.Purpose) {
		return ""
	}
	return r.Purpose
}

// canTake reports whether the policy can be changed so that the finding is none.
func canTake(p proposals.Proposal) bool {
	kinds := []report.Kind{
		report.Undeclared, report.WrongAttribute, report.LivesLonger, report.ThirdPartyFound, report.StoredFound, report.ClaimFails,
	}
	return slices.Contains(kinds, report.Kind(p.Kind))
}

// methodWords say how a host was verified.
func methodWords(m sites.Method) string {
	switch m {
	case sites.ByDNS:
		return "by DNS"
	case sites.ByFile:
		return "by a file"
	case sites.ByMeta:
		return "by a tag on the home page"
	}
	return ""
}

// auditWords say in a line what became of an audit.
func auditWords(a audits.Audit) string {
	switch {
	case a.State == audits.AuditFailed:
		return a.Problem
	case a.Open():
		return "running"
	case !a.Complete:
		return "done; not everything was seen"
	}
	return "done"
}

// firstSeen says at which moment a cookie was met first.
func firstSeen(seen []report.Where) string {
	if len(seen) == 0 {
		return ""
	}
	for _, w := range seen {
		if w.Journey == report.Anonymous {
			return "before any choice"
		}
	}
	return seen[0].Journey.Words()
}

// textsOf are the texts of a block; none for one without content.
func textsOf(b policy.Block) []block.Text {
	if b.Content == nil {
		return nil
	}
	return b.Content.Texts()
}
