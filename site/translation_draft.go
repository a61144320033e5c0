package site

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

// TranslationDraft is a policy as it is being translated: the texts of a version that is in effect
// or scheduled, with what was saved or published of them. A policy has one draft in a language,
// made of one version at a time. Read is the hash
// of the saved draft, "" while there is none; whoever saves says so, and a
// change in between is a conflict.
type TranslationDraft struct {
	Policy    *Version
	Language  policy.Language
	Texts     []policy.Text // in the order of the page
	Saved     bool
	SavedOf   int64 // the number of the version that the saved draft was made of; 0: none is saved
	Read      string
	AuthorID  *uuid.UUID   // who saved it last
	Published *Translation // the newest one of the version, or of one before it; nil if there is none
}

// Done is how many texts have words.
func (d TranslationDraft) Done() int { return len(d.Words()) }

// Words are those of all texts that have some.
func (d TranslationDraft) Words() policy.Words {
	words := policy.Words{}
	for _, text := range d.Texts {
		words[text.Key] = text.Words
	}
	return words.Tidy()
}

// Preview is the policy as it would be read if the draft were published.
func (d TranslationDraft) Preview() Translated {
	source, _ := d.Policy.Document.Words()
	t := &Translation{
		Language: d.Language,
		Words:    d.Words(),
		Number:   d.Policy.Number,
		Version:  d.Policy.SHA256,
		source:   source,
	}
	return t.Over(d.Policy)
}

// TranslationDraft returns what there is to translate: the scheduled version that the saved draft
// is made of, or else what is in effect. models.ErrNotFound for a language that is not among
// [policy.Languages].
func (l *Site) TranslationDraft(ctx context.Context, slug, language string) (TranslationDraft, error) {
	return l.translationDraft(ctx, l.db, slug, language, 0)
}

// TranslationDraftOf does so for the version with the number, where that is in effect or scheduled.
func (l *Site) TranslationDraftOf(ctx context.Context, slug, language string, number int64) (TranslationDraft, error) {
	return l.translationDraft(ctx, l.db, slug, language, number)
}

func (l *Site) translationDraft(
	ctx context.Context, db *models.DB, slug, code string, number int64,
) (TranslationDraft, error) {
	snapshot := l.Snapshot()
	v, found := snapshot.Find(slug)
	language, known := policy.FindLanguage(code)
	if !found || !known {
		return TranslationDraft{}, models.ErrNotFound
	}
	row, err := policies.TranslationDraft(ctx, db, v.policyID, code)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return TranslationDraft{}, err
	}
	d := TranslationDraft{Language: language, Saved: err == nil}
	if d.Saved {
		d.Read, d.AuthorID, d.SavedOf = row.SHA256, row.AuthorID, *row.Version.Number
	}
	d.Policy = snapshot.toTranslate(v, number, d.SavedOf)
	d.Published, _ = snapshot.translationFor(d.Policy, code)
	if !d.Saved {
		d.Texts = textsOf(d.Policy.Document, d.Published)
		return d, nil
	}
	saved, err := translationOf(row)
	if err != nil {
		return d, err
	}
	d.Texts = textsOf(d.Policy.Document, saved, d.Published)
	return d, nil
}

// toTranslate is the version with the first of the numbers that is live, or else what is in effect.
func (s *Snapshot) toTranslate(inEffect *Version, numbers ...int64) *Version {
	for _, number := range numbers {
		if v, found := s.live(inEffect.Document.Slug, number); found {
			return v
		}
	}
	return inEffect
}

// textsOf are the document's texts with the words of the first of the
// translations, and for a text without any with what the others remember.
func textsOf(d policy.Document, from ...*Translation) []policy.Text {
	from = slices.DeleteFunc(from, func(t *Translation) bool { return t == nil })
	words := policy.Words{}
	if len(from) > 0 {
		words = from[0].fitting(d)
	}
	now, order := d.Words()
	var texts []policy.Text
	for _, key := range order {
		if now[key] == "" {
			continue
		}
		text := policy.Text{Key: key, Source: now[key], Words: words[key]}
		if text.Words == "" {
			text.Before, text.Earlier = earlier(key, text.Source, from)
		}
		texts = append(texts, text)
	}
	return texts
}

func earlier(key, now string, from []*Translation) (before, words string) {
	for _, t := range from {
		switch {
		case t.Words[key] == "":
		case t.source[key] == now:
			return "", t.Words[key]
		default:
			return t.source[key], t.Words[key]
		}
	}
	return "", ""
}

