package commands

import (
	"os"
	"runtime/debug"
)

const (
	// collectAt is how much garbage, in percent of what is in use, is left before it is collected: what is in
	// use is little, and at Go's own 100 much of a page's time went into collecting.
	collectAt = 200
	// memoryLimit is where memory counts for more than time, in bytes.
	memoryLimit = 256 << 20
)

// collectSeldom has garbage collected less often than Go does by itself. The variables GOGC and GOMEMLIMIT
// have the last word.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
