package site

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

const (
	// watchEvery is how late another instance's publication can be seen here. What
	// is scheduled is known before and takes effect on every instance at its time.
	watchEvery = 2 * time.Second
	// idleAfter is how long a site of a customer is held that nobody asks for.
	idleAfter = 15 * time.Minute
)

// Registry finds sites. It always holds the own site; it opens a site of a customer when
// somebody asks for it and drops it when nobody has for a while. Several goroutines may use it.
type Registry struct {
	settings Settings
	db       *models.DB
	own      *Site
	sequence int64 // of the last change that [Registry.CatchUp] has seen
	mu       sync.Mutex
	held     map[models.SiteID]*heldSite
}

// heldSite is a site of a customer, and when somebody last asked for it.
type heldSite struct {
	site  *Site
	asked time.Time
}

// Open opens the own site, whose policies it imports where they are missing, and returns
// the registry of all sites.
func Open(ctx context.Context, db *models.DB, settings Settings) (*Registry, error) {
	row, err := sites.EnsureOwn(ctx, db, settings.Address)
	if err != nil {
		return nil, err
	}
	own, err := openOwn(ctx, db, row, settings)
	if err != nil {
		return nil, err
	}
	return &Registry{settings: settings, db: db, own: own, held: map[models.SiteID]*heldSite{}}, nil
}

// Own returns the site that Prokken itself is.
func (r *Registry) Own() *Site { return r.own }

// ByID returns the site with that id; models.ErrNotFound if there is none.
func (r *Registry) ByID(ctx context.Context, id models.SiteID) (*Site, error) {
	if id == r.own.SiteID() {
		return r.own, nil
	}
	if s, found := r.find(id); found {
		return s, s.load(ctx)
	}
	row, err := sites.ByID(ctx, r.db, id)
	if err != nil {
		return nil, err
	}
	return r.open(ctx, row)
}

// ByHost returns the site whose address has that host, which may name a port;
// models.ErrNotFound if there is none.
func (r *Registry) ByHost(ctx context.Context, host string) (*Site, error) {
	if r.own.HasHost(host) {
		return r.own, nil
	}
	row, err := sites.ByHost(ctx, r.db, host)
	if err != nil {
		return nil, err
	}
	return r.open(ctx, row)
}

// find returns a site that is held, and notes that somebody asked for it.
func (r *Registry) find(id models.SiteID) (*Site, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	held, found := r.held[id]
	if !found {
		return nil, false
	}
	held.asked = r.own.Now()
	return held.site, true
}

// open returns the site of the row. It is held before it is read, so that CatchUp
// reads again whatever changes meanwhile.
func (r *Registry) open(ctx context.Context, row sites.Site) (*Site, error) {
	s := r.hold(row)
	return s, s.load(ctx)
}

// hold returns the held site of the row. One that was held under another address is
// replaced, because versions are signed as those of the address.
func (r *Registry) hold(row sites.Site) *Site {
	r.mu.Lock()
	defer r.mu.Unlock()
	held, found := r.held[row.ID]
	if !found || held.site.Address != row.Address {
		held = &heldSite{site: customerSite(r.db, row, r.settings)}
		r.held[row.ID] = held
	}
	held.asked = r.own.Now()
	return held.site
}

// Watch reads what other instances publish, on all sites that are held, and drops
// those that are idle, until ctx ends.
func (r *Registry) Watch(ctx context.Context) error {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			r.DropIdle()
			if err := r.CatchUp(ctx); err != nil && !errors.Is(err, context.Canceled) {
				slog.ErrorContext(ctx, "cannot look for newly published policies", "error", err)
			}
		}
	}
}

// CatchUp asks once which sites have changed since it was last called, and reads those
// that are held. A change that could not be read is read the next time. Only one
// goroutine may call it at a time.
func (r *Registry) CatchUp(ctx context.Context) error {
	changes, err := sites.ChangedSince(ctx, r.db, r.sequence)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if s, held := r.heldSite(change.SiteID); held {
			if err := s.Reload(ctx); err != nil {
				return err
			}
		}
		r.sequence = change.Sequence
	}
	return nil
}

// heldSite returns a site if it is held, without noting that somebody asked for it.
func (r *Registry) heldSite(id models.SiteID) (*Site, bool) {
	if id == r.own.SiteID() {
		return r.own, true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	held, found := r.held[id]
	if !found {
		return nil, false
	}
	return held.site, true
}

// DropIdle lets go of the sites of customers that nobody has asked for lately.
func (r *Registry) DropIdle() {
	before := r.own.Now().Add(-idleAfter)
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.held, func(_ models.SiteID, held *heldSite) bool { return held.asked.Before(before) })
}

// Tidy deletes the choices of all sites whose period is over.
func (r *Registry) Tidy(ctx context.Context) error {
	return consents.DeleteOld(ctx, r.db, r.own.Now().Add(-program.ConsentRecordsKept))
}
