package site

import (
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/weight"
)

// printed is what the record of a version holds and no column of its row: what the version prints
// besides its document and its dates, and when it is signed.
type printed struct {
	contact   string
	related   []record.Link
	sentences []policy.SentenceBasis
	lost      []weight.LostCheck
	names     []string
	signedAt  time.Time
}

// seal fills in the row's record and signature, as a version of the site with
// that address; the rest of the row is complete.
func seal(s record.Signer, row *policies.Version, site, slug, previous string, p printed) (err error) {
	row.KeyID = s.ID
	row.Record, row.RecordSHA256, row.Signature, err = s.Sign(recordOf(*row, site, slug, previous, p))
	return err
}

// recordOf is the record of the row, whose moments are in the zone that its days are of.
func recordOf(row policies.Version, site, slug, previous string, p printed) record.Version {
	stamp := func(t time.Time) string { return t.Format(time.RFC3339Nano) }
	return record.Version{
		Site: site, Slug: slug, Number: *row.Number, Document: row.SHA256, Previous: previous,
		Summary: row.Summary, Materiality: weight.Materiality(row.Materiality),
		PublishedOn: *row.PublishedOn, PublishedAt: stamp(*row.PublishedAt), EffectiveAt: stamp(*row.EffectiveAt),
		Contact: p.contact, Related: p.related, Sentences: p.sentences, Lost: p.lost, Names: p.names,
		SignedAt: stamp(p.signedAt.UTC()),
	}
}

// inZoneOf returns the moment in the zone of the one that a record holds. What cannot be read is
// found by [Site.Verify].
func inZoneOf(recorded string, t time.Time) time.Time {
	r, err := time.Parse(time.RFC3339Nano, recorded)
	if err != nil {
		return t
	}
	_, offset := r.Zone()
	return t.In(time.FixedZone("", offset))
}

// inZones returns the row with its moments in the zones of those in the record.
func inZones(row policies.Version, r record.Version) policies.Version {
	row.PublishedAt = new(inZoneOf(r.PublishedAt, *row.PublishedAt))
	row.EffectiveAt = new(inZoneOf(r.EffectiveAt, *row.EffectiveAt))
	return row
}
