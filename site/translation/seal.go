package translation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site/signing"
)

// publish signs the draft that was read and puts it at the end of the chain of the
// policy's translations into the language.
func (l *Translations) publish(ctx context.Context, tx *models.DB, draft Draft) error {
	v, language := draft.Policy, draft.Language.Code
	row, err := policies.TranslationDraft(ctx, tx, v.PolicyID, language)
	if err != nil {
		return err
	}
	previous, err := policies.LastTranslation(ctx, tx, v.PolicyID, language)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	number := int64(1)
	if previous.Number != nil {
		number += *previous.Number
	}
	now := clock.Or(l.Clock).Now()
	row.Number, row.PublishedAt, row.KeyID = &number, &now, l.Records.Signer.ID
	r := translationRecordOf(row, l.Records.Address, v.Document.Slug, previous.RecordSHA256)
	r.Sentences = draft.Sentences
	if row.Record, row.RecordSHA256, row.Signature, err = l.Records.Signer.SignTranslation(r); err != nil {
		return err
	}
	return policies.PublishTranslation(ctx, tx, row, draft.Read)
}

// sentencesOf returns the sentences of a published translation as its record has them; none of a
// draft, which has no record.
func sentencesOf(row policies.Translation) ([]policy.TranslatedBasis, error) {
	if row.Record == "" {
		return nil, nil
	}
	var r record.Translation
	if err := json.Unmarshal([]byte(row.Record), &r); err != nil {
		return nil, fmt.Errorf("the record of translation %s: %w", row.ID, err)
	}
	return r.Sentences, nil
}

func translationRecordOf(row policies.Translation, site, slug, previous string) record.Translation {
	return record.Translation{
		Site: site, Slug: slug, Language: row.Language, Number: *row.Number, Version: *row.Version.Number,
		Original: row.Version.RecordSHA256, Words: row.SHA256, Previous: previous,
		PublishedAt: row.PublishedAt.UTC().Format(time.RFC3339Nano),
	}
}

func statementOf(row policies.Translation) record.TranslationStatement {
	return record.TranslationStatement{
		Words: json.RawMessage(row.Words), Record: json.RawMessage(row.Record), SHA256: row.RecordSHA256,
		Signature: row.Signature, Key: row.KeyID,
	}
}

// Verify checks the chains of a policy's translations as [signing.Records.Verify] does that of
// its versions, and that each was made of the version that its record names. It returns how many
// there are in all languages.
func (l *Translations) Verify(ctx context.Context, slug string) (int64, error) {
	trust, err := l.Records.Trust(ctx)
	if err != nil {
		return 0, err
	}
	p, err := policies.BySlug(ctx, l.DB, l.Records.Site, slug)
	if err != nil {
		return 0, err
	}
	var all int64
	for _, language := range policy.Languages {
		at := signing.Place{Slug: slug}
		err := policies.EachTranslation(ctx, l.DB, p.ID, language.Code, func(row policies.Translation) error {
			at.Number++
			r, err := statementOf(row).Verify(trust.Keys)
			if err == nil {
				err = l.checkTranslation(row, r, at, trust)
			}
			if err != nil {
				return fmt.Errorf("%s, translation %d into %s: %w", slug, at.Number, language.English, err)
			}
			at.Previous = row.RecordSHA256
			return nil
		})
		if all += at.Number; err != nil {
			return all, err
		}
	}
	return all, nil
}

// checkTranslation compares a signed record with its row and its place.
func (l *Translations) checkTranslation(
	row policies.Translation, r record.Translation, at signing.Place, trust signing.Trust,
) error {
	switch {
	case !trust.IsOfSite(r.Site):
		return r.CheckSite(l.Records.Address)
	case r.Number != at.Number || r.Previous != at.Previous:
		return record.ErrChain
	}
	want := translationRecordOf(row, r.Site, at.Slug, at.Previous)
	want.Sentences = r.Sentences // what they rested on is known by the record alone
	if !reflect.DeepEqual(r, want) {
		return record.ErrAltered
	}
	return nil
}
