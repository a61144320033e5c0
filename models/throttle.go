package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
)

// Throttle counts attempts at one thing. Nobody may try again before BlockedUntil.
type Throttle struct {
	Key          string `gorm:"primaryKey"`
	Count        int64
	BlockedUntil time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

// ThrottlesOf finds counters, in the order of their keys; new ones, with a count
// of zero, where there are none.
func (db *DB) ThrottlesOf(ctx context.Context, keys ...string) ([]Throttle, error) {
	found, err := gorm.G[Throttle](db.write).Where("key IN ?", keys).Find(ctx)
	if err != nil {
		return nil, translateError(err)
	}
	all := make([]Throttle, len(keys))
	for i, key := range keys {
		all[i].Key = key
		if at := slices.IndexFunc(found, func(t Throttle) bool { return t.Key == key }); at >= 0 {
			all[i] = found[at]
		}
	}
	return all, nil
}

// CountAttempt moves the counter on from what was read; ErrConflict if someone
// else counted meanwhile.
func (db *DB) CountAttempt(ctx context.Context, read, next Throttle) error {
	if read.Count == 0 {
		return translateError(gorm.G[Throttle](db.write).Create(ctx, &next))
	}
	return mustAffectOne(gorm.G[Throttle](db.write).Where("key = ? AND count = ? AND updated_at = ?", read.Key, read.Count, read.UpdatedAt).
		Updates(ctx, next))
}

// ForgetAttempts sets the counters back.
func (db *DB) ForgetAttempts(ctx context.Context, keys ...string) error {
	_, err := gorm.G[Throttle](db.write).Where("key IN ?", keys).Delete(ctx)
	return translateError(err)
}

// DeleteOldThrottles forgets what was not tried since.
func (db *DB) DeleteOldThrottles(ctx context.Context, before time.Time) error {
	_, err := gorm.G[Throttle](db.write).Where("updated_at < ?", before).Delete(ctx)
	return translateError(err)
}
