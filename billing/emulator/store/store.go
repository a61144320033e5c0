// Package store keeps the state of the Stripe emulator: tables of Stripe's objects, in
// memory and, where it has a file, in SQLite. All packages of the emulator but objects may
// call it, and nothing else. The state can be reached inside [Store.Update] and
// [Store.View] alone: they hold the lock, and the [Tx] that they hand out ends with them.
// Start reading at [Store.Update]; [Table] says how objects are read and changed.
package store

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// Prefix is the path under which the emulator is mounted.
const Prefix = "/dev/stripe"

// ErrRehearsed ends an Update whose changes are not to stay.
var ErrRehearsed = errors.New("only a rehearsal")

// Store is the state and its lock.
type Store struct {
	baseURL string           // of the site
	clock   func() time.Time // the clock that the offset is added to

	mu      sync.Mutex // guards all below
	tables  *tables
	db      *database
	random  *rand.Rand
	version uint64    // of the state; each Update that changes something makes another
	stored  func(*Tx) // is told of each Update that was stored
}

// Open reads the state that a file holds; with no file it is empty, and forgotten in the
// end. The site at baseURL is the one that webhooks go to and that pages are shown on.
func Open(file, baseURL string) (*Store, error) {
	db, err := openDatabase(file)
	if err != nil {
		return nil, err
	}
	s := &Store{baseURL: baseURL, clock: time.Now, tables: newTables(), db: db, stored: func(*Tx) {}}
	if err := s.tables.load(db); err != nil {
		return nil, errors.Join(err, db.close())
	}
	s.random = newRandom(s.tables.switches().Seed)
	return s, nil
}

// Close closes the file; the state cannot be changed afterwards.
func (s *Store) Close() error { return s.db.close() }

// OnStored sets what is told of each Update when it is stored, before the lock is given
// back. It must be set before the first Update.
func (s *Store) OnStored(do func(*Tx)) { s.stored = do }

// Update runs work, which may change the state. All that it changed is stored in one
// step, or, where work or storing fails, undone.
func (s *Store) Update(work func(tx *Tx) error) error {
	return s.Hold(func(held *Held) error { return held.Update(work) })
}

// View runs work, which only reads. What it changes all the same is undone.
func (s *Store) View(work func(tx *Tx)) {
	_ = s.Hold(func(held *Held) error { held.View(work); return nil })
}

// Now is the emulator's time: the machine's, and what the clock was set forward by.
func (s *Store) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Store) now() time.Time { return s.clock().Add(s.tables.clockOffset()) }

// newRandom is a source of random numbers; a seed of 0 is any.
func newRandom(seed uint64) *rand.Rand {
	if seed == 0 {
		seed = rand.Uint64()
	}
	return rand.New(rand.NewPCG(seed, seed))
}
