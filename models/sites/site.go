// Package sites holds sites, the addresses that they had, and the sequence of their
// changes. Start reading at [Site].
package sites

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// HouseSite is the slug of the site that Prokken itself is.
const HouseSite = "house"

// SiteKind says whose site it is.
type SiteKind string

// The kinds: Prokken's own site, which is one, and the sites of customers.
const (
	OwnSite      SiteKind = "own"
	CustomerSite SiteKind = "customer"
)

// Site is a website whose policies are kept here. Address is its scheme and
// host, as https://prokken.com: versions are signed as those of this address.
type Site struct {
	ID        models.SiteID
	Slug      string
	Kind      SiteKind
	Address   string
	CreatedAt time.Time
	Settings
	State          State
	StateSince     *time.Time // nil: since it was made
	StateReason    string     // of a takedown, which everybody reads
	Network        string     // of whom a trial was asked for
	NextAuditAt    *time.Time // nil: never by itself
	AuditDays      int64      // from one audit to the next
	UnchangedSince *time.Time // since when audits see the same; nil: not known
	Look           string     // what the last look without a browser saw, as JSON; "": none counts
	LookAuditID    *uuid.UUID // that was asked for with that look; nil: the next audit takes a browser
	LookedAt       *time.Time // when a look that saw the same last stood in for an audit; nil: none did
	PausesAt       *time.Time // when it is paused, since its owner's plan has no room for it; nil: it is not
	Preferred      bool       // its owner chose it to stay where a plan has less room
	HostLostAt     *time.Time // since when its host does not show that it is its owner's any more
}

// Settings are what the owner of a site says of it, and its policies print.
type Settings struct {
	Name       string // as its policies call it
	Contact    string // an e-mail address
	Zone       string // of days and times, as in Europe/Madrid
	Accent     string // a colour like #0a7d4b; "": ours
	NoticeDays int64  // from a contradiction to its mark on the public page
}

// State is where a site stands.
type State string

// The states of a site.
const (
	Trial     State = "trial"   // asked for by somebody at the front door, kept by nobody
	Active    State = "active"  // audited and published
	Paused    State = "paused"  // not kept up: its owner's plan has no room for it
	Closing   State = "closing" // deleted by its owner, who can bring it back for some days
	Deleted   State = "deleted" // for good; its published versions stay
	TakenDown State = "taken_down"
)

// New is a site of a customer, or for a trial, as it begins.
func New(slug, address string, state State, now time.Time) Site {
	return Site{
		ID: models.NewSiteID(), Slug: slug, Kind: CustomerSite, Address: address, CreatedAt: now,
		Settings: Settings{Zone: "UTC", NoticeDays: 7}, State: state, AuditDays: 1,
	}
}

// Address is an address that a site has or had.
type Address struct {
	SiteID    models.SiteID `gorm:"primaryKey"`
	Address   string        `gorm:"primaryKey"`
	CreatedAt time.Time
}

// TableName names the table of addresses for GORM.
func (Address) TableName() string { return "site_addresses" }

// EnsureOwn returns the own site with that address. It makes the site where
// there is none, and remembers an address that is new.
func EnsureOwn(ctx context.Context, db *models.DB, address string) (Site, error) {
	var site Site
	err := db.Transaction(ctx, func(tx *models.DB) (err error) {
		own := New(HouseSite, address, Active, models.Now())
		own.Kind = OwnSite
		if site, err = ensureSite(ctx, tx, own); err != nil {
			return err
		}
		if site.Address != address {
			site.Address = address
			if err := models.MustAffectOne(models.Table[Site](tx.Writer).Where("id = ?", site.ID).Update(ctx, "address", address)); err != nil {
				return err
			}
		}
		known := Address{SiteID: site.ID, Address: address}
		return models.Table[Address](tx.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, &known)
	})
	return site, err
}

// Create stores a site with its address; ErrConflict if the slug is taken.
func Create(ctx context.Context, db *models.DB, site *Site) error {
	if site.State == "" {
		site.State, site.AuditDays, site.Zone = Active, 1, cmp.Or(site.Zone, "UTC")
	}
	return db.Transaction(ctx, func(tx *models.DB) error {
		if err := models.Table[Site](tx.Writer).Create(ctx, site); err != nil {
			return err
		}
		return models.Table[Address](tx.Writer).Create(ctx, &Address{SiteID: site.ID, Address: site.Address})
	})
}

// ensureSite returns the site of that slug, made if there is none.
func ensureSite(ctx context.Context, db *models.DB, made Site) (Site, error) {
	if err := models.Table[Site](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, &made); err != nil {
		return Site{}, err
	}
	return models.Table[Site](db.Writer).Where("slug = ?", made.Slug).Take(ctx)
}

// BySlug finds a site.
func BySlug(ctx context.Context, db *models.DB, slug string) (Site, error) {
	s, err := models.Table[Site](db.Reader).Where("slug = ?", slug).Take(ctx)
	return s, models.TranslateError(err)
}

// ByID returns the site with that id.
func ByID(ctx context.Context, db *models.DB, id models.SiteID) (Site, error) {
	s, err := models.Table[Site](db.Reader).Where("id = ?", id).Take(ctx)
	return s, models.TranslateError(err)
}

// ByHost returns the site whose address has that host, which may name a port. It returns
// ErrNotFound where several sites have the address: nobody has shown yet whose it is.
func ByHost(ctx context.Context, db *models.DB, host string) (Site, error) {
	host = strings.ToLower(host)
	found, err := models.Table[Site](db.Reader).
		Where("address IN ?", []string{"https://" + host, "http://" + host}).Limit(2).Find(ctx)
	if err == nil && len(found) != 1 {
		return Site{}, models.ErrNotFound
	}
	if err != nil {
		return Site{}, models.TranslateError(err)
	}
	return found[0], nil
}

// Addresses are all addresses that a site ever had, the one of now included.
func Addresses(ctx context.Context, db *models.DB, site models.SiteID) ([]string, error) {
	var addresses []string
	err := db.Reader.WithContext(ctx).Model(&Address{}).Where("site_id = ?", site).
		Order("created_at, address").Pluck("address", &addresses).Error
	return addresses, models.TranslateError(err)
}

// FirstAddress is the address that a site had first.
func FirstAddress(ctx context.Context, db *models.DB, site models.SiteID) (Address, error) {
	first, err := models.Table[Address](db.Reader).Where("site_id = ?", site).Order("created_at, address").Take(ctx)
	return first, models.TranslateError(err)
}

// Lock makes others who publish something on the site wait until the
// transaction ends.
func Lock(ctx context.Context, db *models.DB, site models.SiteID) error {
	_, err := models.Table[Site](db.Writer, clause.Locking{Strength: "UPDATE"}).Where("id = ?", site).Take(ctx)
	return models.TranslateError(err)
}
