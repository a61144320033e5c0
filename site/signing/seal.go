package signing

import (
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/weight"
)

// Printed is what the record of a version holds and no column of its row: what the version prints
// besides its document and its dates, and when it is signed.
type Printed struct {
	Contact   string
	Related   []record.Link
	Sentences []policy.SentenceBasis
	Lost      []weight.LostCheck
	Names     []string // of the site
	SignedAt  time.Time
}

// Seal fills in the row's record and signature, as a version of the policy that follows on the
// record with the hash previous; the rest of the row is complete.
func (l *Records) Seal(row *policies.Version, slug, previous string, p Printed) (err error) {
	row.KeyID = l.Signer.ID
	row.Record, row.RecordSHA256, row.Signature, err = l.Signer.Sign(recordOf(*row, l.Address, slug, previous, p))
	return err
}

// recordOf is the record of the row, whose moments are in the zone that its days are of.
func recordOf(row policies.Version, site, slug, previous string, p Printed) record.Version {
	stamp := func(t time.Time) string { return t.Format(time.RFC3339Nano) }
	return record.Version{
		Site: site, Slug: slug, Number: *row.Number, Document: row.SHA256, Previous: previous,
		Summary: row.Summary, Materiality: weight.Materiality(row.Materiality),
		PublishedOn: *row.PublishedOn, PublishedAt: stamp(*row.PublishedAt), EffectiveAt: stamp(*row.EffectiveAt),
		Contact: p.Contact, Related: p.Related, Sentences: p.Sentences, Lost: p.Lost, Names: p.Names,
		SignedAt: stamp(p.SignedAt.UTC()),
	}
}

// InZoneOf returns the moment in the zone of the one that a record holds. What cannot be read is
// found by [Records.Verify].
func InZoneOf(recorded string, t time.Time) time.Time {
	r, err := time.Parse(time.RFC3339Nano, recorded)
	if err != nil {
		return t
	}
	_, offset := r.Zone()
	return t.In(time.FixedZone("", offset))
}

// inZones returns the row with its moments in the zones of those in the record.
func inZones(row policies.Version, r record.Version) policies.Version {
	row.PublishedAt = new(InZoneOf(r.PublishedAt, *row.PublishedAt))
	row.EffectiveAt = new(InZoneOf(r.EffectiveAt, *row.EffectiveAt))
	return row
}
