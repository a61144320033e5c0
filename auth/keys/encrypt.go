package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// ErrSealed is returned when no configured secret can read what was encrypted.
var ErrSealed = errors.New("encrypted with a secret that is not configured, or damaged")

// Derive returns a secret of that many bytes that nobody without the key can work out; the
// same for the same purpose and parts. No part may contain a NUL.
func (r Ring) Derive(purpose string, length int, parts ...string) []byte {
	secret, err := hkdf.Key(sha256.New, r.current().key(purpose), nil, strings.Join(parts, "\x00"), length)
	if err != nil {
		panic(err) // only for an absurd length
	}
	return secret
}

// Encrypt hides a secret that the database has to store. [Ring.Decrypt] can read
// it only for the same purpose and owner.
func (r Ring) Encrypt(purpose, owner string, secret []byte) (string, error) {
	key := r.current()
	aead, err := key.aead(purpose)
	if err != nil {
		return "", err
	}
	return key.id + "." + encode(aead.Seal(nil, nil, secret, []byte(owner))), nil
}

// Decrypt reads what [Ring.Encrypt] hid for that purpose and owner, with whichever
// secret it was hidden; it returns ErrSealed if none of them fits.
func (r Ring) Decrypt(purpose, owner, sealed string) ([]byte, error) {
	id, text, _ := strings.Cut(sealed, ".")
	key, found := r.byID(id)
	box, err := base64.RawURLEncoding.DecodeString(text)
	if !found || err != nil {
		return nil, ErrSealed
	}
	aead, err := key.aead(purpose)
	if err != nil {
		return nil, err
	}
	secret, err := aead.Open(nil, nil, box, []byte(owner))
	if err != nil {
		return nil, ErrSealed
	}
	return secret, nil
}

// aead returns AES-256-GCM with a random nonce in front of the text.
func (k rootKey) aead(purpose string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.key("encrypt " + purpose))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// IsCurrent reports whether the current secret encrypted it.
func (r Ring) IsCurrent(sealed string) bool { return strings.HasPrefix(sealed, r.current().id+".") }
