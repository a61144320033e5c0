package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// ConsentSource is where a choice was made.
type ConsentSource string

// The sources: the banner, the page /legal/your-cookies, and the withdrawal there.
const (
	FromBanner     ConsentSource = "banner"
	FromPage       ConsentSource = "page"
	FromWithdrawal ConsentSource = "withdrawal"
)

// Consent is a visitor's choice about optional cookies. Nobody can tell whose:
// it holds no address, no browser and no account. Categories is JSON with every
// category that could be chosen, true or false. VersionID and SHA256 are the
// version of the Cookie Policy that was in effect, and its document's hash.
type Consent struct {
	ID          uuid.UUID
	SiteID      SiteID
	VersionID   uuid.UUID
	SHA256      string `gorm:"column:sha256"`
	Fingerprint string
	Categories  string
	Source      ConsentSource
	Locale      string
	PreviousID  *uuid.UUID
	CreatedAt   time.Time
}

// CreateConsent stores a choice. It can be neither changed nor deleted.
func (db *DB) CreateConsent(ctx context.Context, c *Consent) error {
	return translateError(gorm.G[Consent](db.write).Create(ctx, c))
}

// ConsentByID finds a choice that was made on the site.
func (db *DB) ConsentByID(ctx context.Context, site SiteID, id uuid.UUID) (Consent, error) {
	c, err := gorm.G[Consent](db.read).Where("site_id = ? AND id = ?", site, id).Take(ctx)
	return c, translateError(err)
}
