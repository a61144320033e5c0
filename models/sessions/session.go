// Package sessions holds log-ins and their rotating refresh tokens. Only auth calls
// it; start reading at [Session].
package sessions

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// Session is one log-in. Counter is the number of its current refresh token;
// ConfirmedCounter is the last one whose access token came back, so that the
// browser is known to hold it.
type Session struct {
	ID                uuid.UUID
	UserID            uuid.UUID
	User              users.User
	Counter           int64
	ConfirmedCounter  int64
	RotatedAt         *time.Time
	IdleExpiresAt     time.Time
	AbsoluteExpiresAt time.Time
	RevokedAt         *time.Time
	RevokedBecause    string
	UserAgent         string
	Factor            Factor
	Grace             bool // an admin's one log-in without a second factor
	Network           string
	LastSeenAt        *time.Time
	SteppedUpAt       *time.Time // when the owner last proved who they are
	CreatedAt         time.Time
}

// Factor is what the owner proved with that they are who they say, at best.
type Factor string

// The factors. All but the password alone are second factors, or as good.
const (
	Password     Factor = "password"
	TOTP         Factor = "totp"
	RecoveryUsed Factor = "recovery_code"
	PasskeyUsed  Factor = "passkey"
)

// Create stores a new session.
func Create(ctx context.Context, db *models.DB, s *Session) error {
	return models.TranslateError(models.Table[Session](db.Writer).Omit("User").Create(ctx, s))
}

// ByID finds a session, also one that has ended, and its user.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (Session, error) {
	s, err := models.Table[Session](db.Reader).Where("sessions.id = ?", id).Take(ctx)
	if err != nil {
		return s, models.TranslateError(err)
	}
	s.User, err = users.ByID(ctx, db, s.UserID)
	return s, err
}

// Confirm notes that the browser holds the tokens numbered n.
func Confirm(ctx context.Context, db *models.DB, id uuid.UUID, n int64) error {
	_, err := models.Table[Session](db.Writer).
		Where("id = ? AND counter = ? AND confirmed_counter < ?", id, n, n).
		Update(ctx, "confirmed_counter", n)
	return models.TranslateError(err)
}

// Revoke ends a session, once: ErrConflict if it had ended before.
func Revoke(ctx context.Context, db *models.DB, id uuid.UUID, because string, now time.Time) error {
	return models.MustAffectOne(models.Table[Session](db.Writer).
		Where("id = ? AND revoked_at IS NULL", id).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because}))
}

// RevokeUnconfirmed ends a session whose tokens no browser has shown yet; ErrConflict
// if one did, or if it had ended before.
func RevokeUnconfirmed(ctx context.Context, db *models.DB, id uuid.UUID, because string, now time.Time) error {
	return models.MustAffectOne(models.Table[Session](db.Writer).
		Where("id = ? AND revoked_at IS NULL AND confirmed_counter < 0", id).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because}))
}

// RevokeAll ends all sessions of a user but one (or uuid.Nil: none is
// spared) and returns how many that were.
func RevokeAll(
	ctx context.Context,
	db *models.DB,
	userID, except uuid.UUID,
	because string,
	now time.Time,
) (int, error) {
	n, err := models.Table[Session](db.Writer).
		Where(
			"user_id = ? AND id <> ? AND revoked_at IS NULL AND idle_expires_at > ? AND absolute_expires_at > ?",
			userID,
			except,
			now,
			now,
		).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because})
	return n, models.TranslateError(err)
}

// RevokeByPassword ends the sessions of a user, but one, in which no second
// factor was shown.
func RevokeByPassword(ctx context.Context, db *models.DB, userID, except uuid.UUID, now time.Time) error {
	_, err := models.Table[Session](db.Writer).
		Where("user_id = ? AND id <> ? AND factor = ? AND revoked_at IS NULL", userID, except, Password).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: "second factor added"})
	return models.TranslateError(err)
}

// Touch notes that the session was used.
func Touch(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	_, err := models.Table[Session](db.Writer).Where("id = ?", id).Update(ctx, "last_seen_at", now)
	return models.TranslateError(err)
}

// StepUp notes that the owner proved again who they are. It moves the
// session on from counter n as RotateSession does.
func StepUp(ctx context.Context, db *models.DB, s Session, now, idleExpiresAt time.Time) error {
	return models.MustAffectOne(models.Table[Session](db.Writer).
		Where("id = ? AND counter = ? AND revoked_at IS NULL", s.ID, s.Counter).
		Updates(
			ctx,
			Session{
				Counter:       s.Counter + 1,
				RotatedAt:     &now,
				IdleExpiresAt: idleExpiresAt,
				SteppedUpAt:   &now,
				Factor:        s.Factor,
			},
		))
}

// SetFactor notes that the owner of the session showed a second factor.
func SetFactor(ctx context.Context, db *models.DB, id uuid.UUID, factor Factor) error {
	_, err := models.Table[Session](db.Writer).Where("id = ?", id).Update(ctx, "factor", factor)
	return models.TranslateError(err)
}

// Of are the sessions of a user that have not ended, last used first.
func Of(ctx context.Context, db *models.DB, userID uuid.UUID, now time.Time) ([]Session, error) {
	sessions, err := models.Table[Session](db.Reader).
		Where("user_id = ? AND revoked_at IS NULL AND idle_expires_at > ? AND absolute_expires_at > ?", userID, now, now).
		Order("coalesce(last_seen_at, created_at) DESC, id DESC").Find(ctx)
	return sessions, models.TranslateError(err)
}

// WasUsed reports whether the user had a session from that network, or one of those sessions.
func WasUsed(ctx context.Context, db *models.DB, userID uuid.UUID, network string, ids ...uuid.UUID) (bool, error) {
	_, err := models.Table[Session](db.Reader).Select("id").
		Where("user_id = ? AND (network = ? OR id IN ?)", userID, network, append(ids, uuid.Nil)).Take(ctx)
	if err = models.TranslateError(err); errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Past are the newest sessions of a user, ended ones too.
func Past(ctx context.Context, db *models.DB, userID uuid.UUID, n int) ([]Session, error) {
	sessions, err := models.Table[Session](db.Reader).Where("user_id = ?", userID).Order("id DESC").Limit(n).Find(ctx)
	return sessions, models.TranslateError(err)
}

// DeleteOld forgets sessions that ended, or ran out, before that time. It walks through all of them in steps, since
// an index of what they end by would cost every renewal.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	for from := uuid.Nil; ; {
		step, err := models.Table[Session](db.Reader).Select("id").Where("id >= ?", from).Order("id").Limit(models.StepRows).Find(ctx)
		if err != nil || len(step) == 0 {
			return models.TranslateError(err)
		}
		last := step[len(step)-1].ID
		_, err = models.Table[Session](db.Writer).
			Where("id >= ? AND id <= ? AND (revoked_at < ? OR idle_expires_at < ? OR absolute_expires_at < ?)", from, last, before, before, before).
			Delete(ctx)
		if err != nil || len(step) < models.StepRows {
			return models.TranslateError(err)
		}
		from = last
	}
}
