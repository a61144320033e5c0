package site_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// TestInvisibleChanges: what nobody can see is no change, and no version.
func TestInvisibleChanges(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		title := o.draft().Document.Title
		for name, same := range map[string]string{
			"a blank that does not break": strings.ReplaceAll(title, " ", "\u00A0"), "two blanks": strings.ReplaceAll(title, " ", "  "),
			"nothing": "\uFEFF" + title + "\u200B", "tags": title + "\U000E0061", "a tab": strings.ReplaceAll(title, " ", "\t"),
		} {
			change := func(d policy.Document) (policy.Document, error) { d.Title = same; return d, nil }
			if d := o.write(o.ada, change); d.Saved || d.Document.Title != title {
				t.Errorf("%s: a draft %+q", name, d.Document.Title)
			}
		}
	})
}

// TestInvisibleDraft: one that was stored before documents were normalized is not published.
func TestInvisibleDraft(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, policy.SetTitle("Another title"))
		d := o.draft().Basis.Document
		d.Title += "\u200B"
		text, hash, err := d.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.db.Pool().Exec("UPDATE policy_versions SET document = $1, sha256 = $2 WHERE state = 'draft'", text, hash); err != nil {
			t.Fatal(err)
		}
		_, err = o.Publish(context.Background(), site.Publication{
			Slug: slug, Read: hash, Summary: "Nothing.", Materiality: "editorial",
		})
		if found := (validation.Errors{}); !errors.As(err, &found) ||
			found["document"] != "Nothing has changed since the published version." {
			t.Errorf("got %v", err)
		}
	})
}
