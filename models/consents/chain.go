package consents

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Chain is the two ends of a site's chain of choices. The first one that is on record
// comes after Anchor and follows on AnchorHash: those up to Anchor were deleted after
// their period. The database moves Last with each new choice.
type Chain struct {
	SiteID     models.SiteID `gorm:"primaryKey"`
	Last       int64
	LastHash   string
	Anchor     int64
	AnchorHash string
	// KeyID, SignedAt and Signature are of the signature over Last and LastHash; "" before the first.
	KeyID     string
	SignedAt  string
	Signature string
}

// TableName names the table of chains for GORM.
func (Chain) TableName() string { return "consent_chains" }

// LockChain returns a site's chain. Others who add to it or delete from it wait until the
// transaction ends.
func LockChain(ctx context.Context, tx *models.DB, site models.SiteID) (Chain, error) {
	begun := Chain{SiteID: site}
	if err := models.Table[Chain](tx.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, &begun); err != nil {
		return Chain{}, models.TranslateError(err)
	}
	chain, err := models.Table[Chain](tx.Writer, clause.Locking{Strength: "UPDATE"}).Where("site_id = ?", site).Take(ctx)
	return chain, models.TranslateError(err)
}

// ChainOf returns a site's chain as it is now; an empty one where nobody chose yet.
func ChainOf(ctx context.Context, db *models.DB, site models.SiteID) (Chain, error) {
	chain, err := models.Table[Chain](db.Reader).Where("site_id = ?", site).Take(ctx)
	if err = models.TranslateError(err); errors.Is(err, models.ErrNotFound) {
		return Chain{SiteID: site}, nil
	}
	return chain, err
}

// SignChain stores the signature over the end of a site's chain, which is as the chain says.
func SignChain(ctx context.Context, tx *models.DB, signed Chain) error {
	return models.MustAffectOne(models.Table[Chain](tx.Writer).
		Where("site_id = ? AND last = ? AND last_hash = ?", signed.SiteID, signed.Last, signed.LastHash).
		Select("key_id", "signed_at", "signature").Updates(ctx, signed))
}

// DeleteOld deletes the choices of all sites that were made before that time, oldest
// first. Of the last one that goes the hash stays, so that the chain can still be verified.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	chains, err := models.Table[Chain](db.Reader).Where("last > anchor").Find(ctx)
	if err != nil {
		return models.TranslateError(err)
	}
	for _, chain := range chains {
		for more := true; more; {
			err := db.Transaction(ctx, func(tx *models.DB) (err error) {
				more, err = deleteSome(ctx, tx, chain.SiteID, before)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// deleteSome deletes a part of a chain, and reports whether there was any.
func deleteSome(ctx context.Context, tx *models.DB, site models.SiteID, before time.Time) (bool, error) {
	chain, err := LockChain(ctx, tx, site)
	if err != nil {
		return false, err
	}
	oldest, err := (Filter{After: chain.Anchor}).among(tx, site).Order("sequence").Limit(page).Find(ctx)
	if err != nil {
		return false, models.TranslateError(err)
	}
	gone := 0
	for gone < len(oldest) && oldest[gone].CreatedAt.Before(before) {
		gone++
	}
	if gone == 0 {
		return false, nil
	}
	last := oldest[gone-1]
	err = models.MustAffectOne(models.Table[Chain](tx.Writer).Where("site_id = ?", site).Select("anchor", "anchor_hash").
		Updates(ctx, Chain{Anchor: last.Sequence, AnchorHash: last.Hash}))
	if err != nil {
		return false, err
	}
	_, err = models.Table[Consent](tx.Writer).Where("site_id = ? AND sequence <= ?", site, last.Sequence).Delete(ctx)
	return true, models.TranslateError(err)
}
