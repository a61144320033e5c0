package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// FlowKind is what a link is for.
type FlowKind string

// The kinds of flow.
const (
	Verify        FlowKind = "verify"         // confirm the address of a sign-up
	FirstAdmin    FlowKind = "first_admin"    // make the first admin
	Reset         FlowKind = "reset"          // choose a new password
	ChangeAddress FlowKind = "change_address" // confirm a new address
	UndoAddress   FlowKind = "undo_address"   // take the old address back
	EndSessions   FlowKind = "end_sessions"   // "this was not me"
	KeepAccount   FlowKind = "keep_account"   // take a deletion back
	SecondFactor  FlowKind = "second_factor"  // the second step of a log-in
	PasskeyNew    FlowKind = "passkey_new"    // a challenge for a new passkey
	PasskeyUse    FlowKind = "passkey_use"    // a challenge for one that is known
)

// Flow waits for a person to come back: through a link, or with the next step
// of a log-in. It can be used once. Email is an address that is not (or no
// longer) the account's; Payload belongs to the kind.
type Flow struct {
	ID           uuid.UUID
	Kind         FlowKind
	UserID       *uuid.UUID
	PasswordHash string
	Email        string
	Payload      string
	Attempts     int64
	ExpiresAt    time.Time
	ConsumedAt   *time.Time
	CreatedAt    time.Time
}

// CreateFlow stores a new flow.
func (db *DB) CreateFlow(ctx context.Context, f *Flow) error {
	return translateError(gorm.G[Flow](db.write).Create(ctx, f))
}

// OpenFlow finds a flow that can still be used.
func (db *DB) OpenFlow(ctx context.Context, id uuid.UUID, kind FlowKind, now time.Time) (Flow, error) {
	f, err := gorm.G[Flow](db.read).
		Where("id = ? AND kind = ? AND consumed_at IS NULL AND expires_at > ?", id, kind, now).
		Take(ctx)
	return f, translateError(err)
}

// OpenFlowsOf counts the links of a kind that a user can still use.
func (db *DB) OpenFlowsOf(ctx context.Context, kind FlowKind, userID uuid.UUID, now time.Time) (int64, error) {
	n, err := gorm.G[Flow](db.read).
		Where("kind = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?", kind, userID, now).
		Count(ctx, "*")
	return n, translateError(err)
}

// ConsumeFlow uses the flow up; ErrConflict if someone was faster or it expired.
func (db *DB) ConsumeFlow(ctx context.Context, id uuid.UUID, now time.Time) error {
	return mustAffectOne(gorm.G[Flow](db.write).
		Where("id = ? AND consumed_at IS NULL AND expires_at > ?", id, now).
		Update(ctx, "consumed_at", now))
}

// TryFlow counts an attempt; ErrConflict once there were most of them.
func (db *DB) TryFlow(ctx context.Context, id uuid.UUID, most int, now time.Time) error {
	return mustAffectOne(gorm.G[Flow](db.write).
		Where("id = ? AND consumed_at IS NULL AND expires_at > ? AND attempts < ?", id, now, most).
		Update(ctx, "attempts", gorm.Expr("attempts + 1")))
}

// NewestFlowOf finds the newest open flow of a kind that a user has.
func (db *DB) NewestFlowOf(ctx context.Context, kind FlowKind, userID uuid.UUID, now time.Time) (Flow, error) {
	f, err := gorm.G[Flow](db.read).
		Where("kind = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?", kind, userID, now).
		Order("id DESC").Take(ctx)
	return f, translateError(err)
}

// ConsumeFlowsSince uses up the flows of a kind that a user got with, or after,
// that one.
func (db *DB) ConsumeFlowsSince(ctx context.Context, kind FlowKind, userID, since uuid.UUID, now time.Time) error {
	_, err := gorm.G[Flow](db.write).Where("kind = ? AND user_id = ? AND id >= ? AND consumed_at IS NULL", kind, userID, since).
		Update(ctx, "consumed_at", now)
	return translateError(err)
}

// FlowByID finds a flow, used or not.
func (db *DB) FlowByID(ctx context.Context, id uuid.UUID) (Flow, error) {
	f, err := gorm.G[Flow](db.read).Where("id = ?", id).Take(ctx)
	return f, translateError(err)
}

// DeleteOldFlows deletes what expired before that time.
func (db *DB) DeleteOldFlows(ctx context.Context, before time.Time) error {
	_, err := gorm.G[Flow](db.write).Where("expires_at < ?", before).Delete(ctx)
	return translateError(err)
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
	return translateError(err)
}
