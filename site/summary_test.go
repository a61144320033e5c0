package site_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// TestSummariesAreRead: a summary and the reason of a withdrawal that are read as false are refused.
func TestSummariesAreRead(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.write(o.ada, policy.SetTitle("Cookies"))
		o.confirm()
		p := site.Publication{
			Slug:        slug,
			Read:        o.draft().Read,
			Summary:     "We use tracking cookies.",
			Materiality: o.Impact(o.draft()).Least(),
		}
		var invalid validation.Errors
		if _, err := o.Publish(ctx, p); !errors.As(err, &invalid) || invalid["summary"] == "" {
			t.Errorf("a false summary: %v", err)
		}
		if err := o.Submit(ctx, p, o.ada); !errors.As(err, &invalid) || invalid["summary"] == "" {
			t.Errorf("a false summary in review: %v", err)
		}
		number := o.publish(at(o.Now().Add(24 * time.Hour)))
		err := o.Withdraw(ctx, slug, number, "We set three cookies.", uuid.Nil, nil)
		if !errors.As(err, &invalid) || invalid["reason"] == "" {
			t.Errorf("a false reason: %v", err)
		}
		if err := o.Withdraw(ctx, slug, number, "It was a mistake.", uuid.Nil, nil); err != nil {
			t.Errorf("an honest reason: %v", err)
		}
	})
}

// TestSummariesTellOfTheDraft: a summary may say what is true of the new version alone, and name a
// cookie that is gone.
func TestSummariesTellOfTheDraft(t *testing.T) {
	d := policy.Document{Slug: slug}
	for text, want := range map[string]bool{
		"We set no cookies.": true, "prokken_track is gone.": true, "We set two cookies.": false,
	} {
		if because := d.UntrueOf(text, claim.Evidence{Cookies: []cookie.Declaration{{Name: "a"}, {Name: "b"}}}); (because == "") != want {
			t.Errorf("%s: %q", text, because)
		}
	}
}
