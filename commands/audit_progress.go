package commands

import (
	"fmt"
	"io"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/format"
)

// auditProgress shows how far an audit is, with each of its pages.
type auditProgress struct {
	screen
	began time.Time
	now   func() time.Time
}

func newAuditProgress(out io.Writer) *auditProgress {
	return &auditProgress{screen: newScreen(out), now: time.Now, began: time.Now()}
}

func (p *auditProgress) at(at audit.Progress) {
	where := fmt.Sprintf("%s: %s", at.Journey.Words(), format.Line(at.Page))
	if !p.isTerminal() {
		p.show(fmt.Sprintf("%d of about %d. %s (%s)", at.Done+1, at.Pages, where, soFar(at)))
		return
	}
	line := fmt.Sprintf("%s %d/%d", bar(at.Done, at.Pages), at.Done, at.Pages)
	if rest := left(at.Done, at.Pages, p.now().Sub(p.began)); rest != "" {
		line += "  " + rest
	}
	p.show(line + "  " + soFar(at) + "  " + where)
}

// soFar is what was seen.
func soFar(at audit.Progress) string {
	text := count(at.Cookies, "cookie")
	if at.Claims > 0 {
		text += fmt.Sprintf(", %d of %s settled", at.Settled, count(at.Claims, "claim"))
	}
	return text
}
