package site_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// TestManyVersionsSinceAndBefore: however many there are, and however many of
// them were withdrawn.
func TestManyVersionsSinceAndBefore(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		const many = site.PageOfVersions + 5
		retitled := func() { o.write(o.ada, policy.SetTitle("Title "+models.NewID().String())) }
		for range many {
			retitled()
			o.publish()
		}
		for range many {
			retitled()
			number := o.publish(at(o.Now().Add(time.Hour)))
			if err := o.Withdraw(ctx, slug, number, "A mistake.", o.ada, nil); err != nil {
				t.Fatal(err)
			}
		}
		retitled()
		newest := o.publish(material(policies.AskAgain))
		v, _ := o.Snapshot().Find(slug)
		owed, err := o.Owed(ctx, uuid.New())
		if err != nil || len(owed) != 1 || owed[0].AskedAgain != newest || v.Number != newest {
			t.Fatalf("owed %+v, %v", owed, err)
		}
		for number, want := range map[int64]int64{owed[0].AskedAgain: many + 1, many + 1: many, 2: 1, 1: 0} {
			if got, err := o.Before(ctx, slug, number); err != nil || got != want {
				t.Errorf("before %d: %d, %v", number, got, err)
			}
		}
		for after, want := range map[int64]int{0: many + 2, 1: many + 1, many + 1: 1, newest: 0} {
			since, err := o.Since(ctx, v, after)
			if err != nil || len(since) != want || want > 0 && (since[0].Number != newest || since[want-1].Number <= after) {
				t.Errorf("since %d: %d versions, %v", after, len(since), err)
			}
		}
	})
}

// TestOwingNothingIsRemembered until something else is in effect.
func TestOwingNothingIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		owes := func(when string, want int) []site.Owed {
			t.Helper()
			owed, err := o.Owed(ctx, o.ada)
			if err != nil || len(owed) != want {
				t.Fatalf("%s: %+v, %v", when, owed, err)
			}
			return owed
		}
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish(material(policies.AskAgain))
		owed := owes("asked", 1)
		if left, err := o.Accept(ctx, o.ada, []string{owed[0].Name()}); left || err != nil {
			t.Fatal(left, err)
		}
		owes("agreed", 0)
		if _, err := o.db.Pool().ExecContext(ctx, "DELETE FROM acceptances"); err != nil {
			t.Fatal(err)
		}
		owes("remembered", 0)
		if other, err := o.Owed(ctx, o.bob); err != nil || len(other) != 1 {
			t.Errorf("somebody else: %+v, %v", other, err)
		}
		o.write(o.ada, policy.SetTitle("Third"))
		o.publish()
		owes("another version is in effect", 1)
	})
}
