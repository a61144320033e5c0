package site_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
)

// TestNothingToPublish, and no such language or policy.
func TestNothingToPublish(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		invalidOf(t, o.Translations.Publish(ctx, slug, bangla, "", o.ada, nil))
		if err := o.edit(policy.Words{}); err != nil {
			t.Fatal(err)
		}
		invalidOf(t, o.Translations.Publish(ctx, slug, bangla, o.translation().Read, o.ada, nil))
		if err := o.edit(policy.Words{"contact-1": "ঠিক আছে"}); err != nil {
			t.Fatal(err)
		}
		const bad = `UPDATE policy_translations SET words = '{"contact-1":"[x](javascript:y)"}'` // saved when the rules were others
		if _, err := o.db.Pool().ExecContext(ctx, bad); err != nil {
			t.Fatal(err)
		}
		invalidOf(t, o.Translations.Publish(ctx, slug, bangla, o.translation().Read, o.ada, nil))
		for _, where := range [][2]string{{slug, "en"}, {slug, "xx"}, {"nothing", bangla}} {
			_, err := o.Translations.Draft(ctx, where[0], where[1])
			saved := o.Translations.Save(ctx, translation.Edit{Slug: where[0], Language: where[1], Number: 1})
			published := o.Translations.Publish(ctx, where[0], where[1], "", o.ada, nil)
			if !errors.Is(err, models.ErrNotFound) || !errors.Is(saved, models.ErrNotFound) ||
				!errors.Is(published, models.ErrNotFound) {
				t.Errorf("%v: %v, %v, %v", where, err, saved, published)
			}
		}
	})
}

// TestPublishedTranslationNeverChanges: the database itself refuses, and a
// correction is a new row. What is noted is noted only with it.
func TestPublishedTranslationNeverChanges(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.translate(policy.Words{"title": "কুকি নীতি"})
		for _, change := range []string{
			"UPDATE policy_translations SET words = '{}'",
			"UPDATE policy_translations SET state = 'draft', published_at = NULL", "DELETE FROM policy_translations",
		} {
			if _, err := o.db.Pool().ExecContext(ctx, change); err == nil ||
				!strings.Contains(err.Error(), "never changes") {
				t.Errorf("%s: %v", change, err)
			}
		}
		if err := o.edit(policy.Words{"title": "কুকিনীতি"}); err != nil {
			t.Fatal(err)
		}
		failed := errors.New("no note")
		err := o.Translations.Publish(
			ctx,
			slug,
			bangla,
			o.translation().Read,
			o.ada,
			func(context.Context, *models.DB) error { return failed },
		)
		if !errors.Is(err, failed) || read(t, o.Site).Document.Title != "কুকি নীতি" {
			t.Errorf("published without its note: %v", err)
		}
		o.translate(policy.Words{"title": "কুকিনীতি"})
		if got := read(t, o.Site).Document.Title; got != "কুকিনীতি" {
			t.Errorf("the correction is not seen: %q", got)
		}
		var rows int
		if err := o.db.Pool().QueryRowContext(ctx, "SELECT count(*) FROM policy_translations WHERE state = 'published'").Scan(&rows); err != nil ||
			rows != 2 {
			t.Errorf("%d rows are published, %v", rows, err)
		}
	})
}

// TestTranslationsHash is the SHA-256 of the words' canonical JSON.
func TestTranslationsHash(t *testing.T) {
	o := staffed(t, modelstest.SQLite(t))
	o.translate(policy.Words{"title": "নীতি", "contact.title": "x"})
	translation := read(t, o.Site).Translation
	want := `{"contact.title":"x","title":"নীতি"}`
	if string(translation.Canonical()) != want {
		t.Errorf("%s", translation.Canonical())
	}
	sum := sha256.Sum256([]byte(want))
	if translation.SHA256 != hex.EncodeToString(sum[:]) || translation.Number != 1 {
		t.Errorf("%+v", translation)
	}
}

// TestTranslationTakesTwo: where publication needs a second person, a
// translation does, too.
func TestTranslationTakesTwo(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		saved := func(by uuid.UUID, title string) string {
			t.Helper()
			if err := o.edit(policy.Words{"title": title}, func(e *translation.Edit) { e.By = by }); err != nil {
				t.Fatal(err)
			}
			return o.translation().Read
		}
		saved(o.ada, "এক")
		saved(o.bob, "দুই")
		words := saved(o.ada, "দুই") // which changes nothing
		if invalid := invalidOf(t, o.Translations.Publish(ctx, slug, bangla, words, o.bob, nil)); invalid["approval"] == "" ||
			!o.translation().Saved {
			t.Errorf("one's own words: %v", invalid)
		}
		if err := o.Translations.Publish(ctx, slug, bangla, words, o.ada, nil); err != nil {
			t.Errorf("someone else's words: %v", err)
		}
	}, func(s *site.Settings) { s.RequireApproval = true })
}
