// Package consents holds what visitors decided about cookies, and which versions of
// policies members accepted. Start reading at [Consent] and [Acceptance].
package consents

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// Source is where a choice was made.
type Source string

// The sources: the banner, the page /legal/your-cookies, and the withdrawal there.
const (
	FromBanner     Source = "banner"
	FromPage       Source = "page"
	FromWithdrawal Source = "withdrawal"
)

// Consent is a visitor's choice about optional cookies. Nobody can tell whose:
// it holds no address, no browser and no account. Categories is JSON with every
// category that could be chosen, true or false. VersionID and SHA256 are the
// version of the Cookie Policy that was in effect, and its document's hash.
type Consent struct {
	ID          uuid.UUID
	SiteID      models.SiteID
	VersionID   uuid.UUID
	SHA256      string `gorm:"column:sha256"`
	Fingerprint string
	Categories  string
	Source      Source
	Locale      string
	PreviousID  *uuid.UUID
	CreatedAt   time.Time
}

// Create stores a choice. It can be neither changed nor deleted.
func Create(ctx context.Context, db *models.DB, c *Consent) error {
	return models.TranslateError(gorm.G[Consent](db.Writer).Create(ctx, c))
}

// ByID finds a choice that was made on the site.
func ByID(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) (Consent, error) {
	c, err := gorm.G[Consent](db.Reader).Where("site_id = ? AND id = ?", site, id).Take(ctx)
	return c, models.TranslateError(err)
}
