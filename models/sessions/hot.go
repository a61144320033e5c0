package sessions

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// The two statements of every request that somebody logged in makes, and of
// every renewal, go past GORM: it would take longer than the database.

const selectSession = `SELECT s.id, s.user_id, s.counter, s.confirmed_counter, s.rotated_at, s.idle_expires_at, s.absolute_expires_at,
	s.revoked_at, s.revoked_because, s.user_agent, s.factor, s.grace, s.network, s.last_seen_at, s.stepped_up_at, s.created_at,
	u.id, u.email, u.password_hash, u.role, u.verified_at, u.disabled_at, u.grace_used_at, u.erase_after, u.erased_at, u.bounced_at, u.created_at, u.updated_at
	FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1`

// ByID finds a session and its user in one query.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (Session, error) {
	var s Session
	u := &s.User
	err := db.Reader.Statement.ConnPool.QueryRowContext(ctx, selectSession, id).Scan(
		&s.ID,
		&s.UserID,
		&s.Counter,
		&s.ConfirmedCounter,
		&s.RotatedAt,
		&s.IdleExpiresAt,
		&s.AbsoluteExpiresAt,
		&s.RevokedAt,
		&s.RevokedBecause,
		&s.UserAgent,
		&s.Factor,
		&s.Grace,
		&s.Network,
		&s.LastSeenAt,
		&s.SteppedUpAt,
		&s.CreatedAt,
		&u.ID,
		&u.Email,
		&u.PasswordHash,
		&u.Role,
		&u.VerifiedAt,
		&u.DisabledAt,
		&u.GraceUsedAt,
		&u.EraseAfter,
		&u.ErasedAt,
		&u.BouncedAt,
		&u.CreatedAt,
		&u.UpdatedAt,
	)
	if errors.Is(err, sql.ErrNoRows) {
		return s, models.ErrNotFound
	}
	return s, err
}

const rotateSession = `UPDATE sessions SET counter = counter + 1, confirmed_counter = counter, rotated_at = $1, last_seen_at = $1,
	idle_expires_at = $2 WHERE id = $3 AND counter = $4 AND revoked_at IS NULL AND idle_expires_at > $1 AND absolute_expires_at > $1
	AND (rotated_at IS NULL OR rotated_at <= $5)
	AND EXISTS (SELECT 1 FROM users WHERE users.id = sessions.user_id AND users.disabled_at IS NULL) RETURNING user_id`

// Rotation moves a session on, from one refresh token to the next.
type Rotation struct {
	Session             uuid.UUID
	Counter             int64 // of the token that was shown, which is the current one
	Now, IdleExpiresAt  time.Time
	RotatedBefore       time.Time // it did not rotate after that
}

// Rotate moves the session on from its counter to the next, and returns whose it is: in one statement, so
// that one of many racing requests wins. Whoever showed the token holds it, which is noted, too. ErrConflict:
// the session is not at that counter any more, rotated just now, or is over.
func Rotate(ctx context.Context, db *models.DB, r Rotation) (userID uuid.UUID, err error) {
	err = db.Writer.Statement.ConnPool.QueryRowContext(ctx, rotateSession, r.Now, r.IdleExpiresAt, r.Session, r.Counter, r.RotatedBefore).
		Scan(&userID)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, models.ErrConflict
	}
	return userID, err
}
