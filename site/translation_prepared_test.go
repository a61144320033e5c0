package site_test

import (
	"context"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
)

// scheduled publishes a version with the title, to take effect after that time.
func (o world) scheduled(title string, after time.Duration) int64 {
	o.t.Helper()
	o.write(o.ada, policy.SetTitle(title))
	at := o.Now().Add(after)
	return o.publish(func(p *site.Publication) { p.EffectiveAt = &at })
}

// prepare publishes the words as a translation of the version with the number.
func (o world) prepare(number int64, words policy.Words) {
	o.t.Helper()
	if err := o.edit(words, func(e *translation.Edit) { e.Number = number }); err != nil {
		o.t.Fatal(err)
	}
	if err := o.Translations.Publish(context.Background(), slug, bangla, o.translation().Read, o.ada, nil); err != nil {
		o.t.Fatal(err)
	}
}

// TestPreparedTranslation: what is published of a scheduled version is not shown before that takes
// effect, and is from then on, here and on an instance that starts meanwhile; one of what is in
// effect can be corrected until then.
func TestPreparedTranslation(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.translate(policy.Words{"title": "এক", "contact.title": "যোগাযোগ"})
		next := o.scheduled("Cookies", 48*time.Hour)
		d, err := o.Translations.DraftOf(context.Background(), slug, bangla, next)
		if err != nil || d.Policy.Number != next || d.Texts[0].Source != "Cookies" ||
			d.Texts[0].Before != "Cookie Policy" ||
			d.Done() != 1 {
			t.Fatalf("the scheduled version: %+v, %v", d.Texts[0], err)
		}
		o.prepare(next, policy.Words{"title": "দুই"})
		shows := func(when, want string, stale bool) {
			t.Helper()
			for _, l := range []*site.Site{o.Site, o.instance().Own()} {
				if page := read(t, l); page.Document.Title != want || page.Stale != stale {
					t.Errorf("%s: %q, stale %v", when, page.Document.Title, page.Stale)
				}
			}
		}
		shows("before", "এক", false)
		upcoming, _ := o.Snapshot().Next(slug)
		if prepared, found := o.Snapshot().Prepared(upcoming, bangla); !found || prepared.Words["title"] != "দুই" {
			t.Errorf("not prepared: %+v", prepared)
		}
		o.prepare(1, policy.Words{"title": "এক, ঠিক করা"})
		shows("corrected", "এক, ঠিক করা", false)
		o.later(49 * time.Hour)
		shows("from then on", "দুই", false)
		if n, err := o.Translations.Verify(context.Background(), slug); n != 3 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// TestPreparedForNothing: the words for a version that is withdrawn are not shown, and a draft of
// it has to be looked at before it is published for another.
func TestPreparedForNothing(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.translate(policy.Words{"title": "এক", "contact.title": "যোগাযোগ"})
		next := o.scheduled("Cookies", 48*time.Hour)
		o.prepare(next, policy.Words{"contact.title": "লিখুন"})
		if err := o.edit(policy.Words{"contact.title": "আমাদের লিখুন"}, func(e *translation.Edit) { e.Number = next }); err != nil {
			t.Fatal(err)
		}
		if d := o.translation(); d.Policy.Number != next || d.SavedOf != next {
			t.Errorf("the draft is left at version %d", d.Policy.Number)
		}
		if err := o.Withdraw(ctx, slug, next, "A mistake.", o.ada, nil); err != nil {
			t.Fatal(err)
		}
		if page := read(t, o.Site); page.Document.Title != "এক" || page.Stale {
			t.Errorf("%q, stale %v", page.Document.Title, page.Stale)
		}
		d := o.translation()
		if invalid := invalidOf(t, o.Translations.Publish(ctx, slug, bangla, d.Read, o.bob, nil)); invalid["translation"] == "" {
			t.Errorf("%v", invalid)
		}
		if err := o.edit(policy.Words{"title": "এক"}, func(e *translation.Edit) { e.Number = next }); err == nil {
			t.Error("saved for a version that was withdrawn")
		}
		o.write(o.ada, policy.SetTitle("Our Cookies"))
		o.publish()
		if page := read(t, o.Site); page.Translation.Number != 1 || !page.Stale {
			t.Errorf("over the version after it lie the words for version %d", page.Translation.Number)
		}
	})
}
