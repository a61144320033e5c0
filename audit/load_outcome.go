package audit

import (
	"fmt"
	"time"
)

// outcome is the page's status, what went wrong, in words, and whether the page was
// cut by it.
func (r *recorder) outcome(err error, late bool, limit time.Duration) Page {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := Page{Status: r.status}
	switch {
	case r.status == 0 && late:
		p.Trouble, p.Cut = fmt.Sprintf("There was no answer within %s.", limit), true
	case r.crashed:
		p.Trouble, p.Cut = "The page crashed.", true
	case err != nil:
		p.Trouble, p.Cut = troubleWords(err.Error()), isCut(err.Error())
	case r.failed != "" && r.failed != "net::ERR_ABORTED":
		p.Trouble, p.Cut = troubleWords(r.failed), isCut(r.failed)
	case r.status >= 400:
		p.Trouble, p.Cut = fmt.Sprintf("The answer was %d.", r.status), late || r.torn
	case late:
		p.Trouble, p.Cut = fmt.Sprintf("It was still loading after %s.", limit), true
	case r.torn:
		p.Trouble, p.Cut = "A script or a frame of it was cut off.", true
	}
	return p
}
