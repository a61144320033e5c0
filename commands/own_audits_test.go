package commands

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// TestLeavePayments: what an audit began to buy is not open any more.
func TestLeavePayments(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		auditor := users.User{
			ID:        models.NewID(),
			Email:     "audit@prokken.com.invalid",
			Role:      users.Member,
			CreatedAt: models.Now(),
		}
		attempt := payments.Checkout{
			ID:       models.NewID(),
			UserID:   auditor.ID,
			PlanID:   "pro",
			Currency: "usd",
			Interval: "month",
			Quantity: 1,
		}
		if err := errors.Join(users.Create(ctx, db, &auditor), payments.CreateCheckout(ctx, db, &attempt)); err != nil {
			t.Fatal(err)
		}
		account := auditAccount{db: db, sales: billing.New(db, billing.Settings{})}
		for range 2 {
			if err := account.Leave(ctx, audit.Account{Email: auditor.Email}); err != nil {
				t.Error(err)
			}
		}
		if open, err := payments.OpenCheckout(ctx, db, auditor.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%+v, %v", open, err)
		}
	})
}
