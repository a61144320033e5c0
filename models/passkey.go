package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Passkey is a WebAuthn credential. CredentialID is its id in base64url,
// Credential the rest of what verifies it, as JSON.
type Passkey struct {
	ID           uuid.UUID
	UserID       uuid.UUID
	CredentialID string
	Credential   string
	Name         string
	LastUsedAt   *time.Time
	CreatedAt    time.Time
}

// CreatePasskey stores a new one; ErrConflict if it is known already.
func (db *DB) CreatePasskey(ctx context.Context, p *Passkey) error {
	return translateError(gorm.G[Passkey](db.write).Create(ctx, p))
}

// PasskeysOf are a user's passkeys, oldest first.
func (db *DB) PasskeysOf(ctx context.Context, userID uuid.UUID) ([]Passkey, error) {
	all, err := gorm.G[Passkey](db.read).Where("user_id = ?", userID).Order("id").Find(ctx)
	return all, translateError(err)
}

// UsePasskey stores the counters of a passkey after it was used, unless it was
// used with the same ones meanwhile: then ErrConflict.
func (db *DB) UsePasskey(ctx context.Context, p Passkey, credential string, now time.Time) error {
	return mustAffectOne(gorm.G[Passkey](db.write).Where("id = ? AND credential = ?", p.ID, p.Credential).
		Updates(ctx, Passkey{Credential: credential, LastUsedAt: &now}))
}

// RenamePasskey renames a user's own passkey; ErrNotFound if there is none.
func (db *DB) RenamePasskey(ctx context.Context, userID, id uuid.UUID, name string) error {
	n, err := gorm.G[Passkey](db.write).Where("id = ? AND user_id = ?", id, userID).Update(ctx, "name", name)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return translateError(err)
}

// DeletePasskey forgets a user's own passkey; ErrConflict if there is none.
func (db *DB) DeletePasskey(ctx context.Context, userID, id uuid.UUID) error {
	return mustAffectOne(gorm.G[Passkey](db.write).Where("id = ? AND user_id = ?", id, userID).Delete(ctx))
}
