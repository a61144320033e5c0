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

// printed is what a version prints besides its document.
type printed struct {
	contact   string
	related   []policy.Link
	sentences []policy.SentenceBasis
	lost      []policy.LostCheck
	names     []string
}

// seal fills in the row's record and signature, as a version of the site with
// that address; the rest of the row is complete.
func seal(s policy.Signer, row *policies.Version, site, slug, previous string, p printed) (err error) {
	row.KeyID = s.ID
	row.Record, row.RecordSHA256, row.Signature, err = s.Sign(recordOf(*row, site, slug, previous, p))
	return err
}

func recordOf(row policies.Version, site, slug, previous string, p printed) policy.Record {
	stamp := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
	return policy.Record{
		Site: site, Slug: slug, Number: *row.Number, Document: row.SHA256, Previous: previous,
		Summary: row.Summary, Materiality: policy.Materiality(row.Materiality),
		PublishedOn: *row.PublishedOn, PublishedAt: stamp(*row.PublishedAt), EffectiveAt: stamp(*row.EffectiveAt),
		Contact: p.contact, Related: p.related, Sentences: p.sentences, Lost: p.lost, Names: p.names,
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
