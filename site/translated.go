package site

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/translation"
)

// Translation is the published translation of a policy into a language that readers see now.
func (s *Snapshot) Translation(slug, language string) (*translation.Translation, bool) {
	v, found := s.Find(slug)
	if !found {
		return nil, false
	}
	return s.translations.For(v.Source(), language)
}

// Prepared is the translation that was published of just that scheduled version, if there is one.
func (s *Snapshot) Prepared(v *Version, language string) (*translation.Translation, bool) {
	t, found := s.translations.For(v.Source(), language)
	return t, found && t.Number == v.Number
}

// Translations are a policy's published translations that readers see now, in the order of
// [policy.Languages].
func (s *Snapshot) Translations(slug string) []*translation.Translation {
	v, found := s.Find(slug)
	if !found {
		return nil
	}
	return s.translations.Of(v.Source())
}

// TranslatedInto returns the languages in which the version was published, in the order of
// [policy.Languages].
func (v Version) TranslatedInto() []policy.Language {
	return slices.DeleteFunc(slices.Clone(policy.Languages), func(l policy.Language) bool {
		return !slices.ContainsFunc(v.Translations, func(t translation.Details) bool { return t.Language == l })
	})
}

// readTranslated notes with each version its published translations.
func (h *History) readTranslated(ctx context.Context, versions []Version) error {
	var ids []uuid.UUID
	for _, v := range versions {
		ids = append(ids, v.ID)
	}
	all, err := translation.ReadDetails(ctx, h.db, ids...)
	for i := range versions {
		versions[i].Translations = all[versions[i].ID]
	}
	return err
}
