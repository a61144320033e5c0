// Package record signs what a site published, and checks what others say was published: the
// record of a version of a policy, that of a translation, and the keys that sign them. It builds
// on package policy and knows no site, no database and no HTTP. Start reading at [Version] and
// [Statement].
package record

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/weight"
)

// Version is what is signed of a published version. It names the site first, so
// that a statement of one site cannot be shown as another's. Each holds the hash
// of the one before it, so that none can be taken out, put in or changed unseen.
type Version struct {
	Site        string             `json:"site"`            // the address of the site that published it, as https://prokken.com
	Names       []string           `json:"names,omitempty"` // of the site, as its policies call it: "Prokken"
	Slug        string             `json:"slug"`
	Number      int64              `json:"number"`
	Document    string             `json:"document_sha256"` // of the canonical document
	Previous    string             `json:"previous_sha256"` // of the record before; "" for the first
	Summary     string             `json:"summary"`
	Materiality weight.Materiality `json:"materiality"`
	Lost        []weight.LostCheck `json:"no_longer_checked,omitempty"` // against the version that this one replaces
	PublishedOn string             `json:"published_on"`                // a day in the site's zone
	PublishedAt string             `json:"published_at"`                // RFC 3339, in the site's zone
	EffectiveAt string             `json:"effective_at"`
	// SignedAt is when the key signed: RFC 3339, UTC. A text that was public before this program
	// served it is signed later than it was published.
	SignedAt string `json:"signed_at"`
	Contact  string `json:"contact,omitempty"` // the e-mail address that the page printed
	Related  []Link `json:"related,omitempty"` // the policies that it pointed at
	// Sentences are all texts of the document in the order of the page, with what each rested on
	// when the version was published.
	Sentences []policy.SentenceBasis `json:"sentences"`
}

// Link is a title with an address on the site.
type Link struct {
	Title string `json:"title"`
	Href  string `json:"href"`
}

// Signer signs records. Its ID is made of the public key.
type Signer struct {
	ID  string
	key ed25519.PrivateKey
}

// NewSigner signs with the key.
func NewSigner(key ed25519.PrivateKey) Signer {
	return Signer{
		ID:  KeyID(key.Public().(ed25519.PublicKey)),
		key: key,
	} //nolint:forcetypeassert // crypto/ed25519 documents the type
}

// KeyID names a public key: the start of its SHA-256.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// PublicKey returns the public half of the key: 32 bytes in base64 (RFC 4648, section 5).
func (s Signer) PublicKey() string {
	public := s.key.Public().(ed25519.PublicKey) //nolint:forcetypeassert // crypto/ed25519 documents the type
	return base64.RawURLEncoding.EncodeToString(public)
}

// Sign returns the record as canonical JSON, with its hash and its signature.
func (s Signer) Sign(r Version) (text, hash, signature string, err error) { return s.sign(r) }

func (s Signer) sign(record any) (text, hash, signature string, err error) {
	if text, hash, err = policy.Canonical(record); err != nil {
		return "", "", "", err
	}
	return text, hash, base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.key, []byte(text))), nil
}

// Statement is a version as anyone can check it: the document, the record, and
// the signature over the canonical JSON of the record.
type Statement struct {
	Document  json.RawMessage `json:"document"`
	Record    json.RawMessage `json:"record"`
	SHA256    string          `json:"sha256"` // of the record
	Signature string          `json:"signature"`
	Key       string          `json:"key"`
}

// What a check can find.
var (
	ErrAltered   = errors.New("the document is not the one that was signed")
	ErrSignature = errors.New("the signature does not fit")
	ErrChain     = errors.New("the chain of versions is broken")
	ErrSite      = errors.New("it is another site's")
)

// CheckSite returns [ErrSite] unless the record is of the site with that address.
func (r Version) CheckSite(address string) error {
	return checkSite("a version", r.Site, address)
}

func checkSite(what, site, address string) error {
	if site == address {
		return nil
	}
	if site == "" {
		site = "a site that it does not name"
	}
	return fmt.Errorf("it is signed as %s of %s, not of %s: %w", what, site, address, ErrSite)
}

// Verify checks the statement with the public keys by their ids, and returns its
// record. The JSON may be indented: it is brought into its canonical form.
func (s Statement) Verify(keys Keys) (Version, error) {
	var r Version
	document, hash, err := policy.Canonical(s.Document)
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrAltered, err)
	}
	if err := (signed{s.Record, s.SHA256, s.Signature, s.Key}).verify(keys, &r); err != nil {
		return r, err
	}
	if hash != r.Document {
		return r, ErrAltered
	}
	if err := keys[s.Key].covers(r.SignedAt); err != nil {
		return r, err
	}
	if d, err := policy.ParseCanonical(document); err != nil || d.Slug != r.Slug {
		return r, ErrAltered
	}
	return r, nil
}

// signed is a record as a statement holds it.
type signed struct {
	record                 json.RawMessage
	sha256, signature, key string
}

// verify reads the record into the value, and checks its signature and its hash.
func (s signed) verify(keys Keys, into any) error {
	record, hash, err := policy.Canonical(s.record)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if err := json.Unmarshal([]byte(record), into); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	signature, err := base64.RawURLEncoding.DecodeString(s.signature)
	key, known := keys[s.key]
	switch {
	case !known:
		return fmt.Errorf("%w: the key %q is not known", ErrSignature, s.key)
	case err != nil || !ed25519.Verify(key.Public, []byte(record), signature):
		return ErrSignature
	case hash != s.sha256:
		return ErrAltered
	}
	return nil
}
