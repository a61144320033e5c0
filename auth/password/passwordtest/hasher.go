// Package passwordtest gives tests a hasher that costs next to nothing, and that
// counts. Start reading at [NewHasher].
package passwordtest

import (
	"context"
	"sync/atomic"

	"github.com/prokken/prokken/auth/password"
)

// cheap is the least that argon2id takes.
var cheap = password.Cost{Memory: 8, Passes: 1}

// Hasher hashes passwords as the program does, at the least cost, and counts how often.
type Hasher struct {
	password.Hasher
	count atomic.Int64
}

// NewHasher returns a hasher that has counted nothing yet.
func NewHasher() *Hasher { return &Hasher{Hasher: password.NewHasher(0, cheap)} }

// Count returns how often something was hashed, to store it or to compare it.
func (h *Hasher) Count() int64 { return h.count.Load() }

// Hash counts, and returns the password's hash.
func (h *Hasher) Hash(ctx context.Context, chosen string) (string, error) {
	h.count.Add(1)
	return h.Hasher.Hash(ctx, chosen)
}

// Matches counts, and reports whether the password has that hash.
func (h *Hasher) Matches(ctx context.Context, chosen, hash string) (bool, error) {
	h.count.Add(1)
	return h.Hasher.Matches(ctx, chosen, hash)
}
