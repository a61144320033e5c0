package password

import (
	"testing"

	"github.com/prokken/prokken/program"
)

// TestLength: one character less than that is too short.
func TestLength(t *testing.T) {
	const long = "violet tramway lantern spoon"
	for n, fits := range map[int]bool{program.MinPasswordLength - 1: false, program.MinPasswordLength: true} {
		if problem := Check(long[:n], "Prokken", "ada@example.com"); (problem == "") != fits {
			t.Errorf("%d characters: %q", n, problem)
		}
	}
}
