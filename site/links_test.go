package site_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// publishOf makes the change of a policy public, or says why not.
func (o world) publishOf(slug string, change policy.Change) error {
	o.t.Helper()
	ctx := context.Background()
	d, err := o.Edit(ctx, site.Edit{Slug: slug, By: o.ada, Change: change})
	if err != nil {
		o.t.Fatal(err)
	}
	o.confirmOn(o.Site, slug)
	_, err = o.Publish(ctx, site.Publication{Slug: slug, Read: d.Read, Summary: "Changed.", Materiality: "editorial"})
	return err
}

// TestDeadLinksAreNotPublished: neither the policy's own nor those that lead to it.
func TestDeadLinksAreNotPublished(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.later(time.Minute)
		refused := func(err error, key, want string) {
			t.Helper()
			var found validation.Errors
			if errors.As(err, &found); !strings.Contains(found[key], want) {
				t.Errorf("got %v, not %q under %s", err, want, key)
			}
		}
		says := func(text string) policy.Change {
			return policy.AddBlock(policy.Intro, "", policy.Block{UID: "see", Content: block.Prose(text)})
		}
		refused(o.publishOf("terms", says("See [this](/legal/nothing).")), "see", `there is no policy "nothing"`)
		if err := o.publishOf("terms", policy.SetBlock(policy.Block{UID: "see", Content: block.Prose("See [this](/legal/refund-policy#contact).")})); err != nil {
			t.Fatal(err)
		}
		refused(o.publishOf("refund-policy", func(d policy.Document) (policy.Document, error) {
			d.Sections = withoutSection(d.Sections, "contact")
			return d, nil
		}), "terms", "The link “this” leads nowhere")
	})
}

func withoutSection(all []policy.Section, anchor string) []policy.Section {
	var left []policy.Section
	for _, s := range all {
		if s.Anchor != anchor {
			left = append(left, s)
		}
	}
	return left
}

// TestDeadLinksAreNotShipped: a first version is looked at, too.
func TestDeadLinksAreNotShipped(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		shipped := fstest.MapFS{
			"more.yaml": {Data: []byte("slug: more\ntitle: More\nintro:\n  - prose: See [this](/legal/none).\n")},
		}
		_, err := site.Open(
			context.Background(),
			o.db,
			site.Settings{Address: home, Zone: time.UTC, Shipped: shipped, Signer: signer},
		)
		if err == nil || !strings.Contains(err.Error(), `there is no policy "none"`) {
			t.Errorf("got %v", err)
		}
	})
}
