package site_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
)

const bangla = "bn"

// translation is what a translator reads now.
func (o world) translation() translation.Draft {
	o.t.Helper()
	ctx := context.Background()
	d, err := o.Translations.Draft(ctx, slug, bangla)
	if err == nil {
		d, err = o.Translations.WithBases(ctx, d)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

// edit saves the words over what is read now.
func (o world) edit(words policy.Words, change ...func(*translation.Edit)) error {
	o.t.Helper()
	d := o.translation()
	e := translation.Edit{
		Slug:     slug,
		Language: bangla,
		Number:   d.Policy.Number,
		Read:     d.Read,
		Words:    words,
		By:       o.ada,
	}
	for _, c := range change {
		c(&e)
	}
	return o.Translations.Save(context.Background(), e)
}

// translate publishes the words.
func (o world) translate(words policy.Words) {
	o.t.Helper()
	if err := o.edit(words); err != nil {
		o.t.Fatal(err)
	}
	if err := o.Translations.Publish(context.Background(), slug, bangla, o.translation().Read, o.ada, nil); err != nil {
		o.t.Fatal(err)
	}
}

// read is the policy as a reader of Bangla sees it.
func read(t *testing.T, l *site.Site) translation.Translated {
	t.Helper()
	v, _ := l.Snapshot().Find(slug)
	translation, found := l.Snapshot().Translation(slug, bangla)
	if !found {
		t.Fatal("no translation is published")
	}
	return translation.Over(v.Source())
}

func invalidOf(t *testing.T, err error) validation.Errors {
	t.Helper()
	var invalid validation.Errors
	if !errors.As(err, &invalid) {
		t.Fatalf("not refused: %v", err)
	}
	return invalid
}

// TestTranslation: what is published is seen here at once, and by another
// instance when it looks. What has no words stands in the original, and facts
// are not the translator's.
func TestTranslation(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		other := o.instance().Own()
		words := policy.Words{
			"title":                  "কুকি নীতি",
			"what-are-cookies.title": " কুকি কী? \r\n",
			"cookie.prokken_access":  "আপনাকে লগ-ইন রাখে।",
			"changes.title":          "  ",
		}
		if err := o.edit(words); err != nil {
			t.Fatal(err)
		}
		if _, found := o.Snapshot().Translation(slug, bangla); found || o.translation().Done() != 3 {
			t.Errorf("a draft is public, or %d texts are done", o.translation().Done())
		}
		o.translate(words)
		if err := other.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, l := range []*site.Site{o.Site, other} {
			page := read(t, l)
			if d := page.Document; d.Title != "কুকি নীতি" || d.Sections[0].Title != "কুকি কী?" ||
				d.Sections[1].Title != "Cookies We Use" ||
				d.Cookies[0].Purpose != "আপনাকে লগ-ইন রাখে।" {
				t.Errorf(
					"reads %q, %q, %q, %q",
					d.Title,
					d.Sections[0].Title,
					d.Sections[1].Title,
					d.Cookies[0].Purpose,
				)
			}
			if page.Stale || page.Original["title"] || !page.Original["cookies-we-use.title"] ||
				!page.Original["changes.title"] {
				t.Errorf("stale %v, in the original: %v", page.Stale, page.Original)
			}
			v, _ := l.Snapshot().Find(slug)
			if l.Cookies()[0].Purpose != v.Document.Cookies[0].Purpose || v.Document.Title != "Cookie Policy" {
				t.Error("the translation changed the policy")
			}
		}
		if o.translation().Saved {
			t.Error("the draft is still there")
		}
	})
}

