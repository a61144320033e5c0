// Package flows holds what is begun in one request and ended by a mailed link or a
// second step. Only auth calls it; start reading at [Flow].
package flows

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// Kind is what a link is for.
type Kind string

// The kinds of flow.
const (
	Verify        Kind = "verify"         // confirm the address of a sign-up
	FirstAdmin    Kind = "first_admin"    // make the first admin
	Reset         Kind = "reset"          // choose a new password
	ChangeAddress Kind = "change_address" // confirm a new address
	UndoAddress   Kind = "undo_address"   // take the old address back
	EndSessions   Kind = "end_sessions"   // "this was not me"
	KeepAccount   Kind = "keep_account"   // take a deletion back
	SecondFactor  Kind = "second_factor"  // the second step of a log-in
	PasskeyNew    Kind = "passkey_new"    // a challenge for a new passkey
	PasskeyUse    Kind = "passkey_use"    // a challenge for one that is known
	LogIn         Kind = "log_in"         // log in past the counters that others move
)

// Flow waits for a person to come back: through a link, or with the next step
// of a log-in. It can be used once. Email is an address that is not (or no
// longer) the account's; Payload belongs to the kind.
type Flow struct {
	ID           uuid.UUID
	Kind         Kind
	UserID       *uuid.UUID
	PasswordHash string
	Email        string
	Payload      string
	Attempts     int64
	ExpiresAt    time.Time
	ConsumedAt   *time.Time
	CreatedAt    time.Time
}

// Create stores a new flow.
func Create(ctx context.Context, db *models.DB, f *Flow) error {
	return models.TranslateError(models.Table[Flow](db.Writer).Create(ctx, f))
}

// Open finds a flow that can still be used.
func Open(ctx context.Context, db *models.DB, id uuid.UUID, kind Kind, now time.Time) (Flow, error) {
	f, err := models.Table[Flow](db.Reader).
		Where("id = ? AND kind = ? AND consumed_at IS NULL AND expires_at > ?", id, kind, now).
		Take(ctx)
	return f, models.TranslateError(err)
}

// OpenOf counts the links of a kind that a user can still use.
func OpenOf(ctx context.Context, db *models.DB, kind Kind, userID uuid.UUID, now time.Time) (int64, error) {
	n, err := models.Table[Flow](db.Reader).
		Where("kind = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?", kind, userID, now).
		Count(ctx, "*")
	return n, models.TranslateError(err)
}

// Consume uses the flow up; ErrConflict if someone was faster or it expired.
func Consume(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(models.Table[Flow](db.Writer).
		Where("id = ? AND consumed_at IS NULL AND expires_at > ?", id, now).
		Update(ctx, "consumed_at", now))
}

// Try counts an attempt; ErrConflict once there were most of them.
func Try(ctx context.Context, db *models.DB, id uuid.UUID, most int, now time.Time) error {
	return models.MustAffectOne(models.Table[Flow](db.Writer).
		Where("id = ? AND consumed_at IS NULL AND expires_at > ? AND attempts < ?", id, now, most).
		Update(ctx, "attempts", gorm.Expr("attempts + 1")))
}

// NewestOf finds the newest open flow of a kind that a user has.
func NewestOf(ctx context.Context, db *models.DB, kind Kind, userID uuid.UUID, now time.Time) (Flow, error) {
	f, err := models.Table[Flow](db.Reader).
		Where("kind = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?", kind, userID, now).
		Order("id DESC").Take(ctx)
	return f, models.TranslateError(err)
}

// ConsumeSince uses up the flows of a kind that a user got with, or after,
// that one.
func ConsumeSince(ctx context.Context, db *models.DB, kind Kind, userID, since uuid.UUID, now time.Time) error {
	_, err := models.Table[Flow](
		db.Writer,
	).Where(
		"kind = ? AND user_id = ? AND id >= ? AND consumed_at IS NULL",
		kind,
		userID,
		since,
	).
		Update(
			ctx,
			"consumed_at",
			now,
		)
	return models.TranslateError(err)
}

// ByID finds a flow, used or not.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (Flow, error) {
	f, err := models.Table[Flow](db.Reader).Where("id = ?", id).Take(ctx)
	return f, models.TranslateError(err)
}

// DeleteOld deletes what expired before that time.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "flows", "id", "expires_at < ?", before)
}

// ConsumeOf uses up all other links of a kind: those of one user, or, for
// nil, those that belong to nobody.
func ConsumeOf(ctx context.Context, db *models.DB, kind Kind, userID *uuid.UUID, now time.Time) error {
	query := models.Table[Flow](db.Writer).Where("kind = ? AND consumed_at IS NULL", kind)
	if userID == nil {
		query = query.Where("user_id IS NULL")
	} else {
		query = query.Where("user_id = ?", *userID)
	}
	_, err := query.Update(ctx, "consumed_at", now)
	return models.TranslateError(err)
}
