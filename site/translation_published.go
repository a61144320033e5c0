package site

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// TranslationDetails are what a list says of a published translation.
type TranslationDetails struct {
	Language    policy.Language
	Count       int64 // its number among the policy's translations in the language
	PublishedAt time.Time
}

// TranslatedInto returns the languages in which the version was published, in the order of
// [policy.Languages].
func (v Version) TranslatedInto() []policy.Language {
	return slices.DeleteFunc(slices.Clone(policy.Languages), func(l policy.Language) bool {
		return !slices.ContainsFunc(v.Translations, func(t TranslationDetails) bool { return t.Language == l })
	})
}

// readTranslated notes with each version its published translations.
func (l *Site) readTranslated(ctx context.Context, versions []Version) error {
	places := map[uuid.UUID]int{}
	var ids []uuid.UUID
	for i, v := range versions {
		places[v.ID], ids = i, append(ids, v.ID)
	}
	rows, err := policies.TranslationsOf(ctx, l.db, ids...)
	for _, row := range rows {
		language, known := policy.FindLanguage(row.Language)
		if v := &versions[places[row.VersionID]]; known {
			v.Translations = append(v.Translations, TranslationDetails{language, *row.Number, *row.PublishedAt})
		}
	}
	return err
}

// TranslationOf returns the translation of just that version with the number, or the newest one
// where that is 0.
func (l *Site) TranslationOf(ctx context.Context, v *Version, language string, number int64) (*Translation, error) {
	if _, known := policy.FindLanguage(language); !known {
		return nil, models.ErrNotFound
	}
	row, err := policies.TranslationOf(ctx, l.db, v.ID, language, number)
	if err != nil {
		return nil, err
	}
	return translationOf(row)
}
