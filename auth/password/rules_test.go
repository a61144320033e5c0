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

// TestOneSpelling: a letter with its accent and one with a combining accent are the same
// password, also where it was hashed before that was so.
func TestOneSpelling(t *testing.T) {
	composed, combined := "caf\u00e9 au lait noir", "cafe\u0301 au lait noir"
	h := NewHasher(1, Cost{Memory: 8, Passes: 1})
	for _, chosen := range []string{composed, combined} {
		hash, err := h.Hash(t.Context(), chosen)
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{composed, combined} {
			if matches, err := h.Matches(t.Context(), typed, hash); err != nil || !matches {
				t.Errorf("%+q does not open %+q: %v", typed, chosen, err)
			}
		}
		if matches, _ := h.Matches(t.Context(), "cafe au lait noir", hash); matches {
			t.Error("any letter opens it")
		}
	}
	salt := []byte("0123456789abcdef")
	key, err := h.derive(t.Context(), combined, salt)
	if err != nil {
		t.Fatal(err)
	}
	if matches, err := h.Matches(t.Context(), combined, h.encode(salt, key)); err != nil || !matches {
		t.Errorf("a hash of before: %v", err)
	}
}
