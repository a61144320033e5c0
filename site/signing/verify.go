package signing

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy/record"
)

// Verify checks the chain of all versions of a policy: documents, hashes,
// signatures, numbers, and that each is of this site: it names the address that
// the site has, or one that it had. It returns how many there are.
func (l *Records) Verify(ctx context.Context, slug string) (int64, error) {
	trust, err := l.Trust(ctx)
	if err != nil {
		return 0, err
	}
	p, err := policies.BySlug(ctx, l.DB, l.Site, slug)
	if err != nil {
		return 0, err
	}
	var number int64
	previous := ""
	err = policies.EachPublished(ctx, l.DB, p.ID, func(row policies.Version) error {
		number++
		if err := l.verifyRow(row, Place{slug, number, previous}, trust); err != nil {
			return fmt.Errorf("%s, version %d: %w", slug, number, err)
		}
		previous = row.RecordSHA256
		return nil
	})
	return number, err
}

// Place is where a record has to stand in its chain.
type Place struct {
	Slug     string
	Number   int64
	Previous string // the hash of the record before
}

// Trust is what records of a site are verified with: its keys, and the addresses that it has and
// had.
type Trust struct {
	Keys      record.Keys
	addresses []string
}

// Trust reads them.
func (l *Records) Trust(ctx context.Context) (Trust, error) {
	keys, err := l.Keys(ctx)
	if err != nil {
		return Trust{}, err
	}
	addresses, err := sites.Addresses(ctx, l.DB, l.Site)
	return Trust{keys, addresses}, err
}

// IsOfSite reports whether the address is one that the site has or had.
func (t Trust) IsOfSite(address string) bool { return slices.Contains(t.addresses, address) }

// verifyRow compares the signed record with what the row says of itself, too.
func (l *Records) verifyRow(row policies.Version, at Place, trust Trust) error {
	statement := record.Statement{
		Document: json.RawMessage(row.Document), Record: json.RawMessage(row.Record), SHA256: row.RecordSHA256,
		Signature: row.Signature, Key: row.KeyID,
	}
	r, err := statement.Verify(trust.Keys)
	if err != nil {
		return err
	}
	if !trust.IsOfSite(r.Site) {
		return r.CheckSite(l.Address)
	}
	if r.Number != at.Number || r.Previous != at.Previous {
		return record.ErrChain
	}
	inRow := recordOf(inZones(row, r), r.Site, at.Slug, at.Previous, printedIn(r))
	if !reflect.DeepEqual(r, inRow) {
		return record.ErrAltered
	}
	return nil
}

// printedIn returns what the record alone holds, and no column of its row.
func printedIn(r record.Version) Printed {
	signedAt, _ := time.Parse(time.RFC3339Nano, r.SignedAt) // as it was verified
	return Printed{r.Contact, r.Related, r.Sentences, r.Lost, r.Names, signedAt}
}
