// Package policies holds policies, their drafts, versions and translations. A query
// that belongs to a site takes its [models.SiteID]. Start reading at [Policy].
package policies

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Policy is one of a site's documents through all its versions.
type Policy struct {
	ID        uuid.UUID
	SiteID    models.SiteID
	Slug      string
	Position  int64
	CreatedAt time.Time
}

// VersionState is where a version stands in its life.
type VersionState string

// The states. Whether a published version is scheduled, in effect or superseded
// follows from its EffectiveAt.
const (
	Draft     VersionState = "draft"
	InReview  VersionState = "review"
	Published VersionState = "published"
)

// Materiality is how much a new version matters to its readers.
type Materiality string

// Editorial changes nothing for anyone; Notify tells subscribers and members;
// AskAgain has members accept it, and visitors choose anew.
const (
	Editorial Materiality = "editorial"
	Notify    Materiality = "notify"
	AskAgain  Materiality = "ask_again"
)

// Version is one text of a policy. Document is canonical JSON, SHA256 its
// hash in hexadecimal; PublishedOn is the calendar day in the site's own zone,
// as 2026-04-16. Record is the canonical JSON that Signature (Ed25519, base64)
// is made over, with the key KeyID; it holds the RecordSHA256 of the version
// before. Basis is the number of the version that a draft was made from.
type Version struct {
	ID           uuid.UUID
	PolicyID     uuid.UUID
	Policy       Policy
	Number       *int64
	State        VersionState
	Document     string
	SHA256       string `gorm:"column:sha256"`
	Summary      string
	Materiality  Materiality `gorm:"default:editorial"`
	Basis        int64
	AuthorID     *uuid.UUID
	SubmittedBy  *uuid.UUID
	ApprovedBy   *uuid.UUID
	ApprovedAt   *time.Time
	PublishedOn  *string
	PublishedAt  *time.Time
	EffectiveAt  *time.Time
	Record       string
	RecordSHA256 string `gorm:"column:record_sha256"`
	Signature    string
	KeyID        string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// TableName names the table of versions for GORM.
func (Version) TableName() string { return "policy_versions" }

// Create stores a policy and its first version; ErrConflict if the site
// has a policy of that slug.
func Create(ctx context.Context, db *models.DB, p *Policy, first *Version) error {
	return db.Transaction(ctx, func(tx *models.DB) error {
		if err := models.Table[Policy](tx.Writer).Create(ctx, p); err != nil {
			return models.TranslateError(err)
		}
		first.PolicyID = p.ID
		return createVersion(ctx, tx, first)
	})
}

func createVersion(ctx context.Context, db *models.DB, v *Version) error {
	return models.TranslateError(models.Table[Version](db.Writer).Omit("Policy").Create(ctx, v))
}

// Slugs are the slugs of a site's policies, in their order.
func Slugs(ctx context.Context, db *models.DB, site models.SiteID) ([]string, error) {
	var slugs []string
	err := db.Reader.WithContext(
		ctx,
	).Model(
		&Policy{},
	).Where(
		"site_id = ?",
		site,
	).Order(
		"position, slug",
	).Pluck(
		"slug",
		&slugs,
	).Error
	return slugs, models.TranslateError(err)
}

// BySlug finds one of a site's policies.
func BySlug(ctx context.Context, db *models.DB, site models.SiteID, slug string) (Policy, error) {
	p, err := models.Table[Policy](db.Reader).Where("site_id = ? AND slug = ?", site, slug).Take(ctx)
	return p, models.TranslateError(err)
}
