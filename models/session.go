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
	CreatedAt         time.Time
}

// CreateSession stores a new session.
func (db *DB) CreateSession(ctx context.Context, s *Session) error {
	return plain(gorm.G[Session](db.write).Omit("User").Create(ctx, s))
}

// SessionByID finds a session and its user in one query.
func (db *DB) SessionByID(ctx context.Context, id uuid.UUID) (Session, error) {
	var s Session
	err := db.read.WithContext(ctx).InnerJoins("User").Where("sessions.id = ?", id).Take(&s).Error
	return s, plain(err)
}

// RotateSession moves the session from counter n to n+1; ErrConflict if it is
// not at n any more, or revoked.
func (db *DB) RotateSession(ctx context.Context, id uuid.UUID, n int64, now, idleExpiresAt time.Time) error {
	return one(gorm.G[Session](db.write).
		Where("id = ? AND counter = ? AND revoked_at IS NULL", id, n).
		Updates(ctx, Session{Counter: n + 1, RotatedAt: &now, IdleExpiresAt: idleExpiresAt}))
}

// ConfirmSession notes that the browser holds the tokens numbered n.
func (db *DB) ConfirmSession(ctx context.Context, id uuid.UUID, n int64) error {
	_, err := gorm.G[Session](db.write).
		Where("id = ? AND counter = ? AND confirmed_counter < ?", id, n, n).
		Update(ctx, "confirmed_counter", n)
	return plain(err)
}

// RevokeSession ends a session, once: ErrConflict if it had ended before.
func (db *DB) RevokeSession(ctx context.Context, id uuid.UUID, because string, now time.Time) error {
	return one(gorm.G[Session](db.write).
		Where("id = ? AND revoked_at IS NULL", id).
		Updates(ctx, Session{RevokedAt: &now, RevokedBecause: because}))
}

// LiveSessions counts the sessions of a user that have not ended.
func (db *DB) LiveSessions(ctx context.Context, userID uuid.UUID, now time.Time) (int64, error) {
	n, err := gorm.G[Session](db.read).
		Where("user_id = ? AND revoked_at IS NULL AND idle_expires_at > ? AND absolute_expires_at > ?", userID, now, now).
		Count(ctx, "*")
	return n, plain(err)
}
