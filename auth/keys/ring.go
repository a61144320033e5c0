// Package keys derives the site's keys from its secret, and signs, seals and
// encrypts with them: the tokens of sessions and of mailed links, what a browser
// keeps for us, and the secrets that the database keeps.
//
// Everything that leaves the program and has to come back unaltered goes through
// a [Ring], so any package above may hold one. It knows no database, no account
// and no request. Start reading at [Ring]; each of the other files is one use.
package keys

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// Ring holds the keys that sign everything which leaves the program and comes
// back. Each secret gives one root key, whose id stands in every token. The first
// key signs; the others come from previous secrets and still verify.
type Ring struct{ roots []rootKey }

// ErrToken is returned for a token that this ring did not sign, that is for
// another use, or that is out of date. It does not say which.
var ErrToken = errors.New("the token is not one of ours, or not valid now")

// rootKey is what all keys of one secret are derived from.
type rootKey struct {
	id      string
	root    []byte
	access  []byte
	refresh []byte
}

// New derives the keys from a secret of 32 characters or more, and from the
// secrets that were used before it.
func New(secret string, previous ...string) (Ring, error) {
	var r Ring
	for _, text := range append([]string{secret}, previous...) {
		key, err := newRootKey(text)
		if err != nil {
			return Ring{}, err
		}
		r.roots = append(r.roots, key)
	}
	return r, nil
}

func newRootKey(secret string) (rootKey, error) {
	root, err := hkdf.Key(sha256.New, []byte(secret), nil, "prokken root", sha256.Size)
	if err != nil {
		return rootKey{}, err
	}
	id, err := hkdf.Key(sha256.New, root, nil, "prokken key id", 6)
	k := rootKey{id: encode(id), root: root}
	k.access, k.refresh = k.key("access"), k.key(forRefresh) // every request of a member needs one of them
	return k, err
}

// PolicyKey returns the key that signs published policies. It is derived from the
// current secret; its public half is stored in the database, so that what it
// signed can be checked after the secret has changed.
func (r Ring) PolicyKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(r.current().key("policy signature"))
}

// current returns the key that signs.
func (r Ring) current() rootKey { return r.roots[0] }

// byID finds the key that a token names.
func (r Ring) byID(id string) (rootKey, bool) {
	for _, key := range r.roots {
		if key.id == id {
			return key, true
		}
	}
	return rootKey{}, false
}

// key derives the key for one purpose.
func (k rootKey) key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, k.root, nil, "prokken "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for an absurd length
	}
	return key
}

// mac signs the parts for one purpose. No part may contain a NUL.
func (k rootKey) mac(purpose string, parts ...string) string {
	key := k.refresh
	if purpose != forRefresh {
		key = k.key(purpose)
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(strings.Join(parts, "\x00")))
	return encode(h.Sum(nil))
}

// CounterKey returns the name under which a counter is stored, so that the
// database does not say whom the counter is about.
func (r Ring) CounterKey(parts ...string) string { return r.current().mac("throttle", parts...) }

// verify reports whether mac is the signature of the parts.
func (k rootKey) verify(mac, purpose string, parts ...string) bool {
	return hmac.Equal([]byte(mac), []byte(k.mac(purpose, parts...)))
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
