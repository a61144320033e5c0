package site

import (
	"encoding/json"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// signingKeyOf is the row that remembers the signer's public key.
func signingKeyOf(s policy.Signer) policies.SigningKey {
	return policies.SigningKey{ID: s.ID, PublicKey: s.PublicKey(), CreatedAt: models.Now()}
}

// seal fills in the row's record and signature, as a version of the site with
// that address that lost these checks; the rest of the row is complete.
func seal(s policy.Signer, row *policies.Version, site, slug, previous string, lost []policy.LostCheck) (err error) {
	row.KeyID = s.ID
	record := recordOf(*row, site, slug, previous)
	record.Lost = lost
	row.Record, row.RecordSHA256, row.Signature, err = s.Sign(record)
	return err
}

// recordOf is what the row and its place say of a version; not which checks it lost.
func recordOf(row policies.Version, site, slug, previous string) policy.Record {
	stamp := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
	return policy.Record{
		Site: site, Slug: slug, Number: *row.Number, Document: row.SHA256, Previous: previous,
		Summary: row.Summary, Materiality: policy.Materiality(row.Materiality),
		PublishedOn: *row.PublishedOn, PublishedAt: stamp(*row.PublishedAt), EffectiveAt: stamp(*row.EffectiveAt),
	}
}

// lostChecksOf are those in the record of a version. What cannot be read is found by
// [Site.Verify].
func lostChecksOf(record string) []policy.LostCheck {
	var r policy.Record
	if err := json.Unmarshal([]byte(record), &r); err != nil {
		return nil
	}
	return r.Lost
}
