package record

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"
)

// Key is a public key with the period in which it signed. NotAfter is zero while it is in use.
type Key struct {
	Public              ed25519.PublicKey
	NotBefore, NotAfter time.Time
}

// Keys are public keys by their ids.
type Keys map[string]Key

// ErrPeriod: a key that was not in use signed.
var ErrPeriod = errors.New("the key was not in use when this was signed")

// covers returns [ErrPeriod] unless the moment, in RFC 3339, is in the key's period.
func (k Key) covers(signedAt string) error {
	at, err := time.Parse(time.RFC3339Nano, signedAt)
	switch {
	case err != nil:
		return fmt.Errorf("%w: the record does not say when that was", ErrPeriod)
	case at.Before(k.NotBefore):
		return fmt.Errorf("%w: %s, before %s", ErrPeriod, signedAt, k.NotBefore.UTC().Format(time.RFC3339))
	case !k.NotAfter.IsZero() && at.After(k.NotAfter):
		return fmt.Errorf("%w: %s, after %s", ErrPeriod, signedAt, k.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}
