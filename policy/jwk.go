package policy

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// jwk is a public Ed25519 key as RFC 8037 writes it.
type jwk struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	Use       string `json:"use,omitempty"`
	Algorithm string `json:"alg,omitempty"`
	ID        string `json:"kid"`
	X         string `json:"x"` // the key in base64url
}

type jwkSet struct {
	Keys []jwk `json:"keys"`
}

// KeySet writes public keys, by their ids, as a JWK set (RFC 7517): the form in
// which strangers get them. The same keys give the same bytes.
func KeySet(keys map[string]ed25519.PublicKey) ([]byte, error) {
	set := jwkSet{Keys: []jwk{}}
	for _, id := range slices.Sorted(maps.Keys(keys)) {
		key := keys[id]
		if len(key) != ed25519.PublicKeySize || id != KeyID(key) {
			return nil, fmt.Errorf("the signing key %s is damaged", id)
		}
		set.Keys = append(set.Keys, jwk{"OKP", "Ed25519", "sig", "EdDSA", id, base64.RawURLEncoding.EncodeToString(key)})
	}
	text, err := json.MarshalIndent(set, "", "  ")
	return append(text, '\n'), err
}

// ErrNoKeys: a JWK set without a key that could have signed a policy.
var ErrNoKeys = errors.New("there is no Ed25519 key in the set of keys")

// ParseKeySet reads the Ed25519 keys of a JWK set, by their ids. Keys of other
// kinds are passed over: a set may hold some.
func ParseKeySet(text []byte) (map[string]ed25519.PublicKey, error) {
	var set jwkSet
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fmt.Errorf("this is not a JWK set: %w", err)
	}
	keys := map[string]ed25519.PublicKey{}
	for _, k := range set.Keys {
		if k.Type != "OKP" || k.Curve != "Ed25519" {
			continue
		}
		key, err := base64.RawURLEncoding.DecodeString(k.X)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("the key %q is no Ed25519 key", k.ID)
		}
		if k.ID != KeyID(key) {
			return nil, fmt.Errorf("the key %q carries the id of another: its own is %s", k.ID, KeyID(key))
		}
		keys[k.ID] = key
	}
	if len(keys) == 0 {
		return nil, ErrNoKeys
	}
	return keys, nil
}
