// Package site holds what is bound to one site: what is in effect on it ([Snapshot]),
// drafts, review, publication, withdrawal, translations, consent and agreement. Handlers,
// commands, announce and the audit's schedule call it; it imports policy and models.
// Start reading at [Site].
package site

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/site/translation"
)

// Settings are what sites are run with.
type Settings struct {
	Address         string   // of the site, as https://prokken.com: its versions are signed as those of this address
	Loopback        bool     // the names that a machine has for itself are the site's host as well: in development
	Names           []string // of the site, as its policies call it: "Prokken"
	Contact         string   // the e-mail address that its policies print
	Zone            *time.Location
	Shipped         fs.FS // the documents of version 1
	Signer          record.Signer
	Integrations    []claim.Integration
	RequireApproval bool          // of a second person, before publication
	Notice          time.Duration // between the publication of a material change and its effect
	Announcer       Announcer     // nil: nobody is told
	Observer        Observer      // nil: there are no sites of customers
	Clock           clock.Clock   // nil: the machine's
}

// Announcer promises, as part of tx, that those who want to be told of a version
// will be, after it was published or withdrawn.
type Announcer interface {
	AnnounceVersion(ctx context.Context, tx *models.DB, version uuid.UUID) error
}

// Now is the time by which versions take effect.
func (l *Site) Now() time.Time { return clock.Or(l.Clock).Now() }

// Site holds a site's policies: the published ones in memory, for every
// request, and drafts and old versions in the database.
type Site struct {
	Settings
	*Calendar
	*History
	*Presence
	Records       *signing.Records
	Consents      *consent.Ledger
	Confirmations *confirmation.Confirmations
	Translations  *translation.Translations
	db            *models.DB
	site          sites.Site
	program       claim.Program // nil for a site of a customer
	current       atomic.Pointer[Snapshot]
	settled       settled
	reading       sync.Mutex // one at a time: what was read first does not replace what was read later
}

// openOwn opens the own site: it brings the policies into the database where they are
// missing, as version 1 from the shipped folder, and reads what is published.
func openOwn(ctx context.Context, db *models.DB, row sites.Site, settings Settings) (*Site, error) {
	l := (&Site{Settings: settings, db: db, site: row, program: Program()}).furnish()
	if err := db.Transaction(ctx, func(tx *models.DB) error { return l.Records.UseKey(ctx, tx) }); err != nil {
		return nil, err
	}
	if err := l.importMissing(ctx, settings.Shipped); err != nil {
		return nil, err
	}
	return l, l.Reload(ctx)
}

// customerSite returns a site of a customer, which has still to be read. Nothing is shipped with
// it, its pages load no integration of ours, and its host, name, contact and zone are its own.
func customerSite(db *models.DB, row sites.Site, settings Settings) *Site {
	settings.Address, settings.Shipped, settings.Integrations, settings.Loopback = row.Address, nil, nil, false
	settings.Names, settings.Contact, settings.RequireApproval = NamesOf(row), row.Contact, false
	settings.Announcer, settings.Notice = nil, 0
	settings.Zone = time.UTC
	if zone, err := time.LoadLocation(row.Zone); err == nil {
		settings.Zone = zone
	}
	return (&Site{Settings: settings, db: db, site: row}).furnish()
}

// NamesOf are how the policies of a customer's site call it: by its name, and by its host.
func NamesOf(row sites.Site) []string {
	_, host, _ := strings.Cut(row.Address, "://")
	if row.Name == "" || row.Name == host {
		return []string{host}
	}
	return []string{row.Name, host}
}

// IsOwn reports whether it is the site that Prokken itself is.
func (l *Site) IsOwn() bool { return l.site.Kind == sites.OwnSite }

// Row returns the site as it is stored.
func (l *Site) Row() sites.Site { return l.site }

// Path returns where the site's policies are read: "/legal", and for a customer's site
// "/s/" with its slug. The pages of a policy begin with it, a slash and the policy's slug.
func (l *Site) Path() string {
	if l.IsOwn() {
		return "/legal"
	}
	return "/s/" + l.site.Slug
}

// load reads what is published, if it was not read yet.
func (l *Site) load(ctx context.Context) error {
	if l.current.Load() != nil {
		return nil
	}
	return l.Reload(ctx)
}

// Snapshot is what is in effect now.
func (l *Site) Snapshot() *Snapshot {
	snapshot, now := l.current.Load(), l.Now()
	if snapshot.holds(now) {
		return snapshot
	}
	next := l.newSnapshot(snapshot.published, snapshot.translations, snapshot.optionals, snapshot.state, now)
	if l.current.CompareAndSwap(snapshot, next) {
		return next
	}
	return l.Snapshot() // another request was faster
}

// Cookies are the declarations in force.
func (l *Site) Cookies() []cookie.Declaration { return l.Snapshot().Cookies() }

// Evidence is what claims are checked against now: with every integration that is
// configured, also one that the policies in effect keep out.
func (l *Site) Evidence() claim.Evidence {
	return l.Snapshot().evidence(l.Integrations)
}

// catchUp reads what was just committed. It stands, whatever becomes of the
// request or of the reading: the next look finds it.
func (l *Site) catchUp(ctx context.Context) {
	if err := l.Reload(context.WithoutCancel(ctx)); err != nil {
		slog.ErrorContext(ctx, "cannot read what was just published", "error", err)
	}
}

// Reload reads what is published, if that changed.
func (l *Site) Reload(ctx context.Context) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	state, err := sites.Sequence(ctx, l.db, l.site.ID)
	if err != nil {
		return err
	}
	var known consent.Optionals
	if old := l.current.Load(); old != nil {
		if old.state == state {
			return nil
		}
		known = old.optionals
	}
	now := l.Now()
	rows, err := policies.CurrentVersions(ctx, l.db, l.site.ID, now)
	if err != nil {
		return err
	}
	published := make([]*Version, len(rows))
	for i, row := range rows {
		if row.Record == "" { // something else than this program put it there
			return fmt.Errorf("version %d: %w", *row.Number, record.ErrSignature)
		}
		if published[i], err = versionOf(row); err != nil {
			return err
		}
	}
	if err := l.readBefore(ctx, published); err != nil {
		return err
	}
	translations, err := translation.ReadSet(ctx, l.db, l.site.ID, now)
	if err != nil {
		return err
	}
	all, err := consent.ReadOptionals(ctx, l.db, l.site.ID, known)
	if err != nil {
		return err
	}
	l.current.Store(l.newSnapshot(published, translations, all, state, now))
	return nil
}

// readBefore notes with each version what came before it: the newest one up to it
// that members had to accept, and what its list of changes shows.
func (l *Site) readBefore(ctx context.Context, published []*Version) error {
	for _, v := range published {
		number, err := policies.LastMaterial(ctx, l.db, v.policyID, v.Number, policies.AskAgain)
		if err != nil {
			return err
		}
		v.AskedAgain = number
		if err := l.readHistory(ctx, v); err != nil {
			return err
		}
	}
	return nil
}
