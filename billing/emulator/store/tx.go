package store

import (
	"bytes"
	"math/rand/v2"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// Tx is one update, or one view, of the state: the tables of all objects, and what belongs
// to this update alone. It ends with the function that it was given to; whoever keeps it
// for longer finds no tables in it.
type Tx struct {
	*tables
	Request   *objects.EventRequest // the API request that the update answers; nil for none
	Unsent    []string              // the deliveries that go out when the update is stored
	Redirects bool                  // a customer pays on a hosted page, and is redirected when it is stored

	store     *Store
	now       time.Time
	announced map[string][]byte // what was announced last, by type
}

func (tx *Tx) end() { tx.tables, tx.store = nil, nil }

// Now is the moment at which the update takes place.
func (tx *Tx) Now() time.Time { return tx.now }

// SiteURL is an address on the site; "" where there is no site.
func (tx *Tx) SiteURL(path string) string {
	if tx.store.baseURL == "" {
		return ""
	}
	return tx.store.baseURL + path
}

// PageURL is the address of one of the emulator's own pages.
func (tx *Tx) PageURL(path string) string { return tx.store.baseURL + Prefix + path }

// Random is the source of what the switches leave to chance.
func (tx *Tx) Random() *rand.Rand { return tx.store.random }

// Announced notes what is announced, and reports whether this update has announced the
// same thing last.
func (tx *Tx) Announced(kind string, shown []byte) bool {
	same := bytes.Equal(tx.announced[kind], shown)
	tx.announced[kind] = shown
	return same
}

// Switches are how the emulator behaves now.
func (tx *Tx) Switches() objects.Switches { return tx.switches() }

// SetSwitches changes how the emulator behaves.
func (tx *Tx) SetSwitches(to objects.Switches) {
	tx.changeSettings().Switches = to
	tx.store.random = newRandom(to.Seed)
}

// Advance sets the clock forward; the moment of this update stays.
func (tx *Tx) Advance(by time.Duration) { tx.changeSettings().ClockOffset += by }

// Reset removes all objects and sets the clock back; the switches stay.
func (tx *Tx) Reset() {
	for _, one := range tx.all() {
		if one.name() != settingsKind {
			one.clear()
		}
	}
	tx.changeSettings().ClockOffset = 0
}
