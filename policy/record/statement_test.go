package record_test

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// firstOfMay is when the key of the tests comes into use, after the text was published.
var firstOfMay = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// stated is a document that was signed, with the keys that verify it.
func stated(t *testing.T) (record.Statement, record.Keys) {
	t.Helper()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	signer := record.NewSigner(key)
	d, err := policy.ParseYAML([]byte("slug: terms\ntitle: Terms\nintro:\n  - prose: Be kind.\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, hash, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	signed, recordHash, signature, err := signer.Sign(record.Version{
		Site: "https://prokken.com", Slug: "terms", Number: 2, Document: hash, Previous: strings.Repeat("0", 64),
		PublishedAt: "2026-04-16T00:00:00Z", SignedAt: "2026-05-01T12:00:00Z",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := record.Statement{
		Document: json.RawMessage(text), Record: json.RawMessage(signed), SHA256: recordHash, Signature: signature,
		Key: signer.ID,
	}
	return s, record.Keys{signer.ID: {
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
		change func(s *record.Statement)
		want   error
	}{
		"as signed":        {func(*record.Statement) {}, nil},
		"another document": {func(s *record.Statement) { s.Document = replaced(s.Document, "kind", "rude") }, record.ErrAltered},
		"another title":    {func(s *record.Statement) { s.Document = replaced(s.Document, "Terms", "Other") }, record.ErrAltered},
		"another record":   {func(s *record.Statement) { s.Record = replaced(s.Record, `"number":2`, `"number":3`) }, record.ErrSignature},
		"previous record":  {func(s *record.Statement) { s.Record = replaced(s.Record, "0000", "1111") }, record.ErrSignature},
		"hash of record":   {func(s *record.Statement) { s.SHA256 = strings.Repeat("0", 64) }, record.ErrAltered},
		"signature":        {func(s *record.Statement) { s.Signature = s.Signature[:84] + "AA" }, record.ErrSignature},
		"unknown key":      {func(s *record.Statement) { s.Key = "0123456789abcdef" }, record.ErrSignature},
		"no document":      {func(s *record.Statement) { s.Document = nil }, record.ErrAltered},
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
		"before its period":  {signed.Add(time.Second), time.Time{}, record.ErrPeriod},
		"after its period":   {firstOfMay, signed.Add(-time.Second), record.ErrPeriod},
		"no period is known": {time.Time{}, time.Time{}, nil},
	} {
		s, keys := stated(t)
		key := keys[s.Key]
		key.NotBefore, key.NotAfter = tt.from, tt.to
		if _, err := s.Verify(record.Keys{s.Key: key}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, keys := stated(t)
	seed := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	var r record.Version
	if err := json.Unmarshal(s.Record, &r); err != nil {
		t.Fatal(err)
	}
	r.SignedAt = ""
	text, hash, signature, err := record.NewSigner(seed).Sign(r)
	if err != nil {
		t.Fatal(err)
	}
	s.Record, s.SHA256, s.Signature = json.RawMessage(text), hash, signature
	if _, err := s.Verify(keys); !errors.Is(err, record.ErrPeriod) {
		t.Errorf("without a moment: %v", err)
	}
}
