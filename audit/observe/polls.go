package observe

import (
	"time"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/siteurl"
)

// A page that asks its server for news leaves a request open, or sends one after the
// other, for as long as it is shown. It is there all the same.

// load is a request that has not come to its end.
type load struct {
	address string // without its query
	fetched bool   // a script waits for it, and not the page
}

func loadOf(e *network.EventRequestWillBeSent) load {
	fetched := e.Type == network.ResourceTypeFetch || e.Type == network.ResourceTypeXHR
	return load{siteurl.Bare(e.Request.URL), fetched}
}

// isPoll reports whether the page goes on with the request without end: it does so longer
// than anybody waits, or did so on a page before.
func (r *Recorder) isPoll(l load) bool {
	if l.fetched && !r.opening && time.Since(r.shown) >= r.patience && len(r.polls) < MaxKept {
		r.polls[l.address] = true
	}
	return l.fetched && r.polls[l.address]
}

// stir notes that something happened on the wire.
func (r *Recorder) stir(l load) {
	if !r.isPoll(l) {
		r.stirred = time.Now()
	}
}

// Quiet reports whether the page is there and nothing happened for a while. For what its
// scripts go on fetching nobody waits longer than the patience of [Recorder.MoveTo].
func (r *Recorder) Quiet(since time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.active {
		if !r.isPoll(l) {
			return false
		}
	}
	return !r.opening && time.Since(r.stirred) >= since
}