// TestTitlesAreOneLine, however they were typed; a paragraph keeps its lines.
func TestTitlesAreOneLine(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.translate(policy.Words{"title": "কুকি\n নীতি", "contact.title": "যোগা\r\n\tযোগ", "contact-1": "এক\r\nদুই"})
		page := read(t, o.Site).Document
		contact := page.Sections[slices.IndexFunc(page.Sections, func(s policy.Section) bool { return s.Anchor == "contact" })]
		if page.Title != "কুকি নীতি" || contact.Title != "যোগা যোগ" ||
			contact.Blocks[0].Content != block.Prose("এক\nদুই") {
			t.Errorf("%q, %q, %q", page.Title, contact.Title, contact.Blocks[0].Content)
		}
	})
}

// TestStaleTranslation: over a newer version only what still says the same has
// its words, whatever place it moved to.
func TestStaleTranslation(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		original := o.draft().Document
		words, order := original.Words()
		for _, key := range order {
			words[key] = "বাংলা " + words[key]
		}
		o.translate(words)
		if page := read(t, o.Site); page.Stale || len(page.Original) != 0 {
			t.Fatalf("stale %v, %v in the original", page.Stale, page.Original)
		}
		o.write(o.ada, policy.SetHeading("what-are-cookies", "What Is a Cookie?"))
		o.write(o.ada, policy.AddBlock("what-are-cookies", "", policy.Block{Content: block.Prose("Brand new.")}))
		b, _ := original.Block("managing-cookies-2")
		steps := b.Content.(block.BrowserSteps)
		b.Content = append(block.BrowserSteps{{Name: "Opera", Steps: "Somewhere"}}, steps...)
		o.write(o.ada, policy.SetBlock(b))
		o.publish()
		page := read(t, o.Site)
		if !page.Stale || page.Document.Sections[0].Title != "What Is a Cookie?" ||
			page.Document.Title != "বাংলা Cookie Policy" {
			t.Errorf("stale %v: %q, %q", page.Stale, page.Document.Title, page.Document.Sections[0].Title)
		}
		moved, _ := page.Document.Block(b.UID)
		want := block.BrowserSteps{
			{Name: "Opera", Steps: "Somewhere"},
			{Name: steps[0].Name, Steps: "বাংলা " + steps[0].Steps},
		}
		if got := moved.Content.(block.BrowserSteps); !cmp.Equal(got[:2], want) {
			t.Errorf("steps: %+v", got)
		}
		if want := map[string]bool{"what-are-cookies.title": true, "what-are-cookies-2": true, b.UID + ".1": true}; !cmp.Equal(
			want,
			page.Original,
		) {
			t.Errorf("in the original: %v", page.Original)
		}
		if err := o.Restore(context.Background(), slug, 1, "", o.ada); err != nil {
			t.Fatal(err)
		}
		o.publish()
		if page := read(t, o.Site); page.Stale || len(page.Original) != 0 {
			t.Errorf("the old text is back: stale %v, %v in the original", page.Stale, page.Original)
		}
	})
}

// TestNewestTranslation: no clock decides which it is, and one that is late for
// its version does not hide that of the next.
func TestNewestTranslation(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.translate(policy.Words{"title": "এক"})
		o.later(-time.Hour)
		o.translate(policy.Words{"title": "দুই"})
		if got := read(t, o.Site).Document.Title; got != "দুই" {
			t.Errorf("by a clock that is behind: %q", got)
		}
		o.later(time.Hour)
		late := o
		late.Site = o.instance().Own()
		o.write(o.ada, policy.SetHeading("contact", "Write to us"))
		o.publish()
		o.translate(policy.Words{"title": "তিন"})
		late.translate(policy.Words{"title": "চার"})
		if err := o.Reload(ctx); err != nil {
			t.Fatal(err)
		}
		if page := read(t, o.Site); page.Document.Title != "তিন" || page.Translation.Number != 2 {
			t.Errorf("%q, made of version %d", page.Document.Title, page.Translation.Number)
		}
	})
}

