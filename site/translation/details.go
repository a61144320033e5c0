package translation

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
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
