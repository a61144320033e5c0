package commands

import (
	"context"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/auth/password/hashing"
)

// hashPasswords is what a server starts beside itself: see [hashing.Work].
type hashPasswords struct{}

// hashPasswordsWord is the command as the server gives it to itself.
const hashPasswordsWord = "hash-passwords"

// Run hashes what comes in until nothing does any more.
func (hashPasswords) Run(_ context.Context, i Invocation) error { return hashing.Work(i.in, i.out) }

// openHasher returns a hasher of that many passwords at once (0: one per processor) with
// processes of its own, and what ends them.
func openHasher(atOnce int) (password.Hasher, *hashing.Pool) {
	pool := hashing.NewPool(hashing.Self(), hashPasswordsWord)
	return password.NewHasher(atOnce, password.Recommended).With(pool), pool
}
