package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Throttle counts attempts at one thing. Nobody may try again before BlockedUntil.
type Throttle struct {
	Key          string `gorm:"primaryKey"`
	Count        int64
	BlockedUntil time.Time
	UpdatedAt    time.Time
}

// ThrottleOf finds a counter; a new one, with a count of zero, if there is none.
func (db *DB) ThrottleOf(ctx context.Context, key string) (Throttle, error) {
	t, err := gorm.G[Throttle](db.write).Where("key = ?", key).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Throttle{Key: key}, nil
	}
	return t, plain(err)
}

// CountAttempt moves the counter on from what was read; ErrConflict if someone
// else counted meanwhile.
func (db *DB) CountAttempt(ctx context.Context, read, next Throttle) error {
	if read.Count == 0 {
		return plain(gorm.G[Throttle](db.write).Create(ctx, &next))
	}
	return one(gorm.G[Throttle](db.write).Where("key = ? AND count = ? AND updated_at = ?", read.Key, read.Count, read.UpdatedAt).
		Updates(ctx, next))
}

// ForgetAttempts sets the counters back.
func (db *DB) ForgetAttempts(ctx context.Context, keys ...string) error {
	_, err := gorm.G[Throttle](db.write).Where("key IN ?", keys).Delete(ctx)
	return plain(err)
}

// DeleteOldThrottles forgets what was not tried since.
func (db *DB) DeleteOldThrottles(ctx context.Context, before time.Time) error {
	_, err := gorm.G[Throttle](db.write).Where("updated_at < ?", before).Delete(ctx)
	return plain(err)
}
