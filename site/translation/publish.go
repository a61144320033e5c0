package translation

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/validation"
)

// Publish makes the draft that was read with the hash read what
// everyone sees. Note is called in the same transaction; it may be nil. It
// returns models.Invalid where there is nothing to publish, or someone else has
// to do it, and models.ErrConflict when the draft was changed or published in
// between.
func (l *Translations) Publish(
	ctx context.Context,
	slug, language, read string,
	by uuid.UUID,
	note func(context.Context, *models.DB) error,
) error {
	err := l.DB.Transaction(ctx, func(tx *models.DB) error {
		live, found := l.Site.Translatable(slug)
		if !found {
			return models.ErrNotFound
		}
		if err := policies.Lock(ctx, tx, live.InEffect.PolicyID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, slug, language, 0)
		if err != nil {
			return err
		}
		if draft.isPublished(read) {
			return nil // pressed twice
		}
		if err := draft.mayPublish(read); err != nil {
			return err
		}
		if err := draft.Policy.Document.CheckTruth(language, draft.Words(), l.Site.EvidenceFor(draft.Policy)); err != nil {
			return err
		}
		if l.RequireApproval && draft.IsBy(by) {
			return errOwnTranslation
		}
		if draft, err = l.withBases(ctx, tx, draft); err != nil {
			return err
		}
		if err := l.publish(ctx, tx, draft); err != nil {
			return err
		}
		if note == nil {
			return nil
		}
		return note(ctx, tx)
	})
	if err != nil {
		return err
	}
	return l.Site.Reload(ctx)
}

// errOwnTranslation is what someone hears who saved the words and would publish
// them, where that takes two.
var errOwnTranslation = validation.Errors{
	"approval": "You saved these words last. Please ask someone else to look at them and publish them.",
}

// IsBy reports whether that user saved the draft last: with all of its words
// before them.
func (d Draft) IsBy(user uuid.UUID) bool { return d.AuthorID != nil && *d.AuthorID == user }

// isPublished reports whether the draft that was read with the hash is what everybody reads already.
func (d Draft) isPublished(read string) bool {
	return !d.Saved && d.Published != nil && d.Published.SHA256 == read && d.Published.Number == d.Policy.Number
}

func (d Draft) mayPublish(read string) error {
	switch {
	case d.Saved && d.Read != read:
		return models.ErrConflict
	case !d.Saved:
		return validation.Errors{"translation": "There is no draft to publish. Please save some words first."}
	case d.SavedOf > d.Policy.Number:
		return validation.Errors{"translation": "The version that these words translate was withdrawn. " +
			"Please check that they fit the version in effect, and save them again."}
	case d.Done() == 0:
		return validation.Errors{"translation": "Nothing is translated yet. Please save some words first."}
	}
	return d.Policy.Document.CheckWords(d.Words())
}
