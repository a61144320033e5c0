package commands

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// progress shows how far an audit is: one line that is drawn again on a
// terminal, a line for each page elsewhere.
type progress struct {
	out     io.Writer
	columns int // of the terminal; 0: it is none
	began   time.Time
	now     func() time.Time
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, now: time.Now, began: time.Now()}
	if file, isFile := out.(*os.File); isFile && term.IsTerminal(int(file.Fd())) {
		p.columns = 80
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			p.columns = columns
		}
	}
	return p
}

const clearLine = "\r\x1b[2K"

func (p *progress) show(at audit.Progress) {
	where := fmt.Sprintf("%s: %s", at.Journey.Words(), format.Line(at.Page))
	if p.columns == 0 {
		_, _ = fmt.Fprintf(p.out, "%d of about %d. %s (%s)\n", at.Done+1, at.Pages, where, soFar(at))
		return
	}
	line := fmt.Sprintf("%s %d/%d%s  %s  %s", bar(at.Done, at.Pages), at.Done, at.Pages, p.left(at), soFar(at), where)
	_, _ = fmt.Fprint(p.out, clearLine+format.Cut(line, p.columns-1))
}

// soFar is what was seen.
func soFar(at audit.Progress) string {
	text := count(at.Cookies, "cookie")
	if at.Claims > 0 {
		text += fmt.Sprintf(", %d of %s settled", at.Settled, count(at.Claims, "claim"))
	}
	return text
}

// end leaves a clean line.
func (p *progress) end() {
	if p.columns > 0 {
		_, _ = fmt.Fprint(p.out, clearLine)
	}
}

const barLength = 16

func bar(done, of int) string {
	full := barLength * min(done, of) / max(of, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", barLength-full) + "]"
}

// left guesses from the pages so far.
func (p *progress) left(at audit.Progress) string {
	if at.Done < 3 {
		return ""
	}
	each := p.now().Sub(p.began) / time.Duration(at.Done)
	left := max(each*time.Duration(at.Pages-at.Done), time.Second)
	return "  " + claim.LifetimeWords(cookie.Lifetime(left)) + " left"
}
