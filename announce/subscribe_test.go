package announce_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/program"
)

// TestDoubleOptIn: nothing comes before the owner of the address said yes.
func TestDoubleOptIn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		ctx := t.Context()
		if err := d.Subscribe(ctx, "ada@example.com"); err != nil {
			t.Fatal(err)
		}
		all, err := subscribers.SubscriptionsOfAddress(ctx, db, "ada@example.com")
		if err != nil || len(all) != 1 || all[0].ConfirmedAt != nil {
			t.Fatal(all, err)
		}
		d.check(letter.ConfirmSubscription{}, map[string]int{"ada@example.com": 1})
		token := d.keys.SubscriberToken(all[0].ID)
		var confirmed sync.WaitGroup
		for range 4 {
			confirmed.Go(func() {
				if err := d.Confirm(ctx, token); err != nil {
					t.Error(err)
				}
			})
		}
		confirmed.Wait()
		if err := d.Subscribe(ctx, "ada@example.com"); err != nil {
			t.Fatal(err)
		}
		d.check(letter.AlreadySubscribed{}, map[string]int{"ada@example.com": 1})
		for range 2 {
			if err := d.Unsubscribe(ctx, token); err != nil {
				t.Error(err)
			}
		}
		if err := d.Confirm(ctx, token); !errors.Is(err, announce.ErrLink) {
			t.Errorf("a link of before brings it back: %v", err)
		}
	})
}

// TestFewMails: however often a stranger asks, an address gets three a day.
func TestFewMails(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		for range 24 * 4 {
			if err := d.Subscribe(t.Context(), "ada@example.com"); err != nil {
				t.Fatal(err)
			}
			d.wait(15*time.Minute - time.Second)
		}
		d.check(letter.ConfirmSubscription{}, map[string]int{"ada@example.com": 3})
		d.wait(24 * time.Hour)
		if err := d.Subscribe(t.Context(), "ada@example.com"); err != nil {
			t.Fatal(err)
		}
		d.check(letter.ConfirmSubscription{}, map[string]int{"ada@example.com": 4})
	})
}

// TestUnconfirmedAreForgotten after their time, and nobody else.
func TestUnconfirmedAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		asked, kept := d.subscriber("asked@example.com", false), d.subscriber("kept@example.com", true)
		exists := func(id uuid.UUID) bool {
			_, err := subscribers.ByID(t.Context(), db, id)
			return err == nil
		}
		for _, step := range []struct {
			wait time.Duration
			want bool
		}{{program.UnconfirmedSubscriptionsKept, true}, {time.Second, false}} {
			d.wait(step.wait)
			if err := d.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if exists(asked.ID) != step.want || !exists(kept.ID) {
				t.Errorf("after %s: %v, %v", step.wait, exists(asked.ID), exists(kept.ID))
			}
		}
	})
}

// TestErasureUnsubscribes: who deletes their account hears no more.
func TestErasureUnsubscribes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		ctx := t.Context()
		user, sub := d.member("ada@example.com", nil), d.subscriber("ada@example.com", true)
		if err := errors.Join(erasure.Schedule(ctx, db, user.ID, d.clock()), erasure.Erase(ctx, db, user.ID, d.clock())); err != nil {
			t.Fatal(err)
		}
		if _, err := subscribers.ByID(ctx, db, sub.ID); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
	})
}

// TestTokens: a subscriber's opens no flow, and a flow's is no subscriber's.
func TestTokens(t *testing.T) {
	d := open(t, modelstest.SQLite(t))
	sub := d.subscriber("ada@example.com", true)
	for name, token := range map[string]string{
		"a flow's": d.keys.LinkToken(sub.ID), "none": "", "an altered one": d.keys.SubscriberToken(sub.ID) + "x",
		"of nobody": d.keys.SubscriberToken(uuid.New()),
	} {
		if _, err := d.Subscriber(t.Context(), token); !errors.Is(err, announce.ErrLink) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.Unsubscribe(t.Context(), d.keys.LinkToken(sub.ID)); !errors.Is(err, announce.ErrLink) {
		t.Error(err)
	}
}
