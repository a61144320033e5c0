// Package throttle slows down whoever tries something again and again: it counts
// attempts in the database and says how long to wait.
//
// The packages of accounts call it; what is limited, and how much, is theirs to
// say (auth/limits.go). Start reading at [Limit] and [Counter.Attempt].
package throttle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/throttles"
)

// ErrTooMany is what every [TooMany] is.
var ErrTooMany = errors.New("too many attempts")

// TooMany says when it may be tried again.
type TooMany struct{ Until time.Time }

// Error says so in words for a log.
func (t TooMany) Error() string { return fmt.Sprintf("%v until %s", ErrTooMany, t.Until) }

// Unwrap makes it an ErrTooMany.
func (TooMany) Unwrap() error { return ErrTooMany }

// Counter counts attempts, under names that do not say whom they are about.
type Counter struct {
	db    *models.DB
	keys  keys.Ring
	clock clock.Clock
}

// New makes a counter that counts in that database.
func New(db *models.DB, ring keys.Ring, clock clock.Clock) Counter {
	return Counter{db: db, keys: ring, clock: clock}
}

// Attempt counts one, before it is known how it ends: a thousand at once do not
// slip through. It returns TooMany while there is a wait, which then does not
// grow. What ends well is forgotten with throttles.ForgetAttempts.
func (c Counter) Attempt(ctx context.Context, l Limit, parts ...string) error {
	_, err := c.Count(ctx, l, parts...)
	return err
}

// Count does what Attempt does, and returns how many there were.
func (c Counter) Count(ctx context.Context, l Limit, parts ...string) (int64, error) {
	read, err := throttles.Of(ctx, c.db, c.Key(l, parts...))
	if err != nil {
		return 0, err
	}
	return c.CountFrom(ctx, l, read[0])
}

// CountFrom does what Count does, beginning with a row that was read already.
func (c Counter) CountFrom(ctx context.Context, l Limit, read throttles.Throttle) (int64, error) {
	for {
		if err := c.StillBlocked(read); err != nil {
			return read.Count, err
		}
		now := c.clock.Now()
		count := l.remembered(read.Count, now.Sub(read.UpdatedAt)) + 1
		next := throttles.Throttle{Key: read.Key, Count: count, UpdatedAt: now, BlockedUntil: now.Add(l.wait(count))}
		if err := throttles.CountAttempt(ctx, c.db, read, next); !errors.Is(err, models.ErrConflict) {
			return next.Count, err
		}
		again, err := throttles.Of(ctx, c.db, read.Key) // someone else counted
		if err != nil {
			return 0, err
		}
		read = again[0]
	}
}

// Blocked returns TooMany while there is a wait, and counts nothing.
func (c Counter) Blocked(ctx context.Context, l Limit, parts ...string) error {
	read, err := throttles.Of(ctx, c.db, c.Key(l, parts...))
	if err != nil {
		return err
	}
	return c.StillBlocked(read[0])
}

// Standing returns the count that is left of a row, which was read already, and counts nothing.
func (c Counter) Standing(l Limit, t throttles.Throttle) int64 {
	return l.remembered(t.Count, c.clock.Now().Sub(t.UpdatedAt))
}

// turnLife is how long a turn waits for whoever asked for it.
const turnLife = 10 * time.Minute

// TakeTurn lets each asker through after a wait of their own, which no other asker moves:
// the first call returns TooMany, and one call after the wait takes the turn. The row was
// read already.
func (c Counter) TakeTurn(ctx context.Context, wait time.Duration, read throttles.Throttle) error {
	now := c.clock.Now()
	has := read.Count > 0 && now.Sub(read.BlockedUntil) < turnLife
	if has && now.Before(read.BlockedUntil) {
		return TooMany{read.BlockedUntil}
	}
	next := throttles.Throttle{Key: read.Key, UpdatedAt: now} // the turn is taken
	if !has {
		next.Count, next.BlockedUntil = 1, now.Add(wait)
	}
	err := throttles.CountAttempt(ctx, c.db, read, next)
	if errors.Is(err, models.ErrConflict) || err == nil && !has {
		return TooMany{now.Add(wait)}
	}
	return err
}

// StillBlocked does what Blocked does, for a row that was read already.
func (c Counter) StillBlocked(t throttles.Throttle) error {
	if c.clock.Now().Before(t.BlockedUntil) {
		return TooMany{t.BlockedUntil}
	}
	return nil
}

// Key returns the name of a counter in the database, which hides whom it is about.
func (c Counter) Key(l Limit, parts ...string) string {
	return c.keys.CounterKey(append([]string{l.Name}, parts...)...)
}
