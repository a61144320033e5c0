package record

import (
	"encoding/json"

	"github.com/prokken/prokken/policy"
)

// ConsentHead is what is signed of the end of a site's chain of choices about cookies: the place
// of the last one, and its hash, which covers all before it.
type ConsentHead struct {
	ConsentsOf string `json:"consents_of"` // the id of the site
	Last       int64  `json:"last"`
	LastHash   string `json:"last_hash"`
	SignedAt   string `json:"signed_at"` // RFC 3339, UTC
}

// SignConsentHead returns the signature over the canonical JSON of the head.
func (s Signer) SignConsentHead(h ConsentHead) (signature string, err error) {
	_, _, signature, err = s.sign(h)
	return signature, err
}

// Verify checks the signature that the key with the id made of the head, and that it was in use.
func (h ConsentHead) Verify(keys Keys, id, signature string) error {
	text, hash, err := policy.Canonical(h)
	if err != nil {
		return err
	}
	if err := (signed{json.RawMessage(text), hash, signature, id}).verify(keys, new(ConsentHead)); err != nil {
		return err
	}
	return keys[id].covers(h.SignedAt)
}
