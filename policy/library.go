package policy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
)

// Library holds a site's policies: the published ones in memory, for every
// request, and drafts and old versions in the database.
type Library struct {
	db      *models.DB
	site    uuid.UUID
	zone    *time.Location
	current atomic.Pointer[Shelf]
}

// Shelf is what is published at one moment. It never changes; publishing puts
// another in its place, so that page, mint and gate change together.
type Shelf struct {
	Policies []*Version
	state    int64
}

// Version is one published text of a policy. PublishedOn is a calendar day,
// without a time or zone.
type Version struct {
	Document    Document
	Number      int64
	PublishedOn time.Time
	Summary     string
	SHA256      string
}

// Open brings the site's policies into the database where they are missing, as
// version 1 from the shipped folder, and reads what is published.
func Open(ctx context.Context, db *models.DB, zone *time.Location, shipped fs.FS) (*Library, error) {
	site, err := db.EnsureSite(ctx, models.HouseSite)
	if err != nil {
		return nil, err
	}
	l := &Library{db: db, site: site.ID, zone: zone}
	if err := l.importMissing(ctx, shipped); err != nil {
		return nil, err
	}
	return l, l.Reload(ctx)
}

// Shelf is what is published now.
func (l *Library) Shelf() *Shelf { return l.current.Load() }

// Cookies are the declarations in force.
func (l *Library) Cookies() []cookie.Declaration {
	if v, found := l.Shelf().Find(CookiePolicy); found {
		return v.Document.Cookies
	}
	return nil
}

// Find returns the published version of a policy.
func (s *Shelf) Find(slug string) (*Version, bool) {
	for _, v := range s.Policies {
		if v.Document.Slug == slug {
			return v, true
		}
	}
	return nil, false
}

// Reload reads what is published, if that changed.
func (l *Library) Reload(ctx context.Context) error {
	state, err := l.db.PublishedState(ctx, l.site)
	if err != nil {
		return err
	}
	if old := l.Shelf(); old != nil && old.state == state {
		return nil
	}
	rows, err := l.db.CurrentVersions(ctx, l.site)
	if err != nil {
		return err
	}
	shelf := &Shelf{state: state}
	for _, row := range rows {
		v, err := versionOf(row)
		if err != nil {
			return err
		}
		shelf.Policies = append(shelf.Policies, v)
	}
	l.current.Store(shelf)
	return nil
}

// watchEvery is how late another instance's publication can be seen here.
const watchEvery = 2 * time.Second

// Watch reloads what other instances publish, until ctx ends.
func (l *Library) Watch(ctx context.Context) error {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := l.Reload(ctx); err != nil && !errors.Is(err, context.Canceled) {
				slog.ErrorContext(ctx, "cannot look for newly published policies", "error", err)
			}
		}
	}
}

// Versions are all published versions of a policy, newest first, without their
// documents.
func (l *Library) Versions(ctx context.Context, slug string) ([]Version, error) {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return nil, err
	}
	rows, err := l.db.PublishedVersions(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	versions := make([]Version, len(rows))
	for i, row := range rows {
		versions[i] = detailsOf(row)
	}
	return versions, nil
}

// Version is one published version of a policy.
func (l *Library) Version(ctx context.Context, slug string, number int64) (*Version, error) {
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return nil, err
	}
	row, err := l.db.PublishedVersion(ctx, p.ID, number)
	if err != nil {
		return nil, err
	}
	return versionOf(row)
}

func versionOf(row models.PolicyVersion) (*Version, error) {
	v := detailsOf(row)
	var err error
	if v.Document, err = parseJSON(row.Document); err != nil {
		return nil, fmt.Errorf("version %s: %w", row.ID, err)
	}
	return &v, nil
}

func detailsOf(row models.PolicyVersion) Version {
	v := Version{Summary: row.Summary, SHA256: row.SHA256}
	if row.Number != nil {
		v.Number = *row.Number
	}
	if row.PublishedOn != nil {
		v.PublishedOn, _ = time.Parse(time.DateOnly, *row.PublishedOn)
	}
	return v
}
