package translation

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// Details are what a list says of a published translation.
type Details struct {
	Language    policy.Language
	Count       int64 // its number among the policy's translations in the language
	PublishedAt time.Time
}

// ReadDetails reads the published translations of versions, by the ids of these.
func ReadDetails(ctx context.Context, db *models.DB, versions ...uuid.UUID) (map[uuid.UUID][]Details, error) {
	rows, err := policies.TranslationsOf(ctx, db, versions...)
	all := map[uuid.UUID][]Details{}
	for _, row := range rows {
		if language, known := policy.FindLanguage(row.Language); known {
			all[row.VersionID] = append(all[row.VersionID], Details{language, *row.Number, *row.PublishedAt})
		}
	}
	return all, err
}

// Each visits the published translations of a policy with what is signed of them, a language after
// the other, the oldest first; none where there is no such policy.
func (l *Translations) Each(
	ctx context.Context, slug string, visit func(Details, record.TranslationStatement) error,
) error {
	p, err := policies.BySlug(ctx, l.DB, l.Records.Site, slug)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	for _, language := range policy.Languages {
		if err != nil {
			return err
		}
		err = policies.EachTranslation(ctx, l.DB, p.ID, language.Code, func(row policies.Translation) error {
			return visit(Details{language, *row.Number, *row.PublishedAt}, statementOf(row))
		})
	}
	return err
}

// Of returns the translation of just that version with the number, or the newest one
// where that is 0.
func (l *Translations) Of(ctx context.Context, version uuid.UUID, language string, number int64) (*Translation, error) {
	if _, known := policy.FindLanguage(language); !known {
		return nil, models.ErrNotFound
	}
	row, err := policies.TranslationOf(ctx, l.DB, version, language, number)
	if err != nil {
		return nil, err
	}
	return translationOf(row)
}
