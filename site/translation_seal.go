package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// publishTranslation signs the draft that was read and puts it at the end of the chain of the
// policy's translations into the language.
func (l *Site) publishTranslation(ctx context.Context, tx *models.DB, v *Version, language, read string) error {
	row, err := policies.TranslationDraft(ctx, tx, v.policyID, language)
	if err != nil {
		return err
	}
	previous, err := policies.LastTranslation(ctx, tx, v.policyID, language)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	number := int64(1)
	if previous.Number != nil {
		number += *previous.Number
	}
	now := l.Now()
	row.Number, row.PublishedAt, row.KeyID = &number, &now, l.Signer.ID
	record := translationRecordOf(row, l.site.Address, v.Document.Slug, previous.RecordSHA256)
	if row.Record, row.RecordSHA256, row.Signature, err = l.Signer.SignTranslation(record); err != nil {
		return err
	}
	return policies.PublishTranslation(ctx, tx, row, read)
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

// VerifyTranslations checks the chains of a policy's translations as [Site.Verify] does that of
// its versions, and that each was made of the version that its record names. It returns how many
// there are in all languages.
func (l *Site) VerifyTranslations(ctx context.Context, slug string) (int64, error) {
	keys, err := l.Keys(ctx)
	if err != nil {
		return 0, err
	}
	addresses, err := sites.Addresses(ctx, l.db, l.site.ID)
	if err != nil {
		return 0, err
	}
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return 0, err
	}
	var all int64
	for _, language := range policy.Languages {
		at := place{slug: slug}
		err := policies.EachTranslation(ctx, l.db, p.ID, language.Code, func(row policies.Translation) error {
			at.number++
			record, err := statementOf(row).Verify(keys)
			if err == nil {
				err = l.checkTranslation(row, record, at, addresses)
			}
			if err != nil {
				return fmt.Errorf("%s, translation %d into %s: %w", slug, at.number, language.English, err)
			}
			at.previous = row.RecordSHA256
			return nil
		})
		if all += at.number; err != nil {
			return all, err
		}
	}
	return all, nil
}

// checkTranslation compares a signed record with its row and its place.
func (l *Site) checkTranslation(
	row policies.Translation, r record.Translation, at place, addresses []string,
) error {
	switch {
	case !slices.Contains(addresses, r.Site):
		return r.CheckSite(l.site.Address)
	case r.Number != at.number || r.Previous != at.previous:
		return record.ErrChain
	case r != translationRecordOf(row, r.Site, at.slug, at.previous):
		return record.ErrAltered
	}
	return nil
}
