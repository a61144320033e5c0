package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Session is one log-in. Counter is the number of its current refresh token;
// ConfirmedCounter is the last one whose access token came back, so that the
// browser is known to hold it.
type Session struct {
	ID                uuid.UUID
	UserID            uuid.UUID
	User              User
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

// CreateSession stores a new session.
func (db *DB) CreateSession(ctx context.Context, s *Session) error {
	return translateError(gorm.G[Session](db.write).Omit("User").Create(ctx, s))
}

// ConfirmSession notes that the browser holds the tokens numbered n.
func (db *DB) ConfirmSession(ctx context.Context, id uuid.UUID, n int64) error {
	_, err := gorm.G[Session](db.write).
		Where("id = ? AND counter = ? AND confirmed_counter < ?", id, n, n).
		Update(ctx, "confirmed_counter", n)
	return translateError(err)
}

// RevokeSession ends a session, once: ErrConflict if it had ended before.
func (db *DB) RevokeSession(ctx context.Context, id uuid.UUID, because string, now time.Time) error {
	return mustAffectOne(gorm.G[Session](db.write).
		Where("id = ? AND revoked_at IS NULL", id).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because}))
}

// RevokeSessions ends all sessions of a user but one (or uuid.Nil: none is
// spared) and returns how many that were.
func (db *DB) RevokeSessions(ctx context.Context, userID, except uuid.UUID, because string, now time.Time) (int, error) {
	n, err := gorm.G[Session](db.write).
		Where("user_id = ? AND id <> ? AND revoked_at IS NULL AND idle_expires_at > ? AND absolute_expires_at > ?", userID, except, now, now).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because})
	return n, translateError(err)
}

// RevokePasswordSessions ends the sessions of a user, but one, in which no second
// factor was shown.
func (db *DB) RevokePasswordSessions(ctx context.Context, userID, except uuid.UUID, now time.Time) error {
	_, err := gorm.G[Session](db.write).
		Where("user_id = ? AND id <> ? AND factor = ? AND revoked_at IS NULL", userID, except, Password).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: "second factor added"})
	return translateError(err)
}

// TouchSession notes that the session was used.
func (db *DB) TouchSession(ctx context.Context, id uuid.UUID, now time.Time) error {
	_, err := gorm.G[Session](db.write).Where("id = ?", id).Update(ctx, "last_seen_at", now)
	return translateError(err)
}

// StepUpSession notes that the owner proved again who they are. It moves the
// session on from counter n as RotateSession does.
func (db *DB) StepUpSession(ctx context.Context, s Session, now, idleExpiresAt time.Time) error {
	return mustAffectOne(gorm.G[Session](db.write).
		Where("id = ? AND counter = ? AND revoked_at IS NULL", s.ID, s.Counter).
		Updates(ctx, Session{Counter: s.Counter + 1, RotatedAt: &now, IdleExpiresAt: idleExpiresAt, SteppedUpAt: &now, Factor: s.Factor}))
}

// SetSessionFactor notes that the owner of the session showed a second factor.
func (db *DB) SetSessionFactor(ctx context.Context, id uuid.UUID, factor Factor) error {
	_, err := gorm.G[Session](db.write).Where("id = ?", id).Update(ctx, "factor", factor)
	return translateError(err)
}

// SessionsOf are the sessions of a user that have not ended, last used first.
func (db *DB) SessionsOf(ctx context.Context, userID uuid.UUID, now time.Time) ([]Session, error) {
	sessions, err := gorm.G[Session](db.read).
		Where("user_id = ? AND revoked_at IS NULL AND idle_expires_at > ? AND absolute_expires_at > ?", userID, now, now).
		Order("coalesce(last_seen_at, created_at) DESC, id DESC").Find(ctx)
	return sessions, translateError(err)
}

// PastSessions are the newest sessions of a user, ended ones too.
func (db *DB) PastSessions(ctx context.Context, userID uuid.UUID, n int) ([]Session, error) {
	sessions, err := gorm.G[Session](db.read).Where("user_id = ?", userID).Order("id DESC").Limit(n).Find(ctx)
	return sessions, translateError(err)
}

// DeleteOldSessions forgets sessions that ended, or ran out, before that time.
func (db *DB) DeleteOldSessions(ctx context.Context, before time.Time) error {
	_, err := gorm.G[Session](db.write).
		Where("revoked_at < ? OR idle_expires_at < ? OR absolute_expires_at < ?", before, before, before).Delete(ctx)
	return translateError(err)
}
