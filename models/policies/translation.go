package policies

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
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
	// Record is canonical JSON, which names all the others by their hashes. A draft has none.
	Record       string
	RecordSHA256 string `gorm:"column:record_sha256"`
	Signature    string
	KeyID        string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// TableName names the table of translations for GORM.
func (Translation) TableName() string { return "policy_translations" }

// newestTranslations picks, of those of a site, the newest of each version and language. The
// versions are the newest one with a translation whose time had come at the moment, and all after
// it. The numbers decide which is newer: the clocks of several instances differ.
const newestTranslations = `policy_translations.id IN (
	SELECT t.id FROM policy_translations AS t JOIN policy_versions AS v ON v.id = t.version_id
	WHERE t.state = 'published' AND t.policy_id IN (SELECT id FROM policies WHERE site_id = @site)
		AND v.id NOT IN (SELECT version_id FROM policy_withdrawals)
		AND t.number = (SELECT max(n.number) FROM policy_translations AS n WHERE n.version_id = t.version_id AND n.language = t.language)
		AND v.number >= coalesce((SELECT max(w.number) FROM policy_translations AS n JOIN policy_versions AS w ON w.id = n.version_id
			WHERE n.policy_id = t.policy_id AND n.language = t.language AND n.state = 'published' AND w.effective_at <= @now
				AND w.id NOT IN (SELECT version_id FROM policy_withdrawals)), 0))`

// NewestTranslations are a site's translations of what is in effect and of what is scheduled, with
// those versions: see newestTranslations.
func NewestTranslations(ctx context.Context, db *models.DB, site models.SiteID, now time.Time) ([]Translation, error) {
	var all []Translation
	err := db.Reader.WithContext(ctx).InnerJoins("Version").
		Where(newestTranslations, sql.Named("site", site), sql.Named("now", now)).
		Order("policy_translations.language, policy_translations.policy_id, policy_translations.number").
		Find(&all).Error
	return all, models.TranslateError(err)
}

// TranslationsOf returns the published translations of versions, without their words, by language
// and number.
func TranslationsOf(ctx context.Context, db *models.DB, versions ...uuid.UUID) ([]Translation, error) {
	all, err := models.Table[Translation](db.Reader).Omit("words").
		Where("version_id IN ? AND state = ?", versions, Published).Order("language, number").Find(ctx)
	return all, models.TranslateError(err)
}

// TranslationOf finds the published translation of a version into a language with the number, or
// the newest of them where that is 0.
func TranslationOf(
	ctx context.Context, db *models.DB, version uuid.UUID, language string, number int64,
) (Translation, error) {
	query := db.Reader.WithContext(ctx).InnerJoins("Version").
		Where("policy_translations.version_id = ? AND policy_translations.language = ?", version, language).
		Where("policy_translations.state = ?", Published)
	if number > 0 {
		query = query.Where("policy_translations.number = ?", number)
	}
	var t Translation
	err := query.Order("policy_translations.number DESC").Take(&t).Error
	return t, models.TranslateError(err)
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
	return models.TranslateError(models.Table[Translation](db.Writer).Omit(clause.Associations).Create(ctx, t))
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

// LastTranslation finds the newest published translation of a policy into a language;
// ErrNotFound if there is none.
func LastTranslation(ctx context.Context, db *models.DB, policyID uuid.UUID, language string) (Translation, error) {
	t, err := models.Table[Translation](db.Writer).
		Where("policy_id = ? AND language = ? AND state = ?", policyID, language, Published).
		Order("number DESC").Take(ctx)
	return t, models.TranslateError(err)
}

// PublishTranslation publishes the draft that was read with the hash read, with what the row
// says of it; ErrConflict if it is not that one any more. From then on it never changes.
func PublishTranslation(ctx context.Context, db *models.DB, row Translation, read string) error {
	return models.MustAffectOne(translationRead(db, row.PolicyID, row.Language, read).Updates(ctx, Translation{
		State: Published, Number: row.Number, PublishedAt: row.PublishedAt,
		Record: row.Record, RecordSHA256: row.RecordSHA256, Signature: row.Signature, KeyID: row.KeyID,
	}))
}

// EachTranslation visits the published translations of a policy into a language in the order of
// their numbers, with their versions but not those's documents.
func EachTranslation(
	ctx context.Context, db *models.DB, policyID uuid.UUID, language string, visit func(Translation) error,
) error {
	const page = 100
	for after := int64(0); ; {
		var some []Translation
		err := db.Reader.WithContext(ctx).InnerJoins("Version", db.Reader.Omit("document")).
			Where("policy_translations.policy_id = ? AND policy_translations.language = ?", policyID, language).
			Where("policy_translations.number > ?", after). // a draft has no number
			Order("policy_translations.number").Limit(page).Find(&some).Error
		if err != nil {
			return models.TranslateError(err)
		}
		for _, t := range some {
			if err := visit(t); err != nil {
				return err
			}
			after = *t.Number
		}
		if len(some) < page {
			return nil
		}
	}
}

func translationRead(db *models.DB, policyID uuid.UUID, language, read string) models.Query[Translation] {
	return models.Table[Translation](
		db.Writer,
	).Where(
		"policy_id = ? AND language = ? AND state = ? AND sha256 = ?",
		policyID,
		language,
		Draft,
		read,
	)
}
