package policies

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Translation is a version of a policy in another language. Words is
// canonical JSON, texts by the key of their place, and SHA256 its hash in
// hexadecimal. A policy has at most one draft in each language; what is published
// is numbered in each.
type Translation struct {
	ID          uuid.UUID
	PolicyID    uuid.UUID
	VersionID   uuid.UUID
	Version     Version
	Language    string
	Number      *int64
	State       VersionState
	Words       string
	SHA256      string `gorm:"column:sha256"`
	AuthorID    *uuid.UUID
	PublishedAt *time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// TableName names the table of translations for GORM.
func (Translation) TableName() string { return "policy_translations" }

// NewestTranslations are, for each of a site's policies and each language, the
// newest translation of the newest version that has one, with that version. No
// clock decides which that is: those of several instances differ.
func NewestTranslations(ctx context.Context, db *models.DB, site models.SiteID) ([]Translation, error) {
	var all []Translation
	err := db.Reader.WithContext(ctx).InnerJoins("Version").
		Where(`policy_translations.id IN (
			SELECT (SELECT t.id FROM policy_translations AS t JOIN policy_versions AS v ON v.id = t.version_id
				WHERE t.policy_id = each.policy_id AND t.language = each.language AND t.state = 'published'
				ORDER BY v.number DESC, t.number DESC LIMIT 1)
			FROM (SELECT DISTINCT policy_id, language FROM policy_translations WHERE policy_id IN (SELECT id FROM policies WHERE site_id = ?)) AS each)`, site).
		Order("policy_translations.language, policy_translations.policy_id").Find(&all).Error
	return all, models.TranslateError(err)
}

// TranslationDraft finds the draft of a policy in a language, with the version
// it is being made of.
func TranslationDraft(ctx context.Context, db *models.DB, policyID uuid.UUID, language string) (Translation, error) {
	var t Translation
	err := db.Reader.WithContext(ctx).InnerJoins("Version").
		Where(
			"policy_translations.policy_id = ? AND policy_translations.language = ? AND policy_translations.state = ?",
			policyID,
			language,
			Draft,
		).Take(&t).Error
	return t, models.TranslateError(err)
}

// CreateTranslationDraft stores the first draft in a language since a
// translation was published; ErrConflict if there is one.
func CreateTranslationDraft(ctx context.Context, db *models.DB, t *Translation) error {
	t.State = Draft
	return models.TranslateError(gorm.G[Translation](db.Writer).Omit(clause.Associations).Create(ctx, t))
}

// ReplaceTranslationDraft writes over the draft that was read with the hash
// read; ErrConflict if it is not that one any more.
func ReplaceTranslationDraft(ctx context.Context, db *models.DB, t *Translation, read string) error {
	return models.MustAffectOne(
		translationRead(
			db,
			t.PolicyID,
			t.Language,
			read,
		).Select(
			"version_id",
			"words",
			"sha256",
			"author_id",
			"updated_at",
		).
			Updates(
				ctx,
				Translation{
					VersionID: t.VersionID,
					Words:     t.Words,
					SHA256:    t.SHA256,
					AuthorID:  t.AuthorID,
					UpdatedAt: models.Now(),
				},
			),
	)
}

// PublishTranslation publishes the draft that was read with the hash read;
// ErrConflict if it is not that one any more. From then on it never changes.
func PublishTranslation(
	ctx context.Context,
	db *models.DB,
	policyID uuid.UUID,
	language, read string,
	now time.Time,
) error {
	var newest int64
	err := db.Writer.WithContext(ctx).Model(&Translation{}).Where("policy_id = ? AND language = ?", policyID, language).
		Select("coalesce(max(number), 0)").Scan(&newest).Error
	if err != nil {
		return models.TranslateError(err)
	}
	return models.MustAffectOne(translationRead(db, policyID, language, read).
		Updates(ctx, Translation{State: Published, Number: new(newest + 1), PublishedAt: &now}))
}

func translationRead(db *models.DB, policyID uuid.UUID, language, read string) gorm.ChainInterface[Translation] {
	return gorm.G[Translation](
		db.Writer,
	).Where(
		"policy_id = ? AND language = ? AND state = ? AND sha256 = ?",
		policyID,
		language,
		Draft,
		read,
	)
}
