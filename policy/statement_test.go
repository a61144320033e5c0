package policy_test

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
)

// firstOfMay is when the key of the tests comes into use, after the text was published.
var firstOfMay = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// stated is a document that was signed, with the keys that verify it.
func stated(t *testing.T) (policy.Statement, policy.Keys) {
	t.Helper()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	signer := policy.NewSigner(key)
	d, err := policy.ParseYAML([]byte("slug: terms\ntitle: Terms\nintro:\n  - prose: Be kind.\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, hash, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	record, recordHash, signature, err := signer.Sign(policy.Record{
		Site: "https://prokken.com", Slug: "terms", Number: 2, Document: hash, Previous: strings.Repeat("0", 64),
		PublishedAt: "2026-04-16T00:00:00Z", SignedAt: "2026-05-01T12:00:00Z",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := policy.Statement{
		Document: json.RawMessage(text), Record: json.RawMessage(record), SHA256: recordHash, Signature: signature,
		Key: signer.ID,
	}
	return s, policy.Keys{signer.ID: {
		Public: key.Public().(ed25519.PublicKey), NotBefore: firstOfMay, NotAfter: firstOfMay.AddDate(0, 1, 0),
	}}
}

// TestStatementVerify: a document, a record or a hash that is not the one that was
// signed is found, each by itself.
func TestStatementVerify(t *testing.T) {
	replaced := func(text json.RawMessage, old, by string) json.RawMessage {
		return json.RawMessage(strings.Replace(string(text), old, by, 1))
	}
	for name, tt := range map[string]struct {
		change func(s *policy.Statement)
		want   error
	}{
		"as signed":        {func(*policy.Statement) {}, nil},
		"another document": {func(s *policy.Statement) { s.Document = replaced(s.Document, "kind", "rude") }, policy.ErrAltered},
		"another title":    {func(s *policy.Statement) { s.Document = replaced(s.Document, "Terms", "Other") }, policy.ErrAltered},
		"another record":   {func(s *policy.Statement) { s.Record = replaced(s.Record, `"number":2`, `"number":3`) }, policy.ErrSignature},
		"previous record":  {func(s *policy.Statement) { s.Record = replaced(s.Record, "0000", "1111") }, policy.ErrSignature},
		"hash of record":   {func(s *policy.Statement) { s.SHA256 = strings.Repeat("0", 64) }, policy.ErrAltered},
		"signature":        {func(s *policy.Statement) { s.Signature = s.Signature[:84] + "AA" }, policy.ErrSignature},
		"unknown key":      {func(s *policy.Statement) { s.Key = "0123456789abcdef" }, policy.ErrSignature},
		"no document":      {func(s *policy.Statement) { s.Document = nil }, policy.ErrAltered},
	} {
		s, keys := stated(t)
		tt.change(&s)
		if _, err := s.Verify(keys); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKeyPeriod: a signature from outside of its key's period is refused, and one that does not
// say when it was made.
func TestKeyPeriod(t *testing.T) {
	signed, _ := time.Parse(time.RFC3339, "2026-05-01T12:00:00Z")
	for name, tt := range map[string]struct {
		from, to time.Time
		want     error
	}{
		"in use":             {firstOfMay, time.Time{}, nil},
		"in its period":      {signed, signed, nil},
		"before its period":  {signed.Add(time.Second), time.Time{}, policy.ErrPeriod},
		"after its period":   {firstOfMay, signed.Add(-time.Second), policy.ErrPeriod},
		"no period is known": {time.Time{}, time.Time{}, nil},
	} {
		s, keys := stated(t)
		key := keys[s.Key]
		key.NotBefore, key.NotAfter = tt.from, tt.to
		if _, err := s.Verify(policy.Keys{s.Key: key}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, keys := stated(t)
	seed := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	var record policy.Record
	if err := json.Unmarshal(s.Record, &record); err != nil {
		t.Fatal(err)
	}
	record.SignedAt = ""
	text, hash, signature, err := policy.NewSigner(seed).Sign(record)
	if err != nil {
		t.Fatal(err)
	}
	s.Record, s.SHA256, s.Signature = json.RawMessage(text), hash, signature
	if _, err := s.Verify(keys); !errors.Is(err, policy.ErrPeriod) {
		t.Errorf("without a moment: %v", err)
	}
}
