package hosting_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
)

// TestGeneratedSentencesTranslateThemselves: the headings and sentences that are generated are suggested
// in each language, need nobody's word there, and say what was checked. Purposes are left to the owner.
// What was saved stays as it was saved.
func TestGeneratedSentencesTranslateThemselves(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen(met("cart"))
		on := w.site(w.published())
		for _, language := range policy.Languages {
			words, draft := w.suggested(on.Translations, language.Code)
			missing := words.Missing(draft.Policy.Document)
			if !slices.Equal(missing, []string{"cookie.cart"}) {
				t.Errorf("in %s: nothing is suggested for %q", language.English, missing)
			}
			delete(words, "contact.title")
			w.translate(on.Translations, language.Code, draft, words)
			if again, _ := w.suggested(on.Translations, language.Code); len(again) > 0 {
				t.Errorf("in %s: what was left empty is suggested again: %q", language.English, again)
			}
			draft = w.translation(on.Translations, language.Code)
			if len(draft.Unconfirmed) > 0 {
				t.Errorf("in %s: somebody has to confirm %+v", language.English, draft.Unconfirmed)
			}
			recognized := func(s policy.TranslatedBasis) bool { return s.Basis == policy.Recognized && len(s.Checks) > 0 }
			if len(draft.Sentences) < 4 || slices.ContainsFunc(draft.Sentences, func(s policy.TranslatedBasis) bool { return !recognized(s) }) {
				t.Errorf("in %s: %+v", language.English, draft.Sentences)
			}
		}
	})
}

// suggested returns the words that are suggested in the language, and the draft.
func (w *world) suggested(of *translation.Translations, language string) (policy.Words, translation.Draft) {
	w.t.Helper()
	draft := w.translation(of, language)
	words := policy.Words{}
	for _, text := range draft.Texts {
		words[text.Key] = text.Suggested
	}
	return words.Tidy(), draft
}

func (w *world) translation(of *translation.Translations, language string) translation.Draft {
	w.t.Helper()
	draft, err := of.Draft(w.t.Context(), policy.CookiePolicy, language)
	if err == nil {
		draft, err = of.WithBases(w.t.Context(), draft)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return draft
}

func (w *world) translate(of *translation.Translations, language string, read translation.Draft, words policy.Words) {
	w.t.Helper()
	err := of.Save(w.t.Context(), translation.Edit{
		Slug: policy.CookiePolicy, Language: language, Number: read.Policy.Number, Read: read.Read, Words: words, By: w.user,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestTranslationsOfOwners: what an owner published in another language is exported with its
// signature; a draft goes with the website, and what is signed does not.
func TestTranslationsOfOwners(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		on := w.site(s)
		words, draft := w.suggested(on.Translations, "de")
		w.translate(on.Translations, "de", draft, words)
		draft = w.translation(on.Translations, "de")
		if err := on.Translations.Publish(t.Context(), policy.CookiePolicy, "de", draft.Read, w.user, nil); err != nil {
			t.Fatal(err)
		}
		w.exported(on.Row())
		words["title"] = "Anders"
		w.translate(on.Translations, "de", w.translation(on.Translations, "de"), words)
		w.translate(on.Translations, "bn", w.translation(on.Translations, "bn"), policy.Words{"title": "কুকি"})
		if err := w.CloseAll(t.Context(), w.user); err != nil {
			t.Fatal(err)
		}
		if states := w.states(); !maps.Equal(states, map[string]int{"published": 1}) {
			t.Errorf("of a deleted website there are %v", states)
		}
		w.now = w.now.Add(program.DeletedWebsitesKept + time.Hour)
		if err := w.Tidy(t.Context()); err != nil || w.row(s).State != sites.Deleted {
			t.Errorf("%v, %s", err, w.row(s).State)
		}
	})
}

// exported fails unless the archive of the site holds the translation, as its keys signed it.
func (w *world) exported(row sites.Site) {
	w.t.Helper()
	var file bytes.Buffer
	if err := w.Export(w.t.Context(), w.site(row), &file); err != nil {
		w.t.Fatal(err)
	}
	parts := unzip(w.t, file.Bytes())
	keys, err := record.ParseKeySet(parts["keys.json"])
	if err != nil {
		w.t.Fatal(err)
	}
	var statement record.TranslationStatement
	if err := json.Unmarshal(parts["translations/cookie-policy-de-1.json"], &statement); err != nil {
		w.t.Fatal(err)
	}
	signed, err := statement.Verify(keys)
	if err != nil || signed.Site != row.Address || signed.Language != "de" || len(signed.Sentences) == 0 {
		w.t.Errorf("%+v, %v", signed, err)
	}
}

// states counts the translations that are stored by their states.
func (w *world) states() map[string]int {
	w.t.Helper()
	rows, err := w.db.Pool().QueryContext(w.t.Context(), "SELECT state, count(*) FROM policy_translations GROUP BY state")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			w.t.Fatal(err)
		}
		all[state] = n
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// TestTranslationsThatLie: what is known to be untrue is not taken, whoever would confirm it, and
// a sentence beside others that says of them what it likes takes their marks.
func TestTranslationsThatLie(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen(met("cart"))
		on := w.site(w.published())
		words, draft := w.suggested(on.Translations, "de")
		key := ""
		for at, text := range words {
			if text == "Wir verwenden ein Cookie." {
				key = at
			}
		}
		for _, lie := range []string{"Wir verwenden keine Cookies.", "We use no cookies.", "Wir verwenden 3 Cookies.", "Schön. Wir setzen keine Cookies."} {
			words[key] = lie
			var invalid validation.Errors
			err := on.Translations.Save(t.Context(), translation.Edit{
				Slug: policy.CookiePolicy, Language: "de", Number: 1, Read: draft.Read, Words: words, By: w.user,
			})
			if !errors.As(err, &invalid) || !strings.Contains(invalid[key], "is not true") {
				t.Errorf("%q: %v", lie, err)
			}
		}
		words[key] = "Der folgende Satz ist gelogen:"
		w.translate(on.Translations, "de", draft, words)
		for _, s := range w.translation(on.Translations, "de").Sentences {
			if s.Basis != policy.NoBasis {
				t.Errorf("beside it %q is %s", s.Says, s.Basis)
			}
		}
	})
}

