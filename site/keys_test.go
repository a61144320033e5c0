package site_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
)

// signedBy is a site whose key is made of the letter.
func (o world) signedBy(letter string) world {
	o.t.Helper()
	o.Site = o.instance(func(s *site.Settings) {
		s.Signer = record.NewSigner(ed25519.NewKeyFromSeed([]byte(strings.Repeat(letter, ed25519.SeedSize))))
	}).Own()
	return o
}

// key is a key with its period as everybody gets it.
func (o world) key(s record.Signer) record.Key {
	o.t.Helper()
	keys, err := o.Records.Keys(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return keys[s.ID]
}

// TestKeysCarryTheirPeriod: it ends when another key comes into use, and opens again when the
// secret is rolled back.
func TestKeysCarryTheirPeriod(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		if key := o.key(o.Signer); key.NotBefore.IsZero() || key.NotBefore.After(o.Now()) || !key.NotAfter.IsZero() {
			t.Errorf("in use: %v", key)
		}
		o.later(48 * time.Hour)
		renewed := o.signedBy("n")
		former, current := o.key(o.Signer), o.key(renewed.Signer)
		if former.NotAfter.IsZero() || former.NotAfter.Sub(o.Now()) > time.Hour || former.NotAfter.Before(o.Now()) {
			t.Errorf("the former ends at %v", former.NotAfter)
		}
		if !current.NotAfter.IsZero() || current.NotBefore.Before(o.Now().Add(-2*time.Hour)) {
			t.Errorf("the new one: %v", current)
		}
		o.later(48 * time.Hour)
		o.signedBy("k")
		if again := o.key(o.Signer); !again.NotAfter.IsZero() || !again.NotBefore.Equal(former.NotBefore) {
			t.Errorf("rolled back: %v", again)
		}
		if ended := o.key(renewed.Signer); ended.NotAfter.IsZero() {
			t.Error("the one that was in between has no end")
		}
	})
}

// TestSignaturesOutsideThePeriodAreRefused: what a former key signs later is not valid, and an
// instance that still has it opens its period before it signs.
func TestSignaturesOutsideThePeriodAreRefused(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.later(48 * time.Hour)
		renewed := o.signedBy("n")
		o.later(48 * time.Hour)
		v, _ := o.Snapshot().Find(slug)
		keys, err := o.Records.Keys(ctx)
		if err != nil {
			t.Fatal(err)
		}
		late := o.record(1)
		late.SignedAt = o.Now().Format(time.RFC3339Nano)
		s := v.Statement()
		text, hash, signature, err := o.Signer.Sign(late)
		if err != nil {
			t.Fatal(err)
		}
		s.Record, s.SHA256, s.Signature = []byte(text), hash, signature
		if _, err := s.Verify(keys); !errors.Is(err, record.ErrPeriod) {
			t.Errorf("signed by a former key: %v", err)
		}
		o.write(o.ada, policy.SetTitle("Cookies"))
		o.publish() // by the instance with the former key
		o.later(48 * time.Hour)
		if err := renewed.Reload(ctx); err != nil {
			t.Fatal(err)
		}
		renewed.write(o.ada, policy.SetTitle("Cookie Policy"))
		renewed.publish()
		if n, err := o.Records.Verify(ctx, slug); n != 3 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}
