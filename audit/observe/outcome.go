package observe

import (
	"fmt"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// Outcome is the page's status, what went wrong, in words, and whether the page was
// cut by it.
func (r *Recorder) Outcome(err error, late bool, limit time.Duration) report.Page {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := report.Page{Status: r.status}
	switch {
	case r.status == 0 && late:
		p.Trouble, p.Cut = fmt.Sprintf("There was no answer within %s.", limit), true
	case r.crashed:
		p.Trouble, p.Cut = "The page crashed.", true
	case err != nil:
		p.Trouble, p.Cut = ErrorWords(err.Error()), isCut(err.Error())
	case r.failed != "" && r.failed != "net::ERR_ABORTED":
		p.Trouble, p.Cut = ErrorWords(r.failed), isCut(r.failed)
	case r.status >= 400:
		p.Trouble, p.Cut = fmt.Sprintf("The answer was %d.", r.status), late || r.torn
	case late:
		p.Trouble, p.Cut = fmt.Sprintf("It was still loading after %s.", limit), true
	case r.torn:
		p.Trouble, p.Cut = "A script or a frame of it was cut off.", true
	}
	return p
}
