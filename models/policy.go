package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// HouseSite is the slug of the site that Prokken itself is.
const HouseSite = "house"

// Site is a website whose policies are kept here.
type Site struct {
	ID        uuid.UUID
	Slug      string
	CreatedAt time.Time
}

// Policy is one of a site's documents through all its versions.
type Policy struct {
	ID        uuid.UUID
	SiteID    uuid.UUID
	Slug      string
	Position  int64
	CreatedAt time.Time
}

// VersionState is where a version stands in its life.
type VersionState string

// The states.
const (
	Draft     VersionState = "draft"
	Published VersionState = "published"
)

// PolicyVersion is one text of a policy. Document is canonical JSON, SHA256 its
// hash in hexadecimal; PublishedOn is the calendar day in the site's own zone,
// as 2026-04-16. Basis is the number of the version that a draft was made from.
type PolicyVersion struct {
	ID          uuid.UUID
	PolicyID    uuid.UUID
	Policy      Policy
	Number      *int64
	State       VersionState
	Document    string
	SHA256      string `gorm:"column:sha256"`
	Summary     string
	Basis       int64
	AuthorID    *uuid.UUID
	PublishedOn *string
	PublishedAt *time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// EnsureSite returns the site of that slug, made if there is none.
func (db *DB) EnsureSite(ctx context.Context, slug string) (Site, error) {
	nothing := clause.OnConflict{DoNothing: true}
	if err := gorm.G[Site](db.write, nothing).Create(ctx, &Site{ID: NewID(), Slug: slug}); err != nil {
		return Site{}, plain(err)
	}
	s, err := gorm.G[Site](db.write).Where("slug = ?", slug).Take(ctx)
	return s, plain(err)
}

// CreatePolicy stores a policy and its first version; ErrConflict if the site
// has a policy of that slug.
func (db *DB) CreatePolicy(ctx context.Context, p *Policy, first *PolicyVersion) error {
	return db.Transaction(ctx, func(tx *DB) error {
		if err := gorm.G[Policy](tx.write).Create(ctx, p); err != nil {
			return plain(err)
		}
		first.PolicyID = p.ID
		return tx.createVersion(ctx, first)
	})
}

func (db *DB) createVersion(ctx context.Context, v *PolicyVersion) error {
	return plain(gorm.G[PolicyVersion](db.write).Omit("Policy").Create(ctx, v))
}

// PolicySlugs are the slugs of a site's policies, in their order.
func (db *DB) PolicySlugs(ctx context.Context, siteID uuid.UUID) ([]string, error) {
	var slugs []string
	err := db.read.WithContext(ctx).Model(&Policy{}).Where("site_id = ?", siteID).Order("position, slug").Pluck("slug", &slugs).Error
	return slugs, plain(err)
}

// PolicyBySlug finds one of a site's policies.
func (db *DB) PolicyBySlug(ctx context.Context, siteID uuid.UUID, slug string) (Policy, error) {
	p, err := gorm.G[Policy](db.read).Where("site_id = ? AND slug = ?", siteID, slug).Take(ctx)
	return p, plain(err)
}

// CurrentVersions are the newest published versions of a site's policies, in
// the policies' order.
func (db *DB) CurrentVersions(ctx context.Context, siteID uuid.UUID) ([]PolicyVersion, error) {
	var versions []PolicyVersion
	err := db.read.WithContext(ctx).InnerJoins("Policy").
		Where(`"Policy".site_id = ? AND policy_versions.number = (
			SELECT max(number) FROM policy_versions AS v WHERE v.policy_id = policy_versions.policy_id)`, siteID).
		Order(`"Policy".position, "Policy".slug`).Find(&versions).Error
	return versions, plain(err)
}

// PublishedState says cheaply whether anything was published since: it changes
// with every publication of the site.
func (db *DB) PublishedState(ctx context.Context, siteID uuid.UUID) (int64, error) {
	var n int64
	err := db.read.WithContext(ctx).Model(&PolicyVersion{}).InnerJoins("Policy").
		Where(`"Policy".site_id = ? AND policy_versions.state = ?`, siteID, Published).Count(&n).Error
	return n, plain(err)
}

// PublishedVersions are all versions of a policy that were ever public, newest
// first, without their documents.
func (db *DB) PublishedVersions(ctx context.Context, policyID uuid.UUID) ([]PolicyVersion, error) {
	v, err := gorm.G[PolicyVersion](db.read).Omit("document").
		Where("policy_id = ? AND state = ?", policyID, Published).
		Order("number DESC").Find(ctx)
	return v, plain(err)
}

// PublishedVersion finds one version by its number.
func (db *DB) PublishedVersion(ctx context.Context, policyID uuid.UUID, number int64) (PolicyVersion, error) {
	v, err := gorm.G[PolicyVersion](db.read).
		Where("policy_id = ? AND number = ? AND state = ?", policyID, number, Published).Take(ctx)
	return v, plain(err)
}

// DraftOf finds a policy's draft.
func (db *DB) DraftOf(ctx context.Context, policyID uuid.UUID) (PolicyVersion, error) {
	v, err := gorm.G[PolicyVersion](db.read).Where("policy_id = ? AND state = ?", policyID, Draft).Take(ctx)
	return v, plain(err)
}

// DraftSlugs are the slugs of a site's policies that have a draft.
func (db *DB) DraftSlugs(ctx context.Context, siteID uuid.UUID) ([]string, error) {
	var slugs []string
	err := db.read.WithContext(ctx).Model(&PolicyVersion{}).
		Joins("JOIN policies ON policies.id = policy_versions.policy_id").
		Where("policies.site_id = ? AND policy_versions.state = ?", siteID, Draft).
		Pluck("policies.slug", &slugs).Error
	return slugs, plain(err)
}

// CreateDraft stores a policy's first draft since it was published;
// ErrConflict if there is one.
func (db *DB) CreateDraft(ctx context.Context, draft *PolicyVersion) error {
	draft.State = Draft
	return db.createVersion(ctx, draft)
}

// ReplaceDraft writes over the draft that was read with the hash read;
// ErrConflict if it is not that one any more.
func (db *DB) ReplaceDraft(ctx context.Context, draft *PolicyVersion, read string) error {
	return one(db.draftRead(draft.PolicyID, read).Updates(ctx, PolicyVersion{
		Document: draft.Document, SHA256: draft.SHA256, Basis: draft.Basis, AuthorID: draft.AuthorID,
	}))
}

// DiscardDraft throws away the draft that was read with the hash read;
// ErrConflict if it is not that one any more.
func (db *DB) DiscardDraft(ctx context.Context, policyID uuid.UUID, read string) error {
	return one(db.draftRead(policyID, read).Delete(ctx))
}

// PublishDraft makes the draft that was read with the hash read the newest
// version; ErrConflict if it is not that one any more, or was made from a
// version that is not the newest.
func (db *DB) PublishDraft(ctx context.Context, policyID uuid.UUID, read string, as PolicyVersion) error {
	return db.Transaction(ctx, func(tx *DB) error {
		newest, err := gorm.G[PolicyVersion](tx.write).Where("policy_id = ? AND state = ?", policyID, Published).
			Order("number DESC").Take(ctx)
		if err != nil {
			return plain(err)
		}
		as.State, as.Number = Published, new(*newest.Number+1)
		return one(tx.draftRead(policyID, read).Where("basis = ?", *newest.Number).Updates(ctx, as))
	})
}

func (db *DB) draftRead(policyID uuid.UUID, read string) gorm.ChainInterface[PolicyVersion] {
	return gorm.G[PolicyVersion](db.write).Where("policy_id = ? AND state = ? AND sha256 = ?", policyID, Draft, read)
}
