package policy_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

func open(t *testing.T, db *models.DB) *policy.Library {
	t.Helper()
	l, err := policy.Open(context.Background(), db, time.UTC, os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func author(t *testing.T, db *models.DB) models.User {
	t.Helper()
	u := models.User{ID: models.NewID(), Email: "admin@example.com", PasswordHash: "x", Role: models.Admin}
	if err := db.CreateUser(context.Background(), &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// read is the hash of what an editor reads now.
func read(t *testing.T, l *policy.Library) string {
	t.Helper()
	draft, err := l.Draft(context.Background(), policy.CookiePolicy)
	if err != nil {
		t.Fatal(err)
	}
	return draft.Read
}

// TestDraftOfAnotherIsNotPublished: a draft thrown away and written anew is not
// the one that was previewed.
func TestDraftOfAnotherIsNotPublished(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, l, admin := context.Background(), open(t, db), author(t, db)
		const slug = policy.CookiePolicy
		save := func(title string) string {
			if err := l.SaveDraft(ctx, slug, read(t, l), map[string]string{"title": title}, admin.ID); err != nil {
				t.Fatal(err)
			}
			return read(t, l)
		}
		previewed := save("Mine")
		if err := l.Discard(ctx, slug, previewed); err != nil {
			t.Fatal(err)
		}
		save("Theirs")
		if err := l.Publish(ctx, slug, previewed, "Mine."); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if err := l.Discard(ctx, slug, previewed); !errors.Is(err, models.ErrConflict) {
			t.Errorf("discarding: %v", err)
		}
	})
}

func TestPublishing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, l, admin := context.Background(), open(t, db), author(t, db)
		other := open(t, db) // another instance on the same database
		const slug = policy.CookiePolicy
		words := map[string]string{"what-are-cookies.0": "Cookies are small files."}
		was := read(t, l)
		if err := l.SaveDraft(ctx, slug, was, words, admin.ID); err != nil {
			t.Fatal(err)
		}
		if err := l.SaveDraft(ctx, slug, was, words, admin.ID); err != nil {
			t.Errorf("pressed twice: %v", err)
		}
		if err := l.SaveDraft(ctx, slug, was, map[string]string{"title": "X"}, admin.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("saving over a draft that was not read: %v", err)
		}
		is := read(t, l)
		var invalid models.Invalid
		if err := l.Publish(ctx, slug, is, " "); !errors.As(err, &invalid) || invalid["summary"] == "" {
			t.Errorf("publishing without a summary: %v", err)
		}
		if err := l.Publish(ctx, slug, was, "Shorter."); !errors.Is(err, models.ErrConflict) {
			t.Errorf("publishing a draft that was not read: %v", err)
		}
		if err := l.Publish(ctx, slug, is, "Shorter."); err != nil {
			t.Fatal(err)
		}
		now, _ := l.Shelf().Find(slug)
		if now.Number != 2 || !strings.Contains(string(now.Document.Sections[0].Blocks[0].Prose), "small files.") {
			t.Errorf("published: %+v", now)
		}
		first, err := l.Version(ctx, slug, 1)
		if err != nil || first.PublishedOn.Format(time.DateOnly) != "2026-04-16" {
			t.Errorf("version 1: %+v, %v", first, err)
		}
		if err := other.Reload(ctx); err != nil {
			t.Fatal(err)
		}
		if seen, _ := other.Shelf().Find(slug); seen.Number != 2 {
			t.Error("the other instance still shows the old version")
		}
		if err := l.SaveDraft(ctx, slug, was, map[string]string{"title": "X"}, admin.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("saving what was read before another published: %v", err)
		}
		if err := l.Publish(ctx, slug, is, "Again."); !errors.As(err, &invalid) {
			t.Errorf("publishing nothing new: %v", err)
		}
	})
}

func TestEmptiedWordsAreRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		l, admin := open(t, db), author(t, db)
		for key, text := range map[string]string{
			"what-are-cookies.0": " ", "security-properties.1": "\n", "managing-cookies.1": "", "title": "",
			"intro.0": "a\x00b", "contact.title": "\xff", "cookies-we-use.0": strings.Repeat("x", 20_001),
		} {
			err := l.SaveDraft(context.Background(), policy.CookiePolicy, read(t, l), map[string]string{key: text}, admin.ID)
			var invalid models.Invalid
			if !errors.As(err, &invalid) || invalid[key] == "" {
				t.Errorf("%s: %v", key, err)
			}
		}
	})
}

func TestWordsComeBackUnchanged(t *testing.T) {
	text, err := os.ReadFile("../content/cookie-policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := policy.ParseYAML(text)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, w := range d.Words() {
		texts[w.Key] = strings.ReplaceAll(w.Text, "\n", "\r\n") // as forms send them
	}
	if diff := cmp.Diff(d, d.WithWords(texts)); diff != "" {
		t.Error(diff)
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"a *b* **c**\n\nd":                "<p>a <em>b</em> <strong>c</strong></p>\n<p>d</p>",
		"[x](https://a.example/)":         `<p><a href="https://a.example/">x</a></p>`,
		"<script>alert(1)</script>":       "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"# a\n> b\n---\n- c":              "<p># a\n&gt; b\n---\n- c</p>",
		"prokken_access, prokken_refresh": "<p>prokken_access, prokken_refresh</p>",
		"a < b & c > d":                   "<p>a &lt; b &amp; c &gt; d</p>",
	} {
		if diff := cmp.Diff(want, policy.Markdown(text).HTML()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	document := func(prose string) error {
		return policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{{Prose: policy.Markdown(prose)}}}.Validate()
	}
	for _, good := range []string{"[x](https://a.example)", "[x](/legal/terms)", "[x](#contact)", "[x](mailto:a@b.example)", "[x](tel:+88)", "no link"} {
		if err := document(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](custom:x)", "[x](//evil.example)", "[x]()",
		"[x](ftp://a.example)", "![x](https://a.example/x.png)", "\u200b", "...",
	} {
		if err := document(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestBadDocumentsAreNamed(t *testing.T) {
	for text, names := range map[string]string{
		"slug: x\ntitle: X\nsectoins: []\n":                                                                "sectoins",
		"slug: x\ntitle: X\nsections: [{anchor: a, title: A}, {anchor: a, title: B}]\n":                    "twice",
		"slug: cookie-policy\ntitle: X\n":                                                                  "prokken_access",
		"slug: x\ntitle: X\nintro: [{prose: a, related: {}}]\n":                                            "one kind",
		"slug: x\ntitle: X\ncookies: [{name: a, purpose: b, category: fun, path: /, lifetime: 2 moons}]\n": "lifetime",
	} {
		if _, err := policy.ParseYAML([]byte(text)); err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
