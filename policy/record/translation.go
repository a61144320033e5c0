package record

import (
	"encoding/json"

	"github.com/prokken/prokken/policy"
)

// Translation is what is signed of a published translation. It names the version that the
// words were made of by the hash of that version's record, and the translation before it of the
// same policy in the same language, as a [Version] names the version before.
type Translation struct {
	Site        string `json:"site"`
	Slug        string `json:"slug"`
	Language    string `json:"language"` // BCP 47
	Number      int64  `json:"translation"`
	Version     int64  `json:"version"`
	Original    string `json:"version_record_sha256"`
	Words       string `json:"words_sha256"` // of the canonical words
	Previous    string `json:"previous_sha256"`
	PublishedAt string `json:"published_at"` // RFC 3339, UTC
	// Sentences are those of the words, with what each rested on as they were published.
	Sentences []policy.TranslatedBasis `json:"sentences"`
}

// CheckSite returns [ErrSite] unless the record is of the site with that address.
func (r Translation) CheckSite(address string) error {
	return checkSite("a translation", r.Site, address)
}

// SignTranslation returns the record as canonical JSON, with its hash and its signature.
func (s Signer) SignTranslation(r Translation) (text, hash, signature string, err error) {
	return s.sign(r)
}

// TranslationStatement is a translation as anyone can check it: the words, the record, and the
// signature over the canonical JSON of the record.
type TranslationStatement struct {
	Words     json.RawMessage `json:"words"`
	Record    json.RawMessage `json:"record"`
	SHA256    string          `json:"sha256"` // of the record
	Signature string          `json:"signature"`
	Key       string          `json:"key"`
}

// Verify checks the statement with the public keys by their ids, and returns its record. The
// JSON may be indented: it is brought into its canonical form.
func (s TranslationStatement) Verify(keys Keys) (Translation, error) {
	var r Translation
	if err := (signed{s.Record, s.SHA256, s.Signature, s.Key}).verify(keys, &r); err != nil {
		return r, err
	}
	if err := keys[s.Key].covers(r.PublishedAt); err != nil { // it is signed as it is published
		return r, err
	}
	if _, hash, err := policy.Canonical(s.Words); err != nil || hash != r.Words {
		return r, ErrAltered
	}
	return r, nil
}
