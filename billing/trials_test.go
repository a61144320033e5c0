package billing_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// withKeys lets the shop know who had a trial.
func (l life) withKeys() life {
	l.t.Helper()
	ring, err := keys.New("a secret of the tests, which is long enough")
	if err != nil {
		l.t.Fatal(err)
	}
	l.settings.Keys = ring
	l.deafen()
	return l
}

// comeBackAs deletes the account, as far as billing sees it, and returns with another address.
func (l *life) comeBackAs(email string) {
	l.t.Helper()
	if err := l.service.EndPlans(context.Background(), l.user.ID); err != nil {
		l.t.Fatal(err)
	}
	l.user = l.newUser(email)
	l.mu.Lock()
	l.sent = nil
	l.mu.Unlock()
}

// TestOneTrialForEachPerson: neither another account with the same card nor one with the
// same address gets a second one, and nobody is charged for it.
func TestOneTrialForEachPerson(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l = l.withKeys()
		ctx := context.Background()
		l.startTrial()
		l.wants("on trial", "trialing", 2, letter.TrialBegun{})
		l.comeBackAs("grace@example.com")
		if had, err := l.service.HadTrial(ctx, l.user); err != nil || had {
			t.Fatalf("another address: %v, %v", had, err)
		}
		l.startTrial()
		l.wants("the same card", "canceled", 0, letter.TrialRefused{})
		if charges := l.charges(); len(charges) != 0 {
			t.Errorf("charged: %+v", charges)
		}
		if account, err := l.service.Account(ctx, l.user.ID); err != nil || !account.TrialRefused {
			t.Errorf("the page does not know why it ended: %v", err)
		}
		l.comeBackAs("ada+again@example.com")
		if had, err := l.service.HadTrial(ctx, l.user); err != nil || !had {
			t.Errorf("the same address: %v, %v", had, err)
		}
		if err := l.service.MayPromise(ctx, l.user, 14); !errors.Is(err, billing.ErrNoTrial) {
			t.Errorf("a promise: %v", err)
		}
		if err := l.service.MayPromise(ctx, l.user, 0); err != nil {
			t.Errorf("no promise: %v", err)
		}
		l.startTrial()
		l.wants("the same address", "active", 2, letter.Receipt{})
	})
}

// TestTrialGoesOnWithAnotherCard: only the card with which it began is looked at.
func TestTrialGoesOnWithAnotherCard(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l = l.withKeys()
		l.startTrial()
		l.user = l.newUser("grace@example.com")
		_, _, next := l.pay(l.checkout("tried"), "4000 0000 0000 0341")
		if _, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); err != nil {
			t.Fatal(err)
		}
		l.wantsState("trialing")
		l.changeCard("4242424242424242")
		l.sync()
		l.wantsState("trialing")
	})
}

// TestTrialMarksAreForgotten after a year.
func TestTrialMarksAreForgotten(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l = l.withKeys()
		ctx := context.Background()
		l.startTrial()
		l.comeBackAs("ada+again@example.com")
		for _, wait := range []struct {
			had  bool
			left int
		}{{true, 2}, {false, 0}} {
			if err := l.service.Hourly(ctx); err != nil {
				t.Fatal(err)
			}
			if had, err := l.service.HadTrial(ctx, l.user); err != nil || had != wait.had {
				t.Errorf("got %v, %v", had, err)
			}
			var left int64
			if err := l.db.Reader.Model(&payments.TrialMark{}).Count(&left).Error; err != nil || int(left) != wait.left {
				t.Errorf("%d marks are left, want %d, %v", left, wait.left, err)
			}
			if err := l.stand.Advance(program.TrialMarksKept); err != nil {
				t.Fatal(err)
			}
		}
	})
}
