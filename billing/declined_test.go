package billing_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestDeclinedInstead: the plan stays, and nobody goes on believing in the smaller one.
func TestDeclinedInstead(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(seats(2))
		l.changeCard(cardThatFailsLater)
		for _, waits := range []bool{false, true} {
			if waits {
				l.later(monthly("starter"))
			}
			shown, err := l.service.Preview(ctx, l.user, seats(3))
			if err != nil {
				t.Fatal(err)
			}
			err = l.service.Change(ctx, l.user, seats(3), shown.At)
			if !errors.Is(err, billing.ErrDeclined) || errors.Is(err, billing.ErrForgotten) != waits {
				t.Errorf("waits %v: %v", waits, err)
			}
			if l.plan().Quantity != 2 || l.plan().Next.At != nil {
				t.Errorf("%+v", l.plan())
			}
			l.pass(aDay) // Stripe drops what was not paid
		}
	})
}
