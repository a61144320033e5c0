package credentials

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
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
func CreatePasskey(ctx context.Context, db *models.DB, p *Passkey) error {
	return models.TranslateError(models.Table[Passkey](db.Writer).Create(ctx, p))
}

// PasskeysOf are a user's passkeys, oldest first.
func PasskeysOf(ctx context.Context, db *models.DB, userID uuid.UUID) ([]Passkey, error) {
	all, err := models.Table[Passkey](db.Reader).Where("user_id = ?", userID).Order("id").Find(ctx)
	return all, models.TranslateError(err)
}

// UsePasskey stores the counters of a passkey after it was used, unless it was
// used with the same ones meanwhile: then ErrConflict.
func UsePasskey(ctx context.Context, db *models.DB, p Passkey, credential string, now time.Time) error {
	return models.MustAffectOne(models.Table[Passkey](db.Writer).Where("id = ? AND credential = ?", p.ID, p.Credential).
		Updates(ctx, Passkey{Credential: credential, LastUsedAt: &now}))
}

// RenamePasskey renames a user's own passkey; ErrNotFound if there is none.
func RenamePasskey(ctx context.Context, db *models.DB, userID, id uuid.UUID, name string) error {
	n, err := models.Table[Passkey](db.Writer).Where("id = ? AND user_id = ?", id, userID).Update(ctx, "name", name)
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	return models.TranslateError(err)
}

// DeletePasskey forgets a user's own passkey; ErrConflict if there is none.
func DeletePasskey(ctx context.Context, db *models.DB, userID, id uuid.UUID) error {
	return models.MustAffectOne(models.Table[Passkey](db.Writer).Where("id = ? AND user_id = ?", id, userID).Delete(ctx))
}
