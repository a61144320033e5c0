package models

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
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
	ID        SiteID
	Slug      string
	Kind      SiteKind
	Address   string
	CreatedAt time.Time
}

// SiteAddress is an address that a site has or had.
type SiteAddress struct {
	SiteID    SiteID `gorm:"primaryKey"`
	Address   string `gorm:"primaryKey"`
	CreatedAt time.Time
}

// EnsureOwnSite returns the own site with that address. It makes the site where
// there is none, and remembers an address that is new.
func (db *DB) EnsureOwnSite(ctx context.Context, address string) (Site, error) {
	var site Site
	err := db.Transaction(ctx, func(tx *DB) (err error) {
		if site, err = tx.ensureSite(ctx, Site{ID: NewSiteID(), Slug: HouseSite, Kind: OwnSite, Address: address}); err != nil {
			return err
		}
		if site.Address != address {
			site.Address = address
			if err := mustAffectOne(gorm.G[Site](tx.write).Where("id = ?", site.ID).Update(ctx, "address", address)); err != nil {
				return err
			}
		}
		known := SiteAddress{SiteID: site.ID, Address: address}
		return gorm.G[SiteAddress](tx.write, clause.OnConflict{DoNothing: true}).Create(ctx, &known)
	})
	return site, err
}

// CreateSite stores a site with its address; ErrConflict if the slug is taken.
func (db *DB) CreateSite(ctx context.Context, site *Site) error {
	return db.Transaction(ctx, func(tx *DB) error {
		if err := gorm.G[Site](tx.write).Create(ctx, site); err != nil {
			return err
		}
		return gorm.G[SiteAddress](tx.write).Create(ctx, &SiteAddress{SiteID: site.ID, Address: site.Address})
	})
}

// ensureSite returns the site of that slug, made if there is none.
func (db *DB) ensureSite(ctx context.Context, made Site) (Site, error) {
	if err := gorm.G[Site](db.write, clause.OnConflict{DoNothing: true}).Create(ctx, &made); err != nil {
		return Site{}, err
	}
	return gorm.G[Site](db.write).Where("slug = ?", made.Slug).Take(ctx)
}

// SiteBySlug finds a site.
func (db *DB) SiteBySlug(ctx context.Context, slug string) (Site, error) {
	s, err := gorm.G[Site](db.read).Where("slug = ?", slug).Take(ctx)
	return s, translateError(err)
}

// SiteAddresses are all addresses that a site ever had, the one of now included.
func (db *DB) SiteAddresses(ctx context.Context, site SiteID) ([]string, error) {
	var addresses []string
	err := db.read.WithContext(ctx).Model(&SiteAddress{}).Where("site_id = ?", site).
		Order("created_at, address").Pluck("address", &addresses).Error
	return addresses, translateError(err)
}

// LockSite makes others who publish something on the site wait until the
// transaction ends.
func (db *DB) LockSite(ctx context.Context, site SiteID) error {
	_, err := gorm.G[Site](db.write, clause.Locking{Strength: "UPDATE"}).Where("id = ?", site).Take(ctx)
	return translateError(err)
}
