package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// MakeRoom gives Go a slot for each of that many hashes at once (0: one a
// processor), beside those of all other work, and returns their number. A page
// then waits for the system's scheduler, which is fair, and not behind a hash
// that Go lets run for ten milliseconds.
func MakeRoom(hashes int) int {
	processors := runtime.GOMAXPROCS(0)
	if hashes == 0 {
		hashes = processors
	}
	runtime.GOMAXPROCS(processors + hashes)
	return hashes
}

// hasher hashes only so many passwords at once: each takes 19 MiB, and more
// than one a processor makes none of them faster.
type hasher struct{ slots chan struct{} }

func newHasher(atOnce int) hasher {
	if atOnce == 0 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	return hasher{slots: make(chan struct{}, atOnce)}
}

// hash returns the password's hash in PHC form.
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key, err := h.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// matches reports whether the password has that hash.
func (h hasher) matches(ctx context.Context, password, phc string) (bool, error) {
	parts := strings.Split(phc, "$")
	want := fmt.Sprintf("v=%d m=%d,t=%d,p=%d", argon2.Version, hashMemory, hashTime, hashThreads)
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2]+" "+parts[3] != want {
		return false, fmt.Errorf("a stored password hash is not one of ours")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("a stored password hash has a broken salt: %w", err)
	}
	key, err := h.derive(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare([]byte(base64.RawStdEncoding.EncodeToString(key)), []byte(parts[5])) == 1, nil
}

// derive waits for a slot; a caller who goes away leaves the queue.
func (h hasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, hashLength), nil
}
