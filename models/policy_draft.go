package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// DraftOf finds a policy's draft, in review or not.
func (db *DB) DraftOf(ctx context.Context, policyID uuid.UUID) (PolicyVersion, error) {
	v, err := gorm.G[PolicyVersion](db.read).Where("policy_id = ? AND state <> ?", policyID, Published).Take(ctx)
	return v, translateError(err)
}

// DraftStates are the states of a site's drafts by the slugs of their policies.
func (db *DB) DraftStates(ctx context.Context, site SiteID) (map[string]VersionState, error) {
	var drafts []PolicyVersion
	err := db.read.WithContext(ctx).Omit("document").InnerJoins("Policy").
		Where(`"Policy".site_id = ? AND policy_versions.state <> ?`, site, Published).Find(&drafts).Error
	states := map[string]VersionState{}
	for _, d := range drafts {
		states[d.Policy.Slug] = d.State
	}
	return states, translateError(err)
}

// CreateDraft stores a policy's first draft since it was published;
// ErrConflict if there is one.
func (db *DB) CreateDraft(ctx context.Context, draft *PolicyVersion) error {
	draft.State = Draft
	return db.createVersion(ctx, draft)
}

// ReplaceDraft writes over the draft that was read with the hash read;
// ErrConflict if it is not that one any more. What was asked or said of the text
// before is void.
func (db *DB) ReplaceDraft(ctx context.Context, draft *PolicyVersion, read string) error {
	return mustAffectOne(db.draftRead(draft.PolicyID, read).
		Select("state", "document", "sha256", "basis", "author_id", "submitted_by", "approved_by", "approved_at", "updated_at").
		Updates(ctx, PolicyVersion{
			State: Draft, Document: draft.Document, SHA256: draft.SHA256, Basis: draft.Basis, AuthorID: draft.AuthorID, UpdatedAt: Now(),
		}))
}

// ReviewDraft changes what was asked or said of the draft that was read with the
// hash read: its state, by whom it was submitted and approved.
func (db *DB) ReviewDraft(ctx context.Context, policyID uuid.UUID, read string, as PolicyVersion) error {
	return mustAffectOne(db.draftRead(policyID, read).Select("state", "submitted_by", "approved_by", "approved_at").Updates(ctx, as))
}

// DiscardDraft throws away the draft that was read with the hash read;
// ErrConflict if it is not that one any more.
func (db *DB) DiscardDraft(ctx context.Context, policyID uuid.UUID, read string) error {
	return mustAffectOne(db.draftRead(policyID, read).Delete(ctx))
}

// PublishDraft makes the draft that was read with the hash read the version as;
// ErrConflict if it is not that one any more.
func (db *DB) PublishDraft(ctx context.Context, policyID uuid.UUID, read string, as PolicyVersion) error {
	as.State = Published
	return mustAffectOne(db.draftRead(policyID, read).Updates(ctx, as))
}

func (db *DB) draftRead(policyID uuid.UUID, read string) gorm.ChainInterface[PolicyVersion] {
	return gorm.G[PolicyVersion](db.write).Where("policy_id = ? AND state <> ? AND sha256 = ?", policyID, Published, read)
}

// PolicyRevision is what a draft was before a change.
type PolicyRevision struct {
	ID        uuid.UUID
	VersionID uuid.UUID
	AuthorID  *uuid.UUID
	Document  string
	SHA256    string `gorm:"column:sha256"`
	CreatedAt time.Time
}

// mostRevisions is how far back undo goes.
const mostRevisions = 200

// KeepRevision stores what a draft was, and forgets what is too old to undo.
func (db *DB) KeepRevision(ctx context.Context, r *PolicyRevision) error {
	if err := gorm.G[PolicyRevision](db.write).Create(ctx, r); err != nil {
		return translateError(err)
	}
	_, err := gorm.G[PolicyRevision](db.write).Where(`version_id = ? AND id < (
		SELECT id FROM policy_revisions WHERE version_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`, r.VersionID, r.VersionID, mostRevisions-1).Delete(ctx)
	return translateError(err)
}

// LastRevision is what a draft was before its last change.
func (db *DB) LastRevision(ctx context.Context, versionID uuid.UUID) (PolicyRevision, error) {
	r, err := gorm.G[PolicyRevision](db.write).Where("version_id = ?", versionID).Order("id DESC").Take(ctx)
	return r, translateError(err)
}

// DropRevision forgets a revision that was gone back to; ErrConflict if another
// did so first.
func (db *DB) DropRevision(ctx context.Context, id uuid.UUID) error {
	return mustAffectOne(gorm.G[PolicyRevision](db.write).Where("id = ?", id).Delete(ctx))
}

// DropRevisions forgets all of a draft's.
func (db *DB) DropRevisions(ctx context.Context, versionID uuid.UUID) error {
	_, err := gorm.G[PolicyRevision](db.write).Where("version_id = ?", versionID).Delete(ctx)
	return translateError(err)
}

// PolicyEditor is who has a policy's editor open, and whether they wrote in the
// draft.
type PolicyEditor struct {
	PolicyID uuid.UUID `gorm:"primaryKey"`
	UserID   uuid.UUID `gorm:"primaryKey"`
	User     User
	SeenAt   time.Time
	WroteAt  *time.Time
}

// SeeEditor notes that someone has the editor open, or, with WroteAt, that they
// changed the draft.
func (db *DB) SeeEditor(ctx context.Context, e *PolicyEditor) error {
	columns := []string{"seen_at"}
	if e.WroteAt != nil {
		columns = append(columns, "wrote_at")
	}
	newer := clause.OnConflict{Columns: []clause.Column{{Name: "policy_id"}, {Name: "user_id"}}, DoUpdates: clause.AssignmentColumns(columns)}
	return translateError(gorm.G[PolicyEditor](db.write, newer).Omit("User").Create(ctx, e))
}

// EditorsOf are all who opened the editor since the policy was last published.
func (db *DB) EditorsOf(ctx context.Context, policyID uuid.UUID) ([]PolicyEditor, error) {
	var editors []PolicyEditor
	err := db.read.WithContext(ctx).InnerJoins("User").Where("policy_id = ?", policyID).Order("seen_at DESC").Find(&editors).Error
	return editors, translateError(err)
}

// ForgetEditors begins anew after a publication or a thrown away draft.
func (db *DB) ForgetEditors(ctx context.Context, policyID uuid.UUID) error {
	_, err := gorm.G[PolicyEditor](db.write).Where("policy_id = ?", policyID).Delete(ctx)
	return translateError(err)
}
