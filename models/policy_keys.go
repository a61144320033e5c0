package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PolicyAnchor is an anchor that a published version of a policy has or had.
type PolicyAnchor struct {
	PolicyID uuid.UUID `gorm:"primaryKey"`
	Anchor   string    `gorm:"primaryKey"`
}

// KeepAnchors remembers the anchors for ever.
func (db *DB) KeepAnchors(ctx context.Context, policyID uuid.UUID, anchors []string) error {
	rows := make([]PolicyAnchor, len(anchors))
	for i, anchor := range anchors {
		rows[i] = PolicyAnchor{policyID, anchor}
	}
	if len(rows) == 0 {
		return nil
	}
	return translateError(gorm.G[PolicyAnchor](db.write, clause.OnConflict{DoNothing: true}).CreateInBatches(ctx, &rows, 100))
}

// AnchorsOf are all anchors that a policy ever had.
func (db *DB) AnchorsOf(ctx context.Context, policyID uuid.UUID) ([]string, error) {
	var anchors []string
	err := db.read.WithContext(ctx).Model(&PolicyAnchor{}).Where("policy_id = ?", policyID).Pluck("anchor", &anchors).Error
	return anchors, translateError(err)
}

// SigningKey is the public half of a key that versions were signed with:
// Ed25519, 32 bytes in base64 (RFC 4648, section 5).
type SigningKey struct {
	ID        string
	PublicKey string
	CreatedAt time.Time
}

// KeepSigningKey remembers the key for ever.
func (db *DB) KeepSigningKey(ctx context.Context, k *SigningKey) error {
	return translateError(gorm.G[SigningKey](db.write, clause.OnConflict{DoNothing: true}).Create(ctx, k))
}

// SigningKeys are all keys that ever signed, oldest first.
func (db *DB) SigningKeys(ctx context.Context) ([]SigningKey, error) {
	k, err := gorm.G[SigningKey](db.read).Order("created_at, id").Find(ctx)
	return k, translateError(err)
}