// TestPublishedTwice: who presses twice reads that it is published.
func TestPublishedTwice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		on := w.site(w.published())
		words, draft := w.suggested(on.Translations, "de")
		w.translate(on.Translations, "de", draft, words)
		read := w.translation(on.Translations, "de").Read
		for range 2 {
			if err := on.Translations.Publish(t.Context(), policy.CookiePolicy, "de", read, w.user, nil); err != nil {
				t.Error(err)
			}
		}
		if states := w.states(); states["published"] != 1 {
			t.Errorf("%v", states)
		}
		if err := on.Translations.Publish(t.Context(), policy.CookiePolicy, "de", "another", w.user, nil); err == nil {
			t.Error("nothing is published, and nobody is told")
		}
	})
}

// TestOwnersConfirmTranslations: an owner is asked by nobody else, says why, and is named as the owner.
func TestOwnersConfirmTranslations(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		on := w.site(w.published())
		words, draft := w.suggested(on.Translations, "de")
		for key, text := range words {
			if text == "Wir verwenden keine Werbe-Cookies." {
				words[key] = "Werbung betreiben wir mit Cookies nicht."
			}
		}
		w.translate(on.Translations, "de", draft, words)
		if draft = w.translation(on.Translations, "de"); len(draft.Unconfirmed) != 1 {
			t.Fatalf("%+v", draft.Unconfirmed)
		}
		confirming := translation.Confirming{
			Slug: policy.CookiePolicy, Language: "de", Read: draft.Read, By: w.user, Keys: []string{draft.Unconfirmed[0].Key}, Note: noted,
		}
		if err := on.Translations.Confirm(t.Context(), confirming); err == nil {
			t.Error("confirmed without a reason")
		}
		confirming.Reason = "I read both languages."
		if err := on.Translations.Confirm(t.Context(), confirming); err != nil {
			t.Fatal(err)
		}
		draft = w.translation(on.Translations, "de")
		i := slices.IndexFunc(draft.Sentences, func(s policy.TranslatedBasis) bool { return s.Basis == policy.Attested })
		if i < 0 || draft.Sentences[i].Confirmed.By != policy.ByOwner || !draft.Sentences[i].Confirmed.Alone {
			t.Errorf("%+v", draft.Sentences)
		}
	})
}

// noted is what is recorded elsewhere.
func noted(context.Context, *models.DB) error { return nil }
