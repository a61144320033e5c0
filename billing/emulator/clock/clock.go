// Package clock is the emulator's time. It can be set forward, and what time brings to
// subscriptions, invoices, payments and checkout pages happens in the order in which it
// comes, before anything else is done or shown. The API, the pages and the actions change
// the state through it: a [Clock] is the door to the store that lets nobody see a renewal
// that is late. Start reading at [Clock.Update]; earliest lists what time brings.
package clock

import (
	"context"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/store"
)

const (
	// maxAdvance keeps a slip of the hand from billing for centuries.
	maxAdvance = 5 * 366 * 24 * time.Hour
	// idle is how often what time brings is done when nobody asks for anything.
	idle = 20 * time.Second
)

// Clock does what has become due before each update and view.
type Clock struct {
	store *store.Store
	known *horizon
}

// New makes the clock of a store.
func New(state *store.Store) *Clock { return &Clock{state, &horizon{}} }

// Now is the emulator's time.
func (c *Clock) Now() time.Time { return c.store.Now() }

// Update does what has become due, and then is [store.Store.Update].
func (c *Clock) Update(work func(tx *store.Tx) error) error {
	return c.store.Hold(func(held *store.Held) error {
		if err := c.known.catchUp(held); err != nil {
			return err
		}
		return held.Update(work)
	})
}

// View does what has become due, and then is [store.Store.View]; where what is due cannot
// be done, work does not run.
func (c *Clock) View(work func(tx *store.Tx)) error {
	return c.store.Hold(func(held *store.Held) error {
		if err := c.known.catchUp(held); err != nil {
			return err
		}
		held.View(work)
		return nil
	})
}

// CatchUp does what has become due.
func (c *Clock) CatchUp() error { return c.store.Hold(c.known.catchUp) }

// Advance lets time pass, and does what it brings in the order in which it
// comes. Time does not go back.
func (c *Clock) Advance(by time.Duration) error {
	if by < 0 || by > maxAdvance {
		return apierror.BadParam("seconds", "", "Time passes forward, five years at most.")
	}
	err := c.Update(func(tx *store.Tx) error {
		tx.Advance(by)
		return nil
	})
	if err != nil {
		return err
	}
	return c.CatchUp()
}

// Run lets time bring what is due when nobody asks for anything.
func (c *Clock) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(idle):
			_ = c.CatchUp() // the next request says what is wrong
		}
	}
}
