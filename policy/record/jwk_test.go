package record_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy/record"
)

func newKey(t *testing.T) ed25519.PublicKey {
	t.Helper()
	key, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestKeySet(t *testing.T) {
	one, two := newKey(t), newKey(t)
	from := time.Date(2026, 4, 16, 1, 2, 3, 0, time.UTC)
	keys := record.Keys{
		record.KeyID(one): {Public: one, NotBefore: from, NotAfter: from.AddDate(1, 0, 0)},
		record.KeyID(two): {Public: two, NotBefore: from.AddDate(1, 0, 0)},
	}
	text, err := record.KeySet(keys)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := record.KeySet(maps.Clone(keys)); !bytes.Equal(text, again) {
		t.Error("the same keys gave other bytes")
	}
	back, err := record.ParseKeySet(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys, back); diff != "" {
		t.Error(diff)
	}
	if _, err := record.KeySet(record.Keys{"other": {Public: one}}); err == nil {
		t.Error("a key under another id was written")
	}
}

func TestBadKeySets(t *testing.T) {
	for name, tt := range map[string]struct{ text, says string }{
		"no JSON":        {"<html>", "not a JWK set"},
		"no keys":        {`{"keys":[]}`, record.ErrNoKeys.Error()},
		"another kind":   {`{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"a"}]}`, record.ErrNoKeys.Error()},
		"too short":      {`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"AAAA"}]}`, `"a" is no Ed25519 key`},
		"of another key": {`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"` + strings.Repeat("A", 43) + `"}]}`, "id of another"},
	} {
		_, err := record.ParseKeySet([]byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := record.ParseKeySet([]byte("{}")); !errors.Is(err, record.ErrNoKeys) {
		t.Error(err)
	}
}
