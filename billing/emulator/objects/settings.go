package objects

import "time"

type (
	// Settings is how the emulator is set up.
	Settings struct {
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
