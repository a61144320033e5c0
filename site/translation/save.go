package translation

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// Edit is what someone typed: all words, read from the texts of the
// version Number. Fit are keys without words whose earlier ones fit what the
// text says now.
type Edit struct {
	Slug, Language string
	Number         int64
	Read           string
	Words          policy.Words
	Fit            []string
	By             uuid.UUID
}

// Save keeps the words as the draft. It returns models.Invalid, with
// a message under each key at fault, for what no page can show, and
// models.ErrConflict where that version was replaced or withdrawn, or someone else
// saved, since it was read. Nothing is stored then.
func (l *Translations) Save(ctx context.Context, e Edit) error {
	return l.DB.Transaction(ctx, func(tx *models.DB) error {
		live, found := l.Site.Translatable(e.Slug)
		if !found {
			return models.ErrNotFound
		}
		if err := policies.Lock(ctx, tx, live.InEffect.PolicyID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, e.Slug, e.Language, e.Number)
		if err != nil {
			return err
		}
		if draft.Policy.Number != e.Number {
			return models.ErrConflict
		}
		words := e.all(draft)
		if err := draft.Policy.Document.CheckWords(words); err != nil {
			return err
		}
		if err := draft.Policy.Document.CheckTruth(e.Language, words, l.Site.EvidenceFor(draft.Policy)); err != nil {
			return err
		}
		return store(ctx, tx, draft, words, e)
	})
}

// all are the typed words, and the earlier ones that fit.
func (e Edit) all(draft Draft) policy.Words {
	words := e.Words.Tidy()
	for _, text := range draft.Texts {
		if words[text.Key] == "" && text.Earlier != "" && slices.Contains(e.Fit, text.Key) {
			words[text.Key] = text.Earlier
		}
	}
	return words
}

func store(
	ctx context.Context,
	tx *models.DB,
	draft Draft,
	words policy.Words,
	e Edit,
) error {
	text, hash, err := policy.Canonical(words)
	if err != nil {
		return err
	}
	row := &policies.Translation{
		ID: models.NewID(), PolicyID: draft.Policy.PolicyID, VersionID: draft.Policy.VersionID, Language: e.Language, Words: text,
		SHA256: hash, AuthorID: policies.Author(e.By),
	}
	if draft.Saved && hash == draft.Read {
		row.AuthorID = draft.AuthorID // they wrote nothing
	}
	switch {
	case draft.Saved && (e.Read == draft.Read || hash == draft.Read): // the same words: pressed twice
		return policies.ReplaceTranslationDraft(ctx, tx, row, draft.Read)
	case draft.Saved || e.Read != "":
		return models.ErrConflict
	}
	return policies.CreateTranslationDraft(ctx, tx, row)
}
