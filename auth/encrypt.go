package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"strings"
)

// errSealed: what was encrypted cannot be read with any secret we have.
var errSealed = errors.New("encrypted with a secret that is not configured, or damaged")

// encrypt hides a secret that the database has to keep. It can be read only for
// the same purpose and owner.
func (k Keys) encrypt(purpose, owner string, secret []byte) (string, error) {
	key := k.current()
	aead, err := key.aead(purpose)
	if err != nil {
		return "", err
	}
	return key.id + "." + encode(aead.Seal(nil, nil, secret, []byte(owner))), nil
}

func (k Keys) decrypt(purpose, owner, sealed string) ([]byte, error) {
	id, text, _ := strings.Cut(sealed, ".")
	key, found := k.byID(id)
	box, err := base64.RawURLEncoding.DecodeString(text)
	if !found || err != nil {
		return nil, errSealed
	}
	aead, err := key.aead(purpose)
	if err != nil {
		return nil, err
	}
	secret, err := aead.Open(nil, nil, box, []byte(owner))
	if err != nil {
		return nil, errSealed
	}
	return secret, nil
}

// aead is AES-256-GCM with a random nonce in front of the text.
func (k rootKey) aead(purpose string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.key("encrypt " + purpose))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// isCurrent reports whether the signing secret encrypted it.
func (k Keys) isCurrent(sealed string) bool { return strings.HasPrefix(sealed, k.current().id+".") }
