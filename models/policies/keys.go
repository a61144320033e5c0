package policies

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Anchor is an anchor that a published version of a policy has or had.
type Anchor struct {
	PolicyID uuid.UUID `gorm:"primaryKey"`
	Anchor   string    `gorm:"primaryKey"`
}

// TableName names the table of anchors for GORM.
func (Anchor) TableName() string { return "policy_anchors" }

// SaveAnchors remembers the anchors for ever.
func SaveAnchors(ctx context.Context, db *models.DB, policyID uuid.UUID, anchors []string) error {
	rows := make([]Anchor, len(anchors))
	for i, anchor := range anchors {
		rows[i] = Anchor{policyID, anchor}
	}
	if len(rows) == 0 {
		return nil
	}
	return models.TranslateError(
		models.Table[Anchor](db.Writer, clause.OnConflict{DoNothing: true}).CreateInBatches(ctx, &rows, 100),
	)
}

// AnchorsOf are all anchors that a policy ever had.
func AnchorsOf(ctx context.Context, db *models.DB, policyID uuid.UUID) ([]string, error) {
	var anchors []string
	err := db.Reader.WithContext(ctx).Model(&Anchor{}).Where("policy_id = ?", policyID).Pluck("anchor", &anchors).Error
	return anchors, models.TranslateError(err)
}

// SigningKey is the public half of a key that versions were signed with:
// Ed25519, 32 bytes in base64 (RFC 4648, section 5).
type SigningKey struct {
	ID        string
	PublicKey string
	CreatedAt time.Time
}

// SaveSigningKey remembers the key for ever.
func SaveSigningKey(ctx context.Context, db *models.DB, k *SigningKey) error {
	return models.TranslateError(models.Table[SigningKey](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, k))
}

// SigningKeys are all keys that ever signed, oldest first.
func SigningKeys(ctx context.Context, db *models.DB) ([]SigningKey, error) {
	k, err := models.Table[SigningKey](db.Reader).Order("created_at, id").Find(ctx)
	return k, models.TranslateError(err)
}

// SigningKeyUse says from when on a key was the one that signs, until the next use of another.
type SigningKeyUse struct {
	ID       uuid.UUID
	KeyID    string
	UsedFrom time.Time
}

// UseSigningKey notes that the key signs from now on, unless it does already.
func UseSigningKey(ctx context.Context, tx *models.DB, key string, now time.Time) error {
	uses, err := SigningKeyUses(ctx, tx)
	if err != nil || len(uses) > 0 && uses[len(uses)-1].KeyID == key {
		return err
	}
	return models.TranslateError(
		models.Table[SigningKeyUse](tx.Writer).Create(ctx, &SigningKeyUse{models.NewID(), key, now}),
	)
}

// SigningKeyUses are all uses of keys, oldest first.
func SigningKeyUses(ctx context.Context, db *models.DB) ([]SigningKeyUse, error) {
	uses, err := models.Table[SigningKeyUse](db.Reader).Order("used_from, id").Find(ctx)
	return uses, models.TranslateError(err)
}
