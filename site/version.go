package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/site/translation"
)

// Version is one published text of a policy. PublishedOn is a calendar day in
// the site's zone, without a time; the moments are in that zone.
type Version struct {
	ID          uuid.UUID
	Document    policy.Document
	Number      int64
	PublishedOn time.Time
	PublishedAt time.Time
	EffectiveAt time.Time
	Summary     string
	Materiality policies.Materiality
	SHA256      string // of the document
	Record      string // canonical JSON
	RecordHash  string
	Signature   string
	KeyID       string
	AskedAgain  int64              // the newest version up to this one that members had to accept; 0: none
	Lost        []weight.LostCheck // which checks it lost against the version before it, as its record says
	Withdrawn   *policies.Withdrawal
	// SupersededAt is when the version after it takes effect, or took; nil: none
	// is published, or nobody looked ([History.Version] and Versions do).
	SupersededAt *time.Time
	History      []Version // what the document's list of changes shows, newest first
	// Sentences are the texts of the document with what each rested on at publication. They, and
	// what else the version printed, come from the record; they are there with the document.
	Sentences []policy.SentenceBasis
	Contact   string
	Related   []record.Link
	// Translations are those that were published of just this version ([History.Version] and Versions
	// read them).
	Translations []translation.Details
	policyID     uuid.UUID
	canonical    string
}

// NumberText is the version's number as it stands in addresses.
func (v Version) NumberText() string { return strconv.FormatInt(v.Number, 10) }

// Source is the version as translations are made of it.
func (v Version) Source() translation.Source {
	return translation.Source{
		VersionID: v.ID, PolicyID: v.policyID, Number: v.Number, SHA256: v.SHA256, Document: v.Document,
	}
}

// Statement is the version as anyone can check it.
func (v Version) Statement() record.Statement {
	return record.Statement{
		Document: json.RawMessage(v.canonical), Record: json.RawMessage(v.Record), SHA256: v.RecordHash,
		Signature: v.Signature, Key: v.KeyID,
	}
}

// History is the published versions of one site's policies, as they are in the database.
type History struct {
	db   *models.DB
	site models.SiteID
}

// PageOfVersions is how many versions are listed at once.
const PageOfVersions = 100

// NewestVersions is how many versions the feed tells of.
const NewestVersions = 50

// Versions are published versions of a policy, newest first, without their
// documents: those below the number before, or from the newest when it is 0.
func (h *History) Versions(ctx context.Context, slug string, before int64) ([]Version, error) {
	p, err := policies.BySlug(ctx, h.db, h.site, slug)
	if err != nil {
		return nil, err
	}
	rows, err := policies.PublishedVersions(ctx, h.db, p.ID, before, PageOfVersions)
	if err != nil {
		return nil, err
	}
	ids, versions := make([]uuid.UUID, len(rows)), make([]Version, len(rows))
	for i, row := range rows {
		ids[i], versions[i] = row.ID, detailsOf(row)
	}
	withdrawn, err := policies.WithdrawalsOf(ctx, h.db, ids...)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		versions[i].Withdrawn = withdrawalOf(withdrawn, versions[i].ID)
	}
	return versions, errors.Join(h.readSuperseded(ctx, versions), h.readTranslated(ctx, versions))
}

func withdrawalOf(all []policies.Withdrawal, version uuid.UUID) *policies.Withdrawal {
	for _, w := range all {
		if w.VersionID == version {
			return &w
		}
	}
	return nil
}

// Version is one published version of a policy.
func (h *History) Version(ctx context.Context, slug string, number int64) (*Version, error) {
	p, err := policies.BySlug(ctx, h.db, h.site, slug)
	if err != nil {
		return nil, err
	}
	row, err := policies.PublishedVersion(ctx, h.db, p.ID, number)
	if err != nil {
		return nil, err
	}
	withdrawn, err := policies.WithdrawalsOf(ctx, h.db, row.ID)
	if err != nil {
		return nil, err
	}
	v, err := versionOf(row)
	if err != nil {
		return nil, err
	}
	v.Withdrawn = withdrawalOf(withdrawn, row.ID)
	one := []Version{*v}
	err = errors.Join(h.readSuperseded(ctx, one), h.readHistory(ctx, &one[0]), h.readTranslated(ctx, one))
	return &one[0], err
}

func versionOf(row policies.Version) (*Version, error) {
	v := detailsOf(row)
	var err error
	if v.Document, err = policy.ParseCanonical(row.Document); err != nil {
		return nil, fmt.Errorf("version %s: %w", row.ID, err)
	}
	v.canonical = row.Document
	return &v, v.readRecord()
}

// readRecord takes from the record what no column holds. A draft has none.
func (v *Version) readRecord() error {
	if v.Record == "" {
		return nil
	}
	var r record.Version
	if err := json.Unmarshal([]byte(v.Record), &r); err != nil {
		return fmt.Errorf("version %s: %w", v.ID, err)
	}
	v.Sentences, v.Contact, v.Related = r.Sentences, r.Contact, r.Related
	return nil
}

// readDetails takes from the record which checks were lost, and the zone that its days are of:
// they stay when the site gets another. What cannot be read is found by [signing.Records.Verify].
func (v *Version) readDetails() {
	var r record.Version
	if err := json.Unmarshal([]byte(v.Record), &r); err != nil {
		return
	}
	v.Lost = r.Lost
	v.PublishedAt = signing.InZoneOf(r.PublishedAt, v.PublishedAt)
	v.EffectiveAt = signing.InZoneOf(r.EffectiveAt, v.EffectiveAt)
}

func detailsOf(row policies.Version) Version {
	v := Version{
		ID: row.ID, Summary: row.Summary, Materiality: row.Materiality, SHA256: row.SHA256,
		Record: row.Record, RecordHash: row.RecordSHA256, Signature: row.Signature, KeyID: row.KeyID, policyID: row.PolicyID,
	}
	if row.Number != nil {
		v.Number = *row.Number
	}
	if row.PublishedOn != nil {
		v.PublishedOn, _ = time.Parse(time.DateOnly, *row.PublishedOn)
	}
	if row.PublishedAt != nil && row.EffectiveAt != nil {
		v.PublishedAt, v.EffectiveAt = *row.PublishedAt, *row.EffectiveAt
	}
	v.readDetails()
	return v
}

// Retired are the anchors that a policy ever had: none is given to another
// section.
func (h *History) Retired(ctx context.Context, slug string) ([]string, error) {
	p, err := policies.BySlug(ctx, h.db, h.site, slug)
	if err != nil {
		return nil, err
	}
	return policies.AnchorsOf(ctx, h.db, p.ID)
}
