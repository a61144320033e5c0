package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
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

// Derive returns the key of a password, of 32 bytes, by argon2id.
func (c Cost) Derive(password, salt []byte) []byte {
	return argon2.IDKey(password, salt, c.Passes, c.Memory, hashThreads, hashLength)
}

// Deriver derives keys somewhere: in this process, as [Cost] does, or in others.
type Deriver interface {
	Derive(cost Cost, password, salt []byte) (key []byte)
}

type here struct{}

// Derive implements [Deriver].
func (here) Derive(cost Cost, password, salt []byte) []byte { return cost.Derive(password, salt) }

// ErrBusy is for a password that would have to wait for too many others.
var ErrBusy = errors.New("too many passwords wait to be hashed")

// queueLength is how many passwords wait for each slot at most: of half a minute, on a slow machine.
const queueLength = 500

// Hasher hashes only so many passwords at once: each takes 19 MiB, and more
// than one per processor makes none of them faster. Copies share their slots.
type Hasher struct {
	slots   chan struct{}
	waiting *atomic.Int64
	cost    Cost
	deriver Deriver
}

// NewHasher returns a hasher of that many passwords at once, of 0 one per
// processor, each at that cost, in this process.
func NewHasher(atOnce int, cost Cost) Hasher {
	if atOnce == 0 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	return Hasher{slots: make(chan struct{}, atOnce), waiting: new(atomic.Int64), cost: cost, deriver: here{}}
}

// With returns the hasher with its keys derived elsewhere.
func (h Hasher) With(deriver Deriver) Hasher {
	h.deriver = deriver
	return h
}

// Running returns how many passwords are hashed at the moment.
func (h Hasher) Running() int { return len(h.slots) }

// IsFull reports whether so many passwords wait that the next one is refused with [ErrBusy].
func (h Hasher) IsFull() bool { return h.Waiting() >= queueLength*cap(h.slots) }

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

// derive waits for a slot, where not too many do; a caller who goes away leaves the queue.
func (h Hasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer func() { <-h.slots }()
	return h.deriver.Derive(h.cost, []byte(password), salt), nil
}

func (h Hasher) enter(ctx context.Context) error {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > int64(queueLength*cap(h.slots)) {
		return ErrBusy
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
