package consent

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy/record"
)

// KeyReader knows the public keys that the site signed with.
type KeyReader interface {
	Keys(ctx context.Context) (record.Keys, error)
}

func headOf(chain consents.Chain) record.ConsentHead {
	return record.ConsentHead{
		ConsentsOf: chain.SiteID.String(), Last: chain.Last, LastHash: chain.LastHash, SignedAt: chain.SignedAt,
	}
}

// signHead signs the end of the chain, which is the choice that was just added.
func (l *Ledger) signHead(ctx context.Context, tx *models.DB, last *consents.Consent) (err error) {
	chain := consents.Chain{
		SiteID: l.Site, Last: last.Sequence, LastHash: last.Hash,
		KeyID: l.Signer.ID, SignedAt: l.now().UTC().Format(time.RFC3339Nano),
	}
	if chain.Signature, err = l.Signer.SignConsentHead(headOf(chain)); err != nil {
		return err
	}
	return consents.SignChain(ctx, tx, chain)
}

// verifyHead checks that we signed the end of the chain: whoever has the database alone can
// make a chain that fits in itself.
func (l *Ledger) verifyHead(ctx context.Context, chain consents.Chain) error {
	if chain.Last == 0 {
		return nil
	}
	keys, err := l.Keys.Keys(ctx)
	if err != nil {
		return err
	}
	if err := headOf(chain).Verify(keys, chain.KeyID, chain.Signature); err != nil {
		return fmt.Errorf("choice %d is not signed as the last one: %w: %w", chain.Last, err, ErrChain)
	}
	return nil
}
