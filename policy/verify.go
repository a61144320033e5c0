package policy

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/prokken/prokken/models"
)

// Keys are the public keys that versions were signed with, by their ids.
func (l *Library) Keys(ctx context.Context) (map[string]ed25519.PublicKey, error) {
	rows, err := l.db.SigningKeys(ctx)
	if err != nil {
		return nil, err
	}
	keys := map[string]ed25519.PublicKey{}
	for _, row := range rows {
		key, err := base64.RawURLEncoding.DecodeString(row.PublicKey)
		if err != nil || len(key) != ed25519.PublicKeySize || KeyID(key) != row.ID {
			return nil, fmt.Errorf("the signing key %s is damaged", row.ID)
		}
		keys[row.ID] = key
	}
	return keys, nil
}

// Verify checks the chain of all versions of a policy: documents, hashes,
// signatures, numbers. It returns how many there are.
func (l *Library) Verify(ctx context.Context, slug string) (int64, error) {
	keys, err := l.Keys(ctx)
	if err != nil {
		return 0, err
	}
	p, err := l.db.PolicyBySlug(ctx, l.site, slug)
	if err != nil {
		return 0, err
	}
	var number int64
	previous := ""
	err = l.db.EachPublished(ctx, p.ID, func(row models.PolicyVersion) error {
		number++
		if err := verifyRow(row, slug, number, previous, keys); err != nil {
			return fmt.Errorf("%s, version %d: %w", slug, number, err)
		}
		previous = row.RecordSHA256
		return nil
	})
	return number, err
}

// verifyRow compares the signed record with what the row says of itself, too.
func verifyRow(row models.PolicyVersion, slug string, number int64, previous string, keys map[string]ed25519.PublicKey) error {
	statement := Statement{
		Document: json.RawMessage(row.Document), Record: json.RawMessage(row.Record), SHA256: row.RecordSHA256, Signature: row.Signature, Key: row.KeyID,
	}
	record, err := statement.Verify(keys)
	if err != nil {
		return err
	}
	if record.Number != number || record.Previous != previous {
		return ErrChain
	}
	if hashOf(row.Document) != row.SHA256 {
		return ErrAltered
	}
	row.SHA256 = record.Document // the same, but for versions of before there was a canonical form
	if record != recordOf(row, slug, previous) {
		return ErrAltered
	}
	return nil
}
