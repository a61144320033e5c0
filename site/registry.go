package site

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/google/uuid"

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
	slugs    map[string]models.SiteID // of those that are held
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
	return &Registry{settings: settings, db: db, own: own, held: map[models.SiteID]*heldSite{}, slugs: map[string]models.SiteID{}}, nil
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

// BySlug returns the site of a customer with that slug; models.ErrNotFound if there is none, or it
// was asked for at the front door and belongs to nobody.
func (r *Registry) BySlug(ctx context.Context, slug string) (*Site, error) {
	if s, found := r.findSlug(slug); found && s.site.State != sites.Trial {
		return s, s.load(ctx)
	}
	row, err := sites.BySlug(ctx, r.db, slug)
	if err == nil && (row.Kind != sites.CustomerSite || row.State == sites.Trial) {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return r.open(ctx, row)
}

// OfMember returns the site of a customer with that slug on which the user may act;
// models.ErrNotFound if there is none. Its row is the one of now.
func (r *Registry) OfMember(ctx context.Context, user uuid.UUID, slug string) (*Site, error) {
	row, err := sites.BySlugOf(ctx, r.db, user, slug)
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

// findSlug returns a site that is held, and notes that somebody asked for it.
func (r *Registry) findSlug(slug string) (*Site, bool) {
	r.mu.Lock()
	id, found := r.slugs[slug]
	r.mu.Unlock()
	if !found {
		return nil, false
	}
	return r.find(id)
}

// open returns the site of the row. It is held before it is read, so that CatchUp
// reads again whatever changes meanwhile.
func (r *Registry) open(ctx context.Context, row sites.Site) (*Site, error) {
	s := r.hold(row)
	return s, s.load(ctx)
}

// hold returns the held site of the row. One that was held and is another now is replaced:
// versions are signed as those of the address, and print the site's name.
func (r *Registry) hold(row sites.Site) *Site {
	r.mu.Lock()
	defer r.mu.Unlock()
	held, found := r.held[row.ID]
	if !found || isAnother(held.site.site, row) {
		if found {
			delete(r.slugs, held.site.site.Slug)
		}
		held = &heldSite{site: customerSite(r.db, row, r.settings)}
		r.held[row.ID], r.slugs[row.Slug] = held, row.ID
	}
	held.asked = r.own.Now()
	return held.site
}

// isAnother reports whether the rows of a site differ in what its pages show.
func isAnother(a, b sites.Site) bool {
	return a.Slug != b.Slug || a.Address != b.Address || a.Settings != b.Settings ||
		a.State != b.State || a.StateReason != b.StateReason || a.AuditDays != b.AuditDays ||
		isOtherTime(a.LookedAt, b.LookedAt) || isOtherTime(a.HostLostAt, b.HostLostAt)
}

func isOtherTime(a, b *time.Time) bool {
	return (a == nil) != (b == nil) || a != nil && !a.Equal(*b)
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
		if err := r.readAgain(ctx, change.SiteID); err != nil {
			return err
		}
		r.sequence = change.Sequence
	}
	return nil
}

// readAgain reads what is published on a site that is held. One of a customer whose row is another
// now is let go of: the next who asks for it gets it anew.
func (r *Registry) readAgain(ctx context.Context, id models.SiteID) error {
	s, held := r.heldSite(id)
	if !held {
		return nil
	}
	if s.IsOwn() {
		return s.Reload(ctx)
	}
	row, err := sites.ByID(ctx, r.db, id)
	if err != nil {
		return err
	}
	if isAnother(s.site, row) {
		r.drop(func(known models.SiteID, _ *heldSite) bool { return known == id })
		return nil
	}
	return s.Reload(ctx)
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
	r.drop(func(_ models.SiteID, held *heldSite) bool { return held.asked.Before(before) })
}

// drop lets go of the sites of customers that are to go.
func (r *Registry) drop(goes func(models.SiteID, *heldSite) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.held, func(id models.SiteID, held *heldSite) bool {
		if !goes(id, held) {
			return false
		}
		delete(r.slugs, held.site.site.Slug)
		return true
	})
}

// Tidy deletes the choices of all sites whose period is over.
func (r *Registry) Tidy(ctx context.Context) error {
	return consents.DeleteOld(ctx, r.db, r.own.Now().Add(-program.ConsentRecordsKept))
}
