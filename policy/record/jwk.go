package record

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// jwk is a public Ed25519 key as RFC 8037 writes it.
type jwk struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	Use       string `json:"use,omitempty"`
	Algorithm string `json:"alg,omitempty"`
	ID        string `json:"kid"`
	X         string `json:"x"` // the key in base64url
	// NotBefore and NotAfter are the period of the key in seconds since 1970, by the names of RFC
	// 7519: what it signed at another time is not valid. A key in use has no end.
	NotBefore int64 `json:"nbf,omitempty"`
	NotAfter  int64 `json:"exp,omitempty"`
}

type jwkSet struct {
	Keys []jwk `json:"keys"`
}

// KeySet writes public keys, by their ids, with their periods as a JWK set (RFC 7517): the form in
// which strangers get them. The same keys give the same bytes.
func KeySet(keys Keys) ([]byte, error) {
	set := jwkSet{Keys: []jwk{}}
	for _, id := range slices.Sorted(maps.Keys(keys)) {
		key := keys[id]
		if len(key.Public) != ed25519.PublicKeySize || id != KeyID(key.Public) {
			return nil, fmt.Errorf("the signing key %s is damaged", id)
		}
		set.Keys = append(set.Keys, jwk{
			"OKP", "Ed25519", "sig", "EdDSA", id, base64.RawURLEncoding.EncodeToString(key.Public),
			secondsOf(key.NotBefore), secondsOf(key.NotAfter),
		})
	}
	text, err := json.MarshalIndent(set, "", "  ")
	return append(text, '\n'), err
}

// secondsOf returns the seconds since 1970; 0 for none.
func secondsOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// momentOf returns the moment; the zero value for 0.
func momentOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// ErrNoKeys: a JWK set without a key that could have signed a policy.
var ErrNoKeys = errors.New("there is no Ed25519 key in the set of keys")

// ParseKeySet reads the Ed25519 keys of a JWK set, by their ids. Keys of other
// kinds are passed over: a set may hold some.
func ParseKeySet(text []byte) (Keys, error) {
	var set jwkSet
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fmt.Errorf("this is not a JWK set: %w", err)
	}
	keys := Keys{}
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
		keys[k.ID] = Key{key, momentOf(k.NotBefore), momentOf(k.NotAfter)}
	}
	if len(keys) == 0 {
		return nil, ErrNoKeys
	}
	return keys, nil
}
