package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// FlowKind is what a link is for.
type FlowKind string

// The kinds of link.
const (
	Verify     FlowKind = "verify"
	FirstAdmin FlowKind = "first_admin"
)

// Flow waits for a person to come back through a link. It can be used once.
type Flow struct {
	ID           uuid.UUID
	Kind         FlowKind
	UserID       *uuid.UUID
	PasswordHash string
	ExpiresAt    time.Time
	ConsumedAt   *time.Time
	CreatedAt    time.Time
}

// CreateFlow stores a new flow.
func (db *DB) CreateFlow(ctx context.Context, f *Flow) error {
	return plain(gorm.G[Flow](db.write).Create(ctx, f))
}

// OpenFlow finds a flow that can still be used.
func (db *DB) OpenFlow(ctx context.Context, id uuid.UUID, kind FlowKind, now time.Time) (Flow, error) {
	f, err := gorm.G[Flow](db.read).
		Where("id = ? AND kind = ? AND consumed_at IS NULL AND expires_at > ?", id, kind, now).
		Take(ctx)
	return f, plain(err)
}

// OpenFlowsOf counts the links of a kind that a user can still use.
func (db *DB) OpenFlowsOf(ctx context.Context, kind FlowKind, userID uuid.UUID, now time.Time) (int64, error) {
	n, err := gorm.G[Flow](db.read).
		Where("kind = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?", kind, userID, now).
		Count(ctx, "*")
	return n, plain(err)
}

// ConsumeFlow uses the flow up; ErrConflict if someone was faster or it expired.
func (db *DB) ConsumeFlow(ctx context.Context, id uuid.UUID, now time.Time) error {
	return one(gorm.G[Flow](db.write).
		Where("id = ? AND consumed_at IS NULL AND expires_at > ?", id, now).
		Update(ctx, "consumed_at", now))
}

// ConsumeFlowsOf uses up all other links of a kind: those of one user, or, for
// nil, those that belong to nobody.
func (db *DB) ConsumeFlowsOf(ctx context.Context, kind FlowKind, userID *uuid.UUID, now time.Time) error {
	query := gorm.G[Flow](db.write).Where("kind = ? AND consumed_at IS NULL", kind)
	if userID == nil {
		query = query.Where("user_id IS NULL")
	} else {
		query = query.Where("user_id = ?", *userID)
	}
	_, err := query.Update(ctx, "consumed_at", now)
	return plain(err)
}
