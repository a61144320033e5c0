package billing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// TestChange costs exactly what was shown, once.
func TestChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, selection := context.Background(), billing.Selection{
			ID:       "studio",
			Currency: "usd",
			Interval: "month",
			Quantity: 2,
		}
		l.buyDeaf("starter")
		if err := l.stand.Advance(10 * aDay); err != nil {
			t.Fatal(err)
		}
		preview, err := l.service.Preview(ctx, l.user, selection)
		if err != nil || preview.Due <= 0 || preview.Then != 5800 {
			t.Fatalf("%+v, %v", preview, err)
		}
		if err := l.stand.Advance(10 * time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := l.service.Change(ctx, l.user, selection, preview.At); err != nil {
			t.Fatal(err)
		}
		l.wants("changed", "active", 20, letter.Receipt{}, letter.Receipt{})
		invoices, err := payments.InvoicesBy(ctx, l.db, l.customer().ID, 1)
		if err != nil || invoices[0].AmountPaid != preview.Due {
			t.Errorf("%+v was paid, %d was shown, %v", invoices, preview.Due, err)
		}
		var invalid validation.Errors
		if err := l.service.Change(ctx, l.user, selection, preview.At); !errors.As(err, &invalid) {
			t.Errorf("again: %v", err)
		}
		selection.ID = "starter"
		selection.Quantity = 1
		if err := l.service.Change(ctx, l.user, selection, preview.At-1); !errors.As(err, &invalid) ||
			invalid["at"] == "" {
			t.Errorf("an old price: %v", err)
		}
		for _, n := range []int64{0, -1, 6, 1 << 60} {
			selection := billing.Selection{ID: "studio", Currency: "usd", Interval: "month", Quantity: n}
			if _, err := l.service.Preview(ctx, l.user, selection); !errors.As(err, &invalid) {
				t.Errorf("%d of them: %v", n, err)
			}
		}
	})
}

// TestDeclinedChange: the old plan stays.
func TestDeclinedChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, selection := context.Background(), billing.Selection{
			ID:       "studio",
			Currency: "usd",
			Interval: "month",
			Quantity: 1,
		}
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		preview, err := l.service.Preview(ctx, l.user, selection)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.service.Change(ctx, l.user, selection, preview.At); !errors.Is(err, billing.ErrDeclined) {
			t.Errorf("got %v", err)
		}
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("%d sites", got)
		}
	})
}

// bills are how many invoices there are, and how many of them are open.
func (l life) bills() (all, open int) {
	l.t.Helper()
	l.sync()
	found, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 100)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, i := range found {
		if i.Status == "open" {
			open++
		}
	}
	return len(found), open
}

// TestDeclinedChanges: pressing again makes no second bill, and nobody finds a bill for
// what they did not get.
func TestDeclinedChanges(t *testing.T) {
	changes(t, cardThatFailsLater, billing.ErrDeclined, 0)
}

// TestChangesToConfirm: pressing again makes no second bill, and another change takes the
// place of the one that waits for the bank, with its bill.
func TestChangesToConfirm(t *testing.T) {
	changes(t, cardThatAsks, billing.ErrToConfirm, 1)
}

func changes(t *testing.T, card string, want error, wantOpen int) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyDeaf("starter")
		l.changeCard(card)
		for i, interval := range []string{"month", "year"} {
			selection := billing.Selection{ID: "studio", Currency: "usd", Interval: interval, Quantity: 1}
			preview, err := l.service.Preview(ctx, l.user, selection)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				l.pass(2 * time.Second)
				if err := l.service.Change(ctx, l.user, selection, preview.At); !errors.Is(err, want) {
					t.Errorf("got %v", err)
				}
			}
			if all, open := l.bills(); all != i+2 || open != wantOpen {
				t.Errorf("by the %s: %d bills, %d open", interval, all, open)
			}
		}
	})
}

// TestTrialStaysWithItsPlan: a plan without a trial is not tried by way of another.
func TestTrialStaysWithItsPlan(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.startTrial()
		var invalid validation.Errors
		if _, err := l.service.Preview(context.Background(), l.user, monthly("studio")); !errors.As(err, &invalid) {
			t.Errorf("got %v", err)
		}
	})
}
