// Package signing signs the records of a site's versions and verifies what is in the
// database. [Records] is bound to one site, which makes it; publication and the room of
// translations call it, and handlers and commands for keys and verification. It knows rows of
// versions, and nothing of drafts or of what is in effect. Start reading at [Records].
package signing

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy/record"
)

// Records are the signed records of one site's versions.
type Records struct {
	DB      *models.DB
	Site    models.SiteID
	Address string // of the site: its records are signed as those of this address
	Signer  record.Signer
	Clock   clock.Clock // nil: the machine's
}

// keyMargin is what the period of a key is longer on both sides, for two instances whose clocks
// differ or that change the secret one after the other.
const keyMargin = time.Hour

// UseKey notes that the signer's key is in use from now on, unless it is the newest one already.
// That ends the period of the key that was in use, and opens its own again if it had ended.
func (l *Records) UseKey(ctx context.Context, tx *models.DB) error {
	key := policies.SigningKey{ID: l.Signer.ID, PublicKey: l.Signer.PublicKey(), CreatedAt: models.Now()}
	if err := policies.SaveSigningKey(ctx, tx, &key); err != nil {
		return err
	}
	return policies.UseSigningKey(ctx, tx, key.ID, clock.Or(l.Clock).Now())
}

// Keys are the public keys that versions were signed with, by their ids, with their periods.
func (l *Records) Keys(ctx context.Context) (record.Keys, error) {
	rows, err := policies.SigningKeys(ctx, l.DB)
	if err != nil {
		return nil, err
	}
	uses, err := policies.SigningKeyUses(ctx, l.DB)
	if err != nil {
		return nil, err
	}
	keys := record.Keys{}
	for _, row := range rows {
		public, err := base64.RawURLEncoding.DecodeString(row.PublicKey)
		if err != nil || len(public) != ed25519.PublicKeySize || record.KeyID(public) != row.ID {
			return nil, fmt.Errorf("the signing key %s is damaged", row.ID)
		}
		if key := periodOf(row.ID, uses); !key.NotBefore.IsZero() { // one that never came into use signed nothing
			key.Public = public
			keys[row.ID] = key
		}
	}
	return keys, nil
}

// periodOf returns from when to when the key was in use, by all uses in their order.
func periodOf(id string, uses []policies.SigningKeyUse) record.Key {
	var key record.Key
	for i, use := range uses {
		switch {
		case use.KeyID == id && key.NotBefore.IsZero():
			key.NotBefore = use.UsedFrom.Add(-keyMargin)
		case use.KeyID == id:
			key.NotAfter = time.Time{}
		case i > 0 && uses[i-1].KeyID == id:
			key.NotAfter = use.UsedFrom.Add(keyMargin)
		}
	}
	return key
}
