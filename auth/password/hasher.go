package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one hash takes: memory in KiB, and how often argon2id passes over it.
type Cost struct{ Memory, Passes uint32 }

// Recommended is OWASP's floor for argon2id. What is stored of people's passwords has
// this cost.
var Recommended = Cost{Memory: 19 * 1024, Passes: 2}

const (
	hashThreads = 1
	hashLength  = 32
	saltLength  = 16
)

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
type Hasher struct {
	slots   chan struct{}
	waiting *atomic.Int64
	cost    Cost
}

// NewHasher returns a hasher of that many passwords at once, of 0 one per
// processor, each at that cost.
func NewHasher(atOnce int, cost Cost) Hasher {
	if atOnce == 0 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	return Hasher{slots: make(chan struct{}, atOnce), waiting: new(atomic.Int64), cost: cost}
}

// Running returns how many passwords are hashed at the moment.
func (h Hasher) Running() int { return len(h.slots) }

// Waiting returns how many passwords wait for that.
func (h Hasher) Waiting() int { return int(h.waiting.Load()) }

// Hash returns the password's hash in PHC form.
func (h Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key, err := h.derive(ctx, norm.NFC.String(password), salt)
	if err != nil {
		return "", err
	}
	return h.encode(salt, key), nil
}

// Dummy returns a hash of no known password. Checking against it costs an
// unknown address the time that a known one takes.
func (h Hasher) Dummy() string {
	return h.encode([]byte("some random salt"), []byte("no password has this as its key."))
}

func (h Hasher) encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$%s$%s$%s", h.parameters(),
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func (h Hasher) parameters() string {
	return fmt.Sprintf("v=%d$m=%d,t=%d,p=%d", argon2.Version, h.cost.Memory, h.cost.Passes, hashThreads)
}

// Matches reports whether the password has that hash.
func (h Hasher) Matches(ctx context.Context, password, phc string) (bool, error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2]+"$"+parts[3] != h.parameters() {
		return false, fmt.Errorf("a stored password hash is not one of ours")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("a stored password hash has a broken salt: %w", err)
	}
	for _, written := range spellings(password) {
		key, err := h.derive(ctx, written, salt)
		if err != nil {
			return false, err
		}
		if subtle.ConstantTimeCompare([]byte(base64.RawStdEncoding.EncodeToString(key)), []byte(parts[5])) == 1 {
			return true, nil
		}
	}
	return false, nil
}

// spellings are the ways in which a password may have been hashed: in NFC, as keyboards
// differ in how they write é; and, before this was so, as it was typed.
func spellings(password string) []string {
	normal := norm.NFC.String(password)
	if normal == password {
		return []string{normal}
	}
	return []string{normal, password}
}

// derive waits for a slot; a caller who goes away leaves the queue.
func (h Hasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, h.cost.Passes, h.cost.Memory, hashThreads, hashLength), nil
}

func (h Hasher) enter(ctx context.Context) error {
	h.waiting.Add(1)
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
