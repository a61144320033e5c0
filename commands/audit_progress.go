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
	page  string // of the last line
}

func newAuditProgress(out io.Writer) *auditProgress {
	return &auditProgress{screen: newScreen(out), now: time.Now, began: time.Now()}
}

func (p *auditProgress) at(at audit.Progress) {
	where := fmt.Sprintf("%s: %s", at.Journey.Words(), format.Line(at.Page))
	if !p.isTerminal() {
		p.line(fmt.Sprintf("%d of about %d. %s", at.Done+1, at.Pages, where), at)
		return
	}
	line := fmt.Sprintf("%s %d/%d", bar(at.Done, at.Pages), at.Done, at.Pages)
	if rest := left(at.Done, at.Pages, p.now().Sub(p.began)); rest != "" {
		line += "  " + rest
	}
	p.show(line + "  " + soFar(at) + "  " + where)
}

// line shows a page once, however often it is told what happens there.
func (p *auditProgress) line(where string, at audit.Progress) {
	if page := fmt.Sprint(at.Done, at.Journey, at.Page); page != p.page {
		p.page = page
		p.show(where + " (" + soFar(at) + ")")
	}
}

// soFar is what was seen.
func soFar(at audit.Progress) string {
	text := count(at.Cookies, "cookie")
	if at.Claims > 0 {
		text += fmt.Sprintf(", %d of %s settled", at.Settled, count(at.Claims, "claim"))
	}
	return text
}
