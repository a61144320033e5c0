package policies

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// Author returns how a row names who wrote something: nil for the command line.
func Author(by uuid.UUID) *uuid.UUID {
	if by == uuid.Nil {
		return nil
	}
	return &by
}

// DraftOf finds a policy's draft, in review or not.
func DraftOf(ctx context.Context, db *models.DB, policyID uuid.UUID) (Version, error) {
	v, err := models.Table[Version](db.Reader).Where("policy_id = ? AND state <> ?", policyID, Published).Take(ctx)
	return v, models.TranslateError(err)
}

// DraftStates are the states of a site's drafts by the slugs of their policies.
func DraftStates(ctx context.Context, db *models.DB, site models.SiteID) (map[string]VersionState, error) {
	var drafts []Version
	err := db.Reader.WithContext(ctx).Omit("document").InnerJoins("Policy").
		Where(`"Policy".site_id = ? AND policy_versions.state <> ?`, site, Published).Find(&drafts).Error
	states := map[string]VersionState{}
	for _, d := range drafts {
		states[d.Policy.Slug] = d.State
	}
	return states, models.TranslateError(err)
}

// CreateDraft stores a policy's first draft since it was published;
// ErrConflict if there is one.
func CreateDraft(ctx context.Context, db *models.DB, draft *Version) error {
	draft.State = Draft
	return createVersion(ctx, db, draft)
}

// ReplaceDraft writes over the draft that was read with the hash read;
// ErrConflict if it is not that one any more. What was asked or said of the text
// before is void.
func ReplaceDraft(ctx context.Context, db *models.DB, draft *Version, read string) error {
	return models.MustAffectOne(draftRead(db, draft.PolicyID, read).
		Select(
			"state",
			"document",
			"sha256",
			"basis",
			"author_id",
			"submitted_by",
			"approved_by",
			"approved_at",
			"updated_at",
		).
		Updates(ctx, Version{
			State: Draft, Document: draft.Document, SHA256: draft.SHA256, Basis: draft.Basis, AuthorID: draft.AuthorID,
			UpdatedAt: models.Now(),
		}))
}

// ReviewDraft changes what was asked or said of the draft that was read with the
// hash read: its state, by whom it was submitted and approved, and how it is to be
// published.
func ReviewDraft(ctx context.Context, db *models.DB, policyID uuid.UUID, read string, as Version) error {
	return models.MustAffectOne(
		draftRead(db, policyID, read).
			Select("state", "submitted_by", "approved_by", "approved_at", "summary", "materiality", "effective_at").
			Updates(ctx, as),
	)
}

// DiscardDraft throws away the draft that was read with the hash read;
// ErrConflict if it is not that one any more.
func DiscardDraft(ctx context.Context, db *models.DB, policyID uuid.UUID, read string) error {
	return models.MustAffectOne(draftRead(db, policyID, read).Delete(ctx))
}

// PublishDraft makes the draft that was read with the hash read the version as;
// ErrConflict if it is not that one any more.
func PublishDraft(ctx context.Context, db *models.DB, policyID uuid.UUID, read string, as Version) error {
	as.State = Published
	return models.MustAffectOne(draftRead(db, policyID, read).Updates(ctx, as))
}

func draftRead(db *models.DB, policyID uuid.UUID, read string) models.Query[Version] {
	return models.Table[Version](db.Writer).Where("policy_id = ? AND state <> ? AND sha256 = ?", policyID, Published, read)
}

// Revision is what a draft was before a change. AuthorID is who had made it so.
type Revision struct {
	ID        uuid.UUID
	VersionID uuid.UUID
	AuthorID  *uuid.UUID
	Document  string
	SHA256    string `gorm:"column:sha256"`
	CreatedAt time.Time
}

// TableName names the table of revisions for GORM.
func (Revision) TableName() string { return "policy_revisions" }

// MaxRevisions is how far back undo goes.
const MaxRevisions = 200

// SaveRevision stores what a draft was, and forgets what is too old to undo.
func SaveRevision(ctx context.Context, db *models.DB, r *Revision) error {
	if err := models.Table[Revision](db.Writer).Create(ctx, r); err != nil {
		return models.TranslateError(err)
	}
	_, err := models.Table[Revision](db.Writer).Where(`version_id = ? AND id < (
		SELECT id FROM policy_revisions WHERE version_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`, r.VersionID, r.VersionID, MaxRevisions-1).Delete(ctx)
	return models.TranslateError(err)
}

// Revisions are what a draft was before each of its changes, the oldest first.
func Revisions(ctx context.Context, db *models.DB, versionID uuid.UUID) ([]Revision, error) {
	r, err := models.Table[Revision](db.Reader).Where("version_id = ?", versionID).Order("id").Find(ctx)
	return r, models.TranslateError(err)
}

// LastRevision is what a draft was before its last change.
func LastRevision(ctx context.Context, db *models.DB, versionID uuid.UUID) (Revision, error) {
	r, err := models.Table[Revision](db.Writer).Where("version_id = ?", versionID).Order("id DESC").Take(ctx)
	return r, models.TranslateError(err)
}

// DropRevision forgets a revision that was gone back to; ErrConflict if another
// did so first.
func DropRevision(ctx context.Context, db *models.DB, id uuid.UUID) error {
	return models.MustAffectOne(models.Table[Revision](db.Writer).Where("id = ?", id).Delete(ctx))
}

// DropRevisions forgets all of a draft's.
func DropRevisions(ctx context.Context, db *models.DB, versionID uuid.UUID) error {
	_, err := models.Table[Revision](db.Writer).Where("version_id = ?", versionID).Delete(ctx)
	return models.TranslateError(err)
}

// Editor is who has a policy's editor open, and whether they wrote in the
// draft.
type Editor struct {
	PolicyID uuid.UUID `gorm:"primaryKey"`
	UserID   uuid.UUID `gorm:"primaryKey"`
	User     users.User
	SeenAt   time.Time
	WroteAt  *time.Time
}

// TableName names the table of editors for GORM.
func (Editor) TableName() string { return "policy_editors" }

// SeeEditor notes that someone has the editor open, or, with WroteAt, that they
// changed the draft.
func SeeEditor(ctx context.Context, db *models.DB, e *Editor) error {
	columns := []string{"seen_at"}
	if e.WroteAt != nil {
		columns = append(columns, "wrote_at")
	}
	newer := clause.OnConflict{
		Columns:   []clause.Column{{Name: "policy_id"}, {Name: "user_id"}},
		DoUpdates: clause.AssignmentColumns(columns),
	}
	return models.TranslateError(models.Table[Editor](db.Writer, newer).Omit("User").Create(ctx, e))
}

// EditorsOf are all who opened the editor since the policy was last published.
func EditorsOf(ctx context.Context, db *models.DB, policyID uuid.UUID) ([]Editor, error) {
	var editors []Editor
	err := db.Reader.WithContext(
		ctx,
	).InnerJoins(
		"User",
	).Where(
		"policy_id = ?",
		policyID,
	).Order(
		"seen_at DESC",
	).Find(
		&editors,
	).Error
	return editors, models.TranslateError(err)
}

// ForgetEditors begins anew after a publication or a thrown away draft.
func ForgetEditors(ctx context.Context, db *models.DB, policyID uuid.UUID) error {
	_, err := models.Table[Editor](db.Writer).Where("policy_id = ?", policyID).Delete(ctx)
	return models.TranslateError(err)
}
