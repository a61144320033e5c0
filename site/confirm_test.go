package site_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// unconfirmed has Ada write a sentence that somebody has to confirm, and returns it with the draft.
func (o world) unconfirmed(text string) (policy.Unconfirmed, site.Confirming) {
	o.t.Helper()
	o.write(o.ada, policy.AddBlock("contact", "", policy.Block{UID: "said", Content: block.Prose(text)}))
	draft := o.draft()
	_, open, err := o.Bases(context.Background(), draft.Document)
	if err != nil || len(open) != 1 {
		o.t.Fatalf("%v, %v", open, err)
	}
	as := map[string]string{open[0].Key: string(policy.NotCheckable)}
	return open[0], site.Confirming{Slug: slug, Read: draft.Read, By: o.eve, As: as}
}

// TestWhoConfirms: somebody who did not write it; alone, the writer with a reason.
func TestWhoConfirms(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		u, c := o.unconfirmed("Bananas are yellow.")
		refused := func(name, field string, change func(*site.Confirming)) {
			t.Helper()
			other := c
			change(&other)
			var invalid validation.Errors
			if err := o.Confirm(ctx, other); !errors.As(err, &invalid) || invalid[field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		refused("the writer", "confirm", func(c *site.Confirming) { c.By, c.Reason = o.ada, "I know." })
		refused("nothing", "confirm", func(c *site.Confirming) { c.As = nil })
		refused("a check that there is not", "as."+u.Key, func(c *site.Confirming) { c.As = map[string]string{u.Key: string(policy.Attested)} })
		refused("the operator without a reason", "reason", func(c *site.Confirming) { c.By = uuid.Nil })
		stale := c
		stale.Read = "another"
		if err := o.Confirm(ctx, stale); !errors.Is(err, models.ErrConflict) {
			t.Errorf("of another draft: %v", err)
		}
		if err := o.Confirm(ctx, c); err != nil {
			t.Fatal(err)
		}
		o.isConfirmed(u, policy.Confirmation{By: policy.ByAdmin})
	})
}

// TestConfirmingAlone: where nobody else is left, the writer says why, and the record says so.
func TestConfirmingAlone(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		if _, err := o.db.Pool().Exec("UPDATE users SET role = 'member' WHERE email <> 'ada@example.com'"); err != nil {
			t.Fatal(err)
		}
		u, c := o.unconfirmed("Bananas are yellow.")
		c.By = o.ada
		var invalid validation.Errors
		if err := o.Confirm(ctx, c); !errors.As(err, &invalid) || invalid["reason"] == "" {
			t.Errorf("without a reason: %v", err)
		}
		c.Reason = "I looked."
		if err := o.Confirm(ctx, c); err != nil {
			t.Fatal(err)
		}
		o.isConfirmed(u, policy.Confirmation{By: policy.ByAdmin, Alone: true, Reason: "I looked."})
	})
}

func (o world) isConfirmed(u policy.Unconfirmed, want policy.Confirmation) {
	o.t.Helper()
	bases, open, err := o.Bases(context.Background(), o.draft().Document)
	if err != nil || len(open) > 0 {
		o.t.Fatalf("%v, %v", open, err)
	}
	for _, b := range bases {
		if b.Says == u.Says {
			if c := b.Confirmed; c == nil || c.By != want.By || c.Alone != want.Alone || c.Reason != want.Reason || c.At == "" {
				o.t.Errorf("confirmed by %+v", c)
			}
			return
		}
	}
	o.t.Error("the sentence is gone")
}

// TestDeadConfirmationsConfirmNothing: a sentence that was changed is open again.
func TestDeadConfirmationsConfirmNothing(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		_, c := o.unconfirmed("Bananas are yellow.")
		if err := o.Confirm(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		o.write(o.ada, policy.SetBlock(policy.Block{UID: "said", Content: block.Prose("Bananas are blue.")}))
		if _, open, err := o.Bases(context.Background(), o.draft().Document); len(open) != 1 || err != nil {
			t.Errorf("%v, %v", open, err)
		}
	})
}
