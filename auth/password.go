package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

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

// The length of a password, in characters.
const (
	ShortestPassword = 12
	LongestPassword  = 128
)

// dummyHash is a hash of no known password. Checking against it costs an
// unknown address the time that a known one takes.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$Zx0yTq1k2m3n4o5p6q7r8s9t0u1v2w3x4y5z6A7B8C8"

// checkPassword says what is wrong with a new password for that address, or "".
func (s *Service) checkPassword(password, email string) string {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.Contains(password, "\x00"):
		return "That holds characters we cannot read. Please choose others."
	case n < ShortestPassword:
		return fmt.Sprintf("Please use at least %d characters. A few words in a row make a good password.", ShortestPassword)
	case n > LongestPassword:
		return fmt.Sprintf("Please use at most %d characters.", LongestPassword)
	case isCommon(password):
		return "Many people use that one, so it is the first that is guessed. Please choose another."
	case holdsContext(password, contextWords(s.siteName, email)):
		return "Please leave your address and our name out of it: they are easy to guess."
	}
	return ""
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
