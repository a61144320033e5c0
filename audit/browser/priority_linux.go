package browser

import "github.com/prokken/prokken/priority"

// steps is how often a browser is asked to step back: what it starts meanwhile may be missed.
const steps = 10

// stepBack gives the processes of a browser, and so those that they start, low priority.
// Where the machine does not allow it they keep the one that they have.
func stepBack(folder string) {
	for range steps {
		changed := false
		for _, pid := range processesUsing(folder) {
			changed = priority.Lower(pid) || changed
		}
		if !changed {
			return
		}
	}
}
