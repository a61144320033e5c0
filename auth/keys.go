// Package auth holds accounts' passwords, sessions, second factors and tokens.
// It knows nothing of HTTP. Start reading at [Service]; refresh.go tells how
// rotation works.
package auth

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Keys sign everything that leaves the program and comes back. Each secret
// gives one root key, whose id stands in every token. The first one signs; the
// others are secrets of before, and still verify.
type Keys struct{ ring []rootKey }

// rootKey is what all keys of one secret are derived from.
type rootKey struct {
	id     string
	root   []byte
	access []byte
}

// NewKeys derives the keys from a secret of 32 characters or more, and from
// those that were used before it.
func NewKeys(secret string, previous ...string) (Keys, error) {
	var k Keys
	for _, one := range append([]string{secret}, previous...) {
		key, err := newRootKey(one)
		if err != nil {
			return Keys{}, err
		}
		k.ring = append(k.ring, key)
	}
	return k, nil
}

func newRootKey(secret string) (rootKey, error) {
	root, err := hkdf.Key(sha256.New, []byte(secret), nil, "prokken root", sha256.Size)
	if err != nil {
		return rootKey{}, err
	}
	id, err := hkdf.Key(sha256.New, root, nil, "prokken key id", 6)
	k := rootKey{id: encode(id), root: root}
	k.access = k.key("access")
	return k, err
}

// DevelopmentSecret reads the secret of a development server from the folder,
// and makes one, readable by the owner alone, the first time.
func DevelopmentSecret(dir string) (string, error) {
	file := filepath.Join(dir, "secret")
	secret, err := os.ReadFile(file)
	if err == nil && len(secret) >= 32 {
		return string(secret), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	made := rand.Text() + rand.Text()
	if err := os.WriteFile(file, []byte(made), 0o600); err != nil {
		return "", fmt.Errorf("cannot keep the development secret: %w", err)
	}
	return made, nil
}

// PolicyKey signs published policies. It is made of the current secret; its
// public half is kept in the database, so that what it signed can be checked when
// the secret has changed.
func (k Keys) PolicyKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(k.current().key("policy signature"))
}

// current is the key that signs.
func (k Keys) current() rootKey { return k.ring[0] }

// byID finds the key that a token names.
func (k Keys) byID(id string) (rootKey, bool) {
	for _, key := range k.ring {
		if key.id == id {
			return key, true
		}
	}
	return rootKey{}, false
}

// key is the key for one purpose.
func (k rootKey) key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, k.root, nil, "prokken "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for an absurd length
	}
	return key
}

// mac signs the parts for one purpose. No part holds a NUL.
func (k rootKey) mac(purpose string, parts ...string) string {
	h := hmac.New(sha256.New, k.key(purpose))
	h.Write([]byte(strings.Join(parts, "\x00")))
	return encode(h.Sum(nil))
}

// verify reports whether mac is the signature of the parts.
func (k rootKey) verify(mac, purpose string, parts ...string) bool {
	return hmac.Equal([]byte(mac), []byte(k.mac(purpose, parts...)))
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
