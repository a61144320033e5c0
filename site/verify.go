package site

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
func (l *Site) Verify(ctx context.Context, slug string) (int64, error) {
	keys, err := l.Keys(ctx)
	if err != nil {
		return 0, err
	}
	addresses, err := sites.Addresses(ctx, l.db, l.site.ID)
	if err != nil {
		return 0, err
	}
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return 0, err
	}
	var number int64
	previous := ""
	err = policies.EachPublished(ctx, l.db, p.ID, func(row policies.Version) error {
		number++
		if err := l.verifyRow(row, place{slug, number, previous}, addresses, keys); err != nil {
			return fmt.Errorf("%s, version %d: %w", slug, number, err)
		}
		previous = row.RecordSHA256
		return nil
	})
	return number, err
}

// place is where a version has to stand in the chain.
type place struct {
	slug     string
	number   int64
	previous string // the hash of the record before
}

// verifyRow compares the signed record with what the row says of itself, too.
func (l *Site) verifyRow(row policies.Version, at place, addresses []string, keys record.Keys) error {
	statement := record.Statement{
		Document: json.RawMessage(row.Document), Record: json.RawMessage(row.Record), SHA256: row.RecordSHA256,
		Signature: row.Signature, Key: row.KeyID,
	}
	r, err := statement.Verify(keys)
	if err != nil {
		return err
	}
	if !slices.Contains(addresses, r.Site) {
		return r.CheckSite(l.site.Address)
	}
	if r.Number != at.number || r.Previous != at.previous {
		return record.ErrChain
	}
	inRow := recordOf(inZones(row, r), r.Site, at.slug, at.previous, printedIn(r))
	if !reflect.DeepEqual(r, inRow) {
		return record.ErrAltered
	}
	return nil
}

// printedIn returns what the record alone holds, and no column of its row.
func printedIn(r record.Version) printed {
	signedAt, _ := time.Parse(time.RFC3339Nano, r.SignedAt) // as it was verified
	return printed{r.Contact, r.Related, r.Sentences, r.Lost, r.Names, signedAt}
}
