package translation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site/confirmation"
)

// Draft is a policy as it is being translated: the texts of a version that is in effect
// or scheduled, with what was saved or published of them. A policy has one draft in a language,
// made of one version at a time. Read is the hash
// of the saved draft, "" while there is none; whoever saves says so, and a
// change in between is a conflict.
type Draft struct {
	Policy    Source
	Language  policy.Language
	Texts     []policy.Text // in the order of the page
	Saved     bool
	SavedOf   int64 // the number of the version that the saved draft was made of; 0: none is saved
	Read      string
	AuthorID  *uuid.UUID   // who saved it last
	Published *Translation // the newest one of the version, or of one before it; nil if there is none
	// Sentences are those of the words with what they rest on, were they published now, and
	// Unconfirmed those that somebody can confirm: see [Translations.WithBases].
	Sentences   []policy.TranslatedBasis
	Unconfirmed []policy.UnconfirmedTranslation
}

// Done is how many texts have words.
func (d Draft) Done() int { return len(d.Words()) }

// Words are those of all texts that have some.
func (d Draft) Words() policy.Words {
	words := policy.Words{}
	for _, text := range d.Texts {
		words[text.Key] = text.Words
	}
	return words.Tidy()
}

// Preview is the policy as it would be read if the draft were published.
func (d Draft) Preview() Translated {
	source, _ := d.Policy.Document.Words()
	t := &Translation{
		Language: d.Language,
		Words:    d.Words(),
		Number:   d.Policy.Number,
		Version:  d.Policy.SHA256,
		source:   source,

		Sentences: d.Sentences,
	}
	return t.Over(d.Policy)
}

// Draft returns what there is to translate: the scheduled version that the saved draft
// is made of, or else what is in effect. models.ErrNotFound for a language that is not among
// [policy.Languages].
func (l *Translations) Draft(ctx context.Context, slug, language string) (Draft, error) {
	return l.DraftOf(ctx, slug, language, 0)
}

// DraftOf does so for the version with the number, where that is in effect or scheduled.
func (l *Translations) DraftOf(ctx context.Context, slug, language string, number int64) (Draft, error) {
	d, err := l.draft(ctx, l.DB, slug, language, number)
	if err == nil {
		d.suggest(l.Site.EvidenceFor(d.Policy))
	}
	return d, err
}

func (l *Translations) draft(ctx context.Context, db *models.DB, slug, code string, number int64) (Draft, error) {
	live, found := l.Site.Translatable(slug)
	language, known := policy.FindLanguage(code)
	if !found || !known {
		return Draft{}, models.ErrNotFound
	}
	row, err := policies.TranslationDraft(ctx, db, live.InEffect.PolicyID, code)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return Draft{}, err
	}
	d := Draft{Language: language, Saved: err == nil}
	if d.Saved {
		d.Read, d.AuthorID, d.SavedOf = row.SHA256, row.AuthorID, *row.Version.Number
	}
	d.Policy = live.toTranslate(number, d.SavedOf)
	d.Published, _ = live.Published.For(d.Policy, code)
	var saved *Translation
	if d.Saved {
		if saved, err = translationOf(row); err != nil {
			return d, err
		}
	}
	d.Texts = textsOf(d.Policy.Document, saved, d.Published)
	return d, nil
}

// suggest adds what the program would say, where there are no words of anybody.
func (d Draft) suggest(evidence claim.Evidence) {
	if d.Saved && d.SavedOf == d.Policy.Number {
		return // somebody has decided what stays empty
	}
	words := d.Policy.Document.SuggestedWords(d.Language.Code, evidence)
	for i, text := range d.Texts {
		if text.Words == "" && text.Earlier == "" {
			d.Texts[i].Suggested = words[text.Key]
		}
	}
}

// WithBases adds what the sentences of the draft rest on.
func (l *Translations) WithBases(ctx context.Context, d Draft) (Draft, error) {
	return l.withBases(ctx, l.DB, d)
}

func (l *Translations) withBases(ctx context.Context, db *models.DB, d Draft) (Draft, error) {
	confirmed, err := confirmation.Of(ctx, db, d.Policy.PolicyID)
	evidence := l.Site.EvidenceFor(d.Policy)
	d.Sentences, d.Unconfirmed = d.Policy.Document.TranslatedBases(d.Language.Code, d.Words(), evidence, confirmed)
	return d, err
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

// YAML is the draft as a file that a translator can work on: a text a key, in the
// order of the page, each under what it says in the original.
func (d Draft) YAML() []byte {
	head := fmt.Sprintf("%s, version %d, in %s. Please write after each colon; what you leave empty is shown in %s.",
		d.Policy.Document.Slug, d.Policy.Number, d.Language.English, policy.Original.English)
	return policy.TextsYAML(head, d.Texts)
}
