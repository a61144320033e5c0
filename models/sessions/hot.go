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

const rotateSession = `UPDATE sessions SET counter = counter + 1, rotated_at = $1, idle_expires_at = $2
	WHERE id = $3 AND counter = $4 AND revoked_at IS NULL`

// Rotate moves the session from counter n to n+1; ErrConflict if it is
// not at n any more, or revoked.
func Rotate(ctx context.Context, db *models.DB, id uuid.UUID, n int64, now, idleExpiresAt time.Time) error {
	outcome, err := db.Writer.Statement.ConnPool.ExecContext(ctx, rotateSession, now, idleExpiresAt, id, n)
	if err != nil {
		return err
	}
	rows, err := outcome.RowsAffected()
	return models.MustAffectOne(int(rows), err)
}
