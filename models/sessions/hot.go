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

const selectAlive = `SELECT s.user_id, s.counter, s.confirmed_counter, s.factor, s.grace, s.last_seen_at, s.stepped_up_at, s.created_at,
	u.email, u.role, u.erase_after, u.bounced_at FROM sessions s JOIN users u ON u.id = s.user_id
	WHERE s.id = $1 AND s.revoked_at IS NULL AND s.idle_expires_at > $2 AND s.absolute_expires_at > $2 AND u.disabled_at IS NULL`

// Alive finds a session that has not ended, and its user, in one query: of both what a request needs, and so
// nothing of the password. ErrNotFound: there is none.
func Alive(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) (Session, error) {
	s := Session{ID: id}
	u := &s.User
	err := db.Reader.Statement.ConnPool.QueryRowContext(ctx, selectAlive, id.String(), now).Scan(
		&s.UserID, &s.Counter, &s.ConfirmedCounter, &s.Factor, &s.Grace, &s.LastSeenAt, &s.SteppedUpAt, &s.CreatedAt,
		&u.Email, &u.Role, &u.EraseAfter, &u.BouncedAt,
	)
	if errors.Is(err, sql.ErrNoRows) {
		return s, models.ErrNotFound
	}
	u.ID = s.UserID
	return s, err
}

const rotateSession = `UPDATE sessions SET counter = counter + 1, confirmed_counter = counter, rotated_at = $1, last_seen_at = $1,
	idle_expires_at = $2 WHERE id = $3 AND counter = $4 AND revoked_at IS NULL AND idle_expires_at > $1 AND absolute_expires_at > $1
	AND (rotated_at IS NULL OR rotated_at <= $5)
	AND EXISTS (SELECT 1 FROM users WHERE users.id = sessions.user_id AND users.disabled_at IS NULL) RETURNING user_id`

// Rotation moves a session on, from one refresh token to the next.
type Rotation struct {
	Session            uuid.UUID
	Counter            int64 // of the token that was shown, which is the current one
	Now, IdleExpiresAt time.Time
	RotatedBefore      time.Time // it did not rotate after that
}

// Rotate moves the session on from its counter to the next, and returns whose it is: in one statement, so
// that one of many racing requests wins. Whoever showed the token holds it, which is noted, too. ErrConflict:
// the session is not at that counter any more, rotated just now, or is over.
func Rotate(ctx context.Context, db *models.DB, r Rotation) (userID uuid.UUID, err error) {
	err = db.Writer.Statement.ConnPool.QueryRowContext(ctx, rotateSession, r.Now, r.IdleExpiresAt, r.Session.String(), r.Counter, r.RotatedBefore).
		Scan(&userID)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, models.ErrConflict
	}
	return userID, err
}
