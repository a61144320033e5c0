package legal

import (
	"context"
	"sync"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
)

const (
	// maxCustomers is of how many customers' sites pages are in memory: of ten thousand sites a
	// hundred are read.
	maxCustomers = 200
	// pagesIdle is how long the pages of a site are held that nobody reads.
	pagesIdle = 15 * time.Minute
)

// customerPages holds the pages of the customers' sites that are read. Several goroutines may use
// it; the zero value is empty.
type customerPages struct {
	mu    sync.Mutex
	held  map[models.SiteID]*heldPages
	swept time.Time // when idle ones were last looked for
}

// heldPages are the pages of one site. One goroutine at a time makes them; asked is the cache's.
type heldPages struct {
	asked  time.Time
	making sync.Mutex
	pages  *Pages
	found  findings
}

// customerPages are the pages of a customer's site as it is now.
func (s *Handler) customerPages(ctx context.Context, of *site.Site) (*Pages, error) {
	held := s.customers.of(of.SiteID(), s.Now())
	held.making.Lock()
	defer held.making.Unlock()
	snapshot, now, current := of.Snapshot(), s.Now(), held.pages
	isSame := current != nil && current.of == of && current.snapshot == snapshot
	if isSame && current.audit.holdAt(now) {
		return current, nil
	}
	if !isSame {
		found, err := s.find(ctx, of, snapshot)
		if err != nil {
			return nil, err
		}
		held.found = found
	}
	held.pages = s.makePages(of, snapshot, held.found.words(of, now), consents{})
	return held.pages, nil
}

// of are the held pages of a site, which may be none yet, and notes that somebody asked for them.
func (c *customerPages) of(id models.SiteID, now time.Time) *heldPages {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[models.SiteID]*heldPages{}
	}
	c.sweep(now)
	held := c.held[id]
	if held == nil {
		c.makeRoom()
		held = &heldPages{}
		c.held[id] = held
	}
	held.asked = now
	return held
}

// sweep drops, once a minute, what nobody has read for a while.
func (c *customerPages) sweep(now time.Time) {
	if now.Sub(c.swept) < time.Minute {
		return
	}
	c.swept = now
	for id, held := range c.held {
		if now.Sub(held.asked) >= pagesIdle {
			delete(c.held, id)
		}
	}
}

// makeRoom drops the one that nobody has read for longest, where there is no room for another.
func (c *customerPages) makeRoom() {
	if len(c.held) < maxCustomers {
		return
	}
	var oldest models.SiteID
	for id, held := range c.held {
		if first, found := c.held[oldest]; !found || held.asked.Before(first.asked) {
			oldest = id
		}
	}
	delete(c.held, oldest)
}
