package actions

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Switches are how the emulator behaves now.
func (a *Actions) Switches() (now objects.Switches) {
	a.store.View(func(tx *store.Tx) { now = tx.Switches() })
	return now
}

// SetSwitches changes how the emulator behaves from now on.
func (a *Actions) SetSwitches(to objects.Switches) error {
	if to.Drop < 0 || to.Drop > 1 || to.Duplicate < 0 || to.Duplicate > 10 || to.DelayMS < 0 || to.DelayMS > 600_000 {
		return apierror.BadParam("switches", "", "A switch is out of its bounds.")
	}
	if !slices.Contains([]string{"", "before", "after"}, to.Redirect) {
		return apierror.BadParam("redirect", "", "It is before, after or empty.")
	}
	return a.clock.Update(func(tx *store.Tx) error {
		tx.SetSwitches(to)
		return nil
	})
}

// Reset forgets everything but how the emulator is set up.
func (a *Actions) Reset() error {
	return a.clock.Update(func(tx *store.Tx) error {
		tx.Reset()
		return nil
	})
}
