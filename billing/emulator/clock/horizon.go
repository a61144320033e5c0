package clock

import (
	"math"
	"time"

	"github.com/prokken/prokken/billing/emulator/store"
)

// horizon is when time next brings something; it is found again when the state changes.
// Its methods are given the lock of the store, which guards it.
type horizon struct {
	isKnown bool
	version uint64 // of the state for which it is known
	at      int64
}

// catchUp does what has become due, each in an update of its own at the moment at which it
// was due.
func (h *horizon) catchUp(held *store.Held) error {
	until, at := held.Now().Unix(), int64(1)
	for !h.isKnown || h.version != held.Version() || h.at <= until {
		next := h.look(held)
		if h.at > until {
			return nil
		}
		at = max(next.at, at)
		if err := held.UpdateAt(time.Unix(at, 0), next.do); err != nil {
			return err
		}
		h.isKnown = false
	}
	return nil
}

// look finds what time brings next.
func (h *horizon) look(held *store.Held) due {
	var next due
	held.View(func(tx *store.Tx) { next = earliest(tx) })
	h.isKnown, h.version, h.at = true, held.Version(), next.at
	if next.do == nil {
		h.at = math.MaxInt64
	}
	return next
}
