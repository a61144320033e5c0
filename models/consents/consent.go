// Package consents holds what visitors decided about cookies, and which versions of
// policies members accepted. Start reading at [Consent] and [Acceptance].
package consents

import (
	"context"
	"time"

	"github.com/google/uuid"

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
// category that could be chosen, true or false. VersionID, Version and SHA256 are the
// version of the Cookie Policy that was in effect, its number, and its document's hash.
// Hash covers the row, and with PreviousHash the row before it in the chain of its site.
type Consent struct {
	ID             uuid.UUID
	SiteID         models.SiteID
	Sequence       int64 // its place in the chain
	VersionID      uuid.UUID
	Version        int64
	SHA256         string `gorm:"column:sha256"`
	Fingerprint    string
	QuestionSHA256 *string `gorm:"column:question_sha256"` // of the question's wording; nil: a no to another one
	Categories     string
	GPC            bool `gorm:"column:gpc"`
	Source         Source
	Locale         string
	PreviousID     *uuid.UUID // the choice that the same browser kept before
	CreatedAt      time.Time
	PreviousHash   string
	Hash           string
}

// Create adds a choice to the end of its site's chain, which the caller has locked with
// [LockChain]. It can never be changed, and be deleted only after its period.
func Create(ctx context.Context, db *models.DB, c *Consent) error {
	return models.TranslateError(models.Table[Consent](db.Writer).Create(ctx, c))
}

// ByID finds a choice that was made on the site.
func ByID(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) (Consent, error) {
	c, err := models.Table[Consent](db.Reader).Where("site_id = ? AND id = ?", site, id).Take(ctx)
	return c, models.TranslateError(err)
}

// Filter chooses among a site's choices; the zero value chooses all of them.
type Filter struct {
	From    time.Time // made at that time or later
	Until   time.Time // made before it
	Version int64     // of the Cookie Policy
	ID      uuid.UUID
	After   int64 // further on in the chain
}

// among is the query for the choices of a site.
func (f Filter) among(db *models.DB, site models.SiteID) models.Query[Consent] {
	query := models.Table[Consent](db.Reader).Where("site_id = ? AND sequence > ?", site, f.After)
	if !f.From.IsZero() {
		query = query.Where("created_at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		query = query.Where("created_at < ?", f.Until)
	}
	if f.Version > 0 {
		query = query.Where("version = ?", f.Version)
	}
	if f.ID != uuid.Nil {
		query = query.Where("id = ?", f.ID)
	}
	return query
}

// Count is how many choices of the site the filter chooses.
func Count(ctx context.Context, db *models.DB, site models.SiteID, f Filter) (int64, error) {
	n, err := f.among(db, site).Count(ctx, "*")
	return n, models.TranslateError(err)
}

// page is how many rows are in memory at once.
const page = 500

// Each calls visit with the site's choices that the filter chooses, in the order of the
// chain. It holds few of them at a time, and no connection while visit works.
func Each(ctx context.Context, db *models.DB, site models.SiteID, f Filter, visit func(Consent) error) error {
	for {
		some, err := f.among(db, site).Order("sequence").Limit(page).Find(ctx)
		if err != nil || len(some) == 0 {
			return models.TranslateError(err)
		}
		for _, c := range some {
			if err := visit(c); err != nil {
				return err
			}
			f.After = c.Sequence
		}
	}
}
