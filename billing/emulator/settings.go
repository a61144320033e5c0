package emulator

import (
	"math/rand/v2"
	"time"
)

// only1 is the id of the settings, of which there is one.
const only1 = "settings"

type (
	settings struct {
		ClockOffset time.Duration `json:"clock_offset"`
		Switches    Switches      `json:"switches"`
	}

	// Switches make the emulator behave as badly as the net can.
	Switches struct {
		Duplicate  int     `json:"duplicate"`   // how often an event is sent besides
		Shuffle    bool    `json:"shuffle"`     // events come in any order
		Redirect   string  `json:"redirect"`    // webhooks come "before" the customer is back, or "after"; "" does not care
		Drop       float64 `json:"drop"`        // the share of events that is never sent
		DelayMS    int     `json:"delay_ms"`    // how long each waits
		APIVersion string  `json:"api_version"` // events of a newer version, with its fields missing
		Unpaid     bool    `json:"unpaid"`      // a subscription that is never paid becomes unpaid, not canceled
		Seed       uint64  `json:"seed"`        // of shuffling and dropping; 0 is any
	}
)

// settings may be changed; the caller holds the lock.
func (e *Emulator) settings() *settings {
	if set := e.state.settings.get(only1); set != nil {
		return set
	}
	return e.state.settings.put(only1, &settings{})
}

// Switches are how the emulator behaves now.
func (e *Emulator) Switches() Switches {
	e.mu.Lock()
	defer e.mu.Unlock()
	if set := e.state.settings.look(only1); set != nil {
		return set.Switches
	}
	return Switches{}
}

// SetSwitches changes how the emulator behaves from now on.
func (e *Emulator) SetSwitches(to Switches) error {
	if to.Drop < 0 || to.Drop > 1 || to.Duplicate < 0 || to.Duplicate > 10 || to.DelayMS < 0 || to.DelayMS > 600_000 {
		return badParam("switches", "", "A switch is out of its bounds.")
	}
	if !among([]string{"", "before", "after"}, to.Redirect) {
		return badParam("redirect", "", "It is before, after or empty.")
	}
	err := e.transact(func() error {
		e.settings().Switches = to
		return nil
	})
	e.mu.Lock()
	defer e.mu.Unlock()
	e.reseed()
	return err
}

func (e *Emulator) reseed() {
	seed := rand.Uint64()
	if set := e.state.settings.look(only1); set != nil && set.Switches.Seed != 0 {
		seed = set.Switches.Seed
	}
	e.random = rand.New(rand.NewPCG(seed, seed))
}
