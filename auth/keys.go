// Package auth holds accounts' passwords, sessions and tokens. It knows nothing
// of HTTP. Start reading at [Service]; session.go tells how rotation works.
package auth

import (
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

// Keys sign everything that leaves the program and comes back. All of them are
// derived from one secret; ID names that secret in every token.
type Keys struct {
	ID   string
	root []byte
}

// NewKeys derives the keys from a secret of 32 characters or more.
func NewKeys(secret string) (Keys, error) {
	root, err := hkdf.Key(sha256.New, []byte(secret), nil, "prokken root", sha256.Size)
	if err != nil {
		return Keys{}, err
	}
	id, err := hkdf.Key(sha256.New, root, nil, "prokken key id", 6)
	return Keys{ID: encode(id), root: root}, err
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

// key is the key for one purpose.
func (k Keys) key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, k.root, nil, "prokken "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for an absurd length
	}
	return key
}

// mac signs the parts for one purpose. No part holds a NUL.
func (k Keys) mac(purpose string, parts ...string) string {
	h := hmac.New(sha256.New, k.key(purpose))
	h.Write([]byte(strings.Join(parts, "\x00")))
	return encode(h.Sum(nil))
}

// verify reports whether mac is the signature of the parts.
func (k Keys) verify(mac, purpose string, parts ...string) bool {
	return hmac.Equal([]byte(mac), []byte(k.mac(purpose, parts...)))
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