// TranslationEdit is what someone typed: all words, read from the texts of the
// version Number. Fit are keys without words whose earlier ones fit what the
// text says now.
type TranslationEdit struct {
	Slug, Language string
	Number         int64
	Read           string
	Words          policy.Words
	Fit            []string
	By             uuid.UUID
}

// SaveTranslation keeps the words as the draft. It returns models.Invalid, with
// a message under each key at fault, for what no page can show, and
// models.ErrConflict where that version was replaced or withdrawn, or someone else
// saved, since it was read. Nothing is stored then.
func (l *Site) SaveTranslation(ctx context.Context, e TranslationEdit) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		v, found := l.Snapshot().Find(e.Slug)
		if !found {
			return models.ErrNotFound
		}
		if err := policies.Lock(ctx, tx, v.policyID); err != nil {
			return err
		}
		draft, err := l.translationDraft(ctx, tx, e.Slug, e.Language, e.Number)
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
		return storeTranslation(ctx, tx, draft, words, e)
	})
}

// all are the typed words, and the earlier ones that fit.
func (e TranslationEdit) all(draft TranslationDraft) policy.Words {
	words := e.Words.Tidy()
	for _, text := range draft.Texts {
		if words[text.Key] == "" && text.Earlier != "" && slices.Contains(e.Fit, text.Key) {
			words[text.Key] = text.Earlier
		}
	}
	return words
}

func storeTranslation(
	ctx context.Context,
	tx *models.DB,
	draft TranslationDraft,
	words policy.Words,
	e TranslationEdit,
) error {
	text, hash, err := policy.Canonical(words)
	if err != nil {
		return err
	}
	row := &policies.Translation{
		ID: models.NewID(), PolicyID: draft.Policy.policyID, VersionID: draft.Policy.ID, Language: e.Language, Words: text,
		SHA256: hash, AuthorID: author(e.By),
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

// PublishTranslation makes the draft that was read with the hash read what
// everyone sees. Note is called in the same transaction; it may be nil. It
// returns models.Invalid where there is nothing to publish, or someone else has
// to do it, and models.ErrConflict when the draft was changed or published in
// between.
func (l *Site) PublishTranslation(
	ctx context.Context,
	slug, language, read string,
	by uuid.UUID,
	note func(context.Context, *models.DB) error,
) error {
	err := l.db.Transaction(ctx, func(tx *models.DB) error {
		v, found := l.Snapshot().Find(slug)
		if !found {
			return models.ErrNotFound
		}
		if err := policies.Lock(ctx, tx, v.policyID); err != nil {
			return err
		}
		draft, err := l.translationDraft(ctx, tx, slug, language, 0)
		if err != nil {
			return err
		}
		if err := draft.mayPublish(read); err != nil {
			return err
		}
		if l.RequireApproval && draft.IsBy(by) {
			return errOwnTranslation
		}
		if err := l.publishTranslation(ctx, tx, v, language, read); err != nil {
			return err
		}
		return noted(ctx, tx, note)
	})
	if err != nil {
		return err
	}
	return l.Reload(ctx)
}

// errOwnTranslation is what someone hears who saved the words and would publish
// them, where that takes two.
var errOwnTranslation = validation.Errors{
	"approval": "You saved these words last. Please ask someone else to look at them and publish them.",
}

// IsBy reports whether that user saved the draft last: with all of its words
// before them.
func (d TranslationDraft) IsBy(user uuid.UUID) bool { return d.AuthorID != nil && *d.AuthorID == user }

func (d TranslationDraft) mayPublish(read string) error {
	switch {
	case d.Saved && d.Read != read:
		return models.ErrConflict
	case !d.Saved:
		return validation.Errors{"translation": "There is no draft to publish. Please save some words first."}
	case d.SavedOf > d.Policy.Number:
		return validation.Errors{"translation": "The version that these words were made of was withdrawn. " +
			"Please look whether they fit what is in effect, and save them again."}
	case d.Done() == 0:
		return validation.Errors{"translation": "Nothing is translated yet. Please save some words first."}
	}
	return d.Policy.Document.CheckWords(d.Words())
}

// YAML is the draft as a file that a translator can work on: a text a key, in the
// order of the page, each under what it says in the original.
func (d TranslationDraft) YAML() []byte {
	head := fmt.Sprintf("%s, version %d, in %s. Please write behind each colon; what stays empty is shown in %s.",
		d.Policy.Document.Slug, d.Policy.Number, d.Language.English, policy.Original.English)
	return policy.TextsYAML(head, d.Texts)
}
