package site_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/translation"
)

// A sentence of the policy that is checked, in words that nothing reads.
const (
	secured       = "security-properties-1"
	securedBangla = "আমাদের লগইন কুকিগুলো এভাবে সাজানো:"
)

// saveSecured has Ada save the words, and returns the draft.
func (o world) saveSecured(words string) translation.Draft {
	o.t.Helper()
	if err := o.edit(policy.Words{secured: words}); err != nil {
		o.t.Fatal(err)
	}
	return o.translation()
}

// confirmingWords confirms all that is open of the draft of the translation.
func (o world) confirmingWords(by uuid.UUID, change ...func(*translation.Confirming)) error {
	o.t.Helper()
	draft := o.translation()
	c := translation.Confirming{Slug: slug, Language: bangla, Read: draft.Read, By: by, Note: noNote}
	for _, u := range draft.Unconfirmed {
		c.Keys = append(c.Keys, u.Key)
	}
	for _, set := range change {
		set(&c)
	}
	return o.Translations.Confirm(context.Background(), c)
}

func noNote(context.Context, *models.DB) error { return nil }

func because(reason string) func(*translation.Confirming) {
	return func(c *translation.Confirming) { c.Reason = reason }
}

// alone leaves Ada as the only admin.
func (o world) alone() {
	o.t.Helper()
	for _, other := range []uuid.UUID{o.bob, o.eve} {
		if err := users.SetRole(context.Background(), o.db, other, users.Member); err != nil {
			o.t.Fatal(err)
		}
	}
}

// basisOfSecured is what the sentence rests on in the draft.
func (o world) basisOfSecured() policy.TranslatedBasis {
	o.t.Helper()
	return secureOf(o.t, o.translation().Sentences)
}

func secureOf(t *testing.T, all []policy.TranslatedBasis) policy.TranslatedBasis {
	t.Helper()
	for _, b := range all {
		if b.Block == secured {
			return b
		}
	}
	t.Fatalf("the sentence is not among %+v", all)
	return policy.TranslatedBasis{}
}

// TestConfirmedTranslation: what another admin confirms is attested, and stands in the signed record.
func TestConfirmedTranslation(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.saveSecured(securedBangla)
		if b := o.basisOfSecured(); b.Basis != policy.NoBasis || b.Confirmed != nil {
			t.Fatalf("nobody confirmed it: %+v", b)
		}
		if err := o.confirmingWords(o.bob, because("We set three cookies.")); err != nil { // a reason that nobody prints
			t.Fatal(err)
		}
		if open := o.translation().Unconfirmed; len(open) > 0 {
			t.Errorf("open: %+v", open)
		}
		if err := o.Translations.Publish(ctx, slug, bangla, o.translation().Read, o.ada, nil); err != nil {
			t.Fatal(err)
		}
		signed, err := read(t, o.Site).Translation.Statement.Verify(must(o.Records.Keys(ctx)))
		if err != nil {
			t.Fatal(err)
		}
		b := secureOf(t, signed.Sentences)
		if b.Basis != policy.Attested || b.Says != securedBangla || b.Original == "" || len(b.Checks) == 0 ||
			b.Confirmed == nil || b.Confirmed.By != policy.ByAdmin || b.Confirmed.Alone || b.Confirmed.Reason != "" {
			t.Errorf("in the record: %+v, %+v", b, b.Confirmed)
		}
		if n, err := o.Translations.Verify(ctx, slug); n != 1 || err != nil {
			t.Errorf("%d verified, %v", n, err)
		}
	})
}

// TestNobodyConfirmsTheirOwnWords while there is another admin: the last who saved them had all of
// them before their eyes.
func TestNobodyConfirmsTheirOwnWords(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.saveSecured(securedBangla)
		invalid(t, "one's own", o.confirmingWords(o.ada, because("I looked.")), "confirm", "another admin")
		both := policy.Words{secured: securedBangla, "title": "নীতি"}
		if err := o.edit(both, func(e *translation.Edit) { e.By = o.bob }); err != nil {
			t.Fatal(err)
		}
		invalid(t, "who saved last", o.confirmingWords(o.bob, because("I looked.")), "confirm", "another admin")
		if b := o.basisOfSecured(); b.Confirmed != nil {
			t.Errorf("a refused one is kept: %+v", b.Confirmed)
		}
		if err := o.confirmingWords(o.ada); err != nil {
			t.Errorf("another's: %v", err)
		}
	})
}

// TestConfirmingWordsAlone: the only admin says why, and nothing false.
func TestConfirmingWordsAlone(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.alone()
		o.saveSecured(securedBangla)
		for reason, want := range map[string]string{
			"": "say in one line why", " ": "say in one line why", "a\nb": "One line", "We set three cookies.": "This is not true",
		} {
			invalid(t, "the reason "+reason, o.confirmingWords(o.ada, because(reason)), "reason", want)
		}
		if err := o.confirmingWords(o.ada, because(" I speak it. ")); err != nil {
			t.Fatal(err)
		}
		b := o.basisOfSecured()
		if b.Basis != policy.Attested || b.Confirmed == nil || !b.Confirmed.Alone ||
			b.Confirmed.Reason != "I speak it." {
			t.Errorf("%+v, %+v", b, b.Confirmed)
		}
	})
}

// TestWhatOfATranslationCannotBeConfirmed: what was not read, what is not open, what is not there;
// nor is anything confirmed that cannot be noted.
func TestWhatOfATranslationCannotBeConfirmed(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		failed := errors.New("no note")
		if err := o.confirmingWords(o.bob); !errors.Is(err, models.ErrConflict) {
			t.Errorf("before anything is saved: %v", err)
		}
		stale := o.saveSecured(securedBangla).Read
		o.saveSecured(securedBangla + " এক")
		for name, tt := range map[string]struct {
			change func(*translation.Confirming)
			want   error
		}{
			"what was read before": {func(c *translation.Confirming) { c.Read = stale }, models.ErrConflict},
			"another language":     {func(c *translation.Confirming) { c.Language = "de" }, models.ErrConflict},
			"no such language":     {func(c *translation.Confirming) { c.Language = "xx" }, models.ErrNotFound},
			"no such policy":       {func(c *translation.Confirming) { c.Slug = "nothing" }, models.ErrNotFound},
			"what is not noted": {func(c *translation.Confirming) {
				c.Note = func(context.Context, *models.DB) error { return failed }
			}, failed},
		} {
			if err := o.confirmingWords(o.bob, tt.change); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		forged := func(c *translation.Confirming) { c.Keys = []string{strings.Repeat("0", 64)} }
		invalid(t, "an unknown key", o.confirmingWords(o.bob, forged), "confirm", "at least one")
		if b := o.basisOfSecured(); b.Confirmed != nil {
			t.Errorf("kept: %+v", b.Confirmed)
		}
	})
}

// TestConfirmedWordsEnd: with any change of the words of the text, and come back with them.
func TestConfirmedWordsEnd(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.saveSecured(securedBangla)
		if err := o.confirmingWords(o.bob); err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{"আমাদের কুকিগুলো এভাবে সাজানো:", strings.TrimSuffix(securedBangla, ":") + "?"} {
			o.saveSecured(words)
			if b := o.basisOfSecured(); b.Basis != policy.NoBasis || b.Confirmed != nil ||
				len(o.translation().Unconfirmed) != 1 {
				t.Errorf("%s: %+v", words, b)
			}
		}
		o.saveSecured(securedBangla)
		if b := o.basisOfSecured(); b.Basis != policy.Attested {
			t.Errorf("as it was confirmed: %+v", b)
		}
	})
}
