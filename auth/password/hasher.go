package password

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

// The cost of a hash: OWASP's floor for argon2id.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2
	hashThreads = 1
	hashLength  = 32
	saltLength  = 16
)

// Dummy is a hash of no known password. Checking against it costs an
// unknown address the time that a known one takes.
const Dummy = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$Zx0yTq1k2m3n4o5p6q7r8s9t0u1v2w3x4y5z6A7B8C8"

// MakeRoom gives Go a slot for each of that many hashes at once (0: one per
// processor), beside the slots of all other work, and returns their number. A page
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

// Hasher hashes only so many passwords at once: each takes 19 MiB, and more
// than one per processor makes none of them faster. Copies share their slots.
type Hasher struct{ slots chan struct{} }

// NewHasher returns a hasher of that many passwords at once; of 0, one per
// processor.
func NewHasher(atOnce int) Hasher {
	if atOnce == 0 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	return Hasher{slots: make(chan struct{}, atOnce)}
}

// Hash returns the password's hash in PHC form.
func (h Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key, err := h.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// Matches reports whether the password has that hash.
func (h Hasher) Matches(ctx context.Context, password, phc string) (bool, error) {
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
func (h Hasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, hashLength), nil
}