// TestWordsOfBefore: what was said of a text that changed is shown, and used
// again only when the translator says that it fits.
func TestWordsOfBefore(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.translate(policy.Words{"title": "কুকি নীতি", "contact.title": "যোগাযোগ"})
		if err := o.edit(policy.Words{"title": "কুকির নীতি", "contact.title": "যোগাযোগ"}); err != nil {
			t.Fatal(err)
		}
		o.write(o.ada, policy.SetTitle("Cookies Policy"))
		o.publish()
		title := o.translation().Texts[0]
		if want := (policy.Text{Key: "title", Source: "Cookies Policy", Before: "Cookie Policy", Earlier: "কুকির নীতি"}); title != want {
			t.Errorf("%+v", title)
		}
		contact := policy.Words{"contact.title": "যোগাযোগ"}
		if err := o.edit(contact); err != nil {
			t.Fatal(err)
		}
		if title := o.translation().Texts[0]; title.Words != "" || title.Earlier != "কুকি নীতি" {
			t.Errorf("saved without it: %+v", title)
		}
		if err := o.edit(policy.Words{}); err != nil {
			t.Fatal(err)
		}
		for _, text := range o.translation().Texts {
			if text.Key == "contact.title" && (text.Words != "" || text.Before != "" || text.Earlier != "যোগাযোগ") {
				t.Errorf("left out, although it still says the same: %+v", text)
			}
		}
		fits := func(e *translation.Edit) { e.Fit = []string{"title", "contact.title", "nothing"} }
		if err := o.edit(contact, fits); err != nil {
			t.Fatal(err)
		}
		if title := o.translation().Texts[0]; title.Words != "কুকি নীতি" || title.Earlier != "" ||
			o.translation().Done() != 2 {
			t.Errorf("said to fit: %+v", title)
		}
	})
}

// TestTranslationConflicts: nobody writes over what they did not read.
func TestTranslationConflicts(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		if err := o.edit(policy.Words{"title": "এক"}); err != nil {
			t.Fatal(err)
		}
		first := o.translation().Read
		conflicts := func(name string, e translation.Edit, want error) {
			t.Helper()
			e.Slug, e.Language, e.By = slug, bangla, o.bob
			if err := o.Translations.Save(ctx, e); !errors.Is(err, want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		conflicts("never read", translation.Edit{Number: 1, Words: policy.Words{"title": "দুই"}}, models.ErrConflict)
		conflicts("pressed twice", translation.Edit{Number: 1, Words: policy.Words{"title": "এক"}}, nil)
		conflicts("read", translation.Edit{Number: 1, Read: first, Words: policy.Words{"title": "দুই"}}, nil)
		conflicts(
			"read long ago",
			translation.Edit{Number: 1, Read: first, Words: policy.Words{"title": "তিন"}},
			models.ErrConflict,
		)
		if err := o.Translations.Publish(ctx, slug, bangla, first, o.ada, nil); !errors.Is(err, models.ErrConflict) {
			t.Errorf("published what was not read: %v", err)
		}
		if got := o.translation().Texts[0].Words; got != "দুই" {
			t.Errorf("the title is %q", got)
		}
		second := o.translation().Read
		o.write(o.ada, policy.SetTitle("Another"))
		o.publish()
		conflicts(
			"of another version",
			translation.Edit{Number: 1, Read: second, Words: policy.Words{"title": "তিন"}},
			models.ErrConflict,
		)
		if err := o.Translations.Publish(ctx, slug, bangla, second, o.ada, nil); err == nil {
			t.Error("published a draft of which nothing fits")
		}
		conflicts("read anew", translation.Edit{Number: 2, Read: second, Words: policy.Words{"title": "দুই"}}, nil)
		if err := o.Translations.Publish(ctx, slug, bangla, o.translation().Read, o.ada, nil); err != nil {
			t.Error(err)
		}
		conflicts(
			"published meanwhile",
			translation.Edit{Number: 2, Read: second, Words: policy.Words{"title": "তিন"}},
			models.ErrConflict,
		)
		if page := read(t, o.Site); page.Stale || page.Translation.Number != 2 || page.Document.Title != "দুই" {
			t.Errorf("%+v", page.Translation)
		}
	})
}
