package commands

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestLeavePayments: what an audit began to buy is not open any more.
func TestLeavePayments(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		auditor := models.User{ID: models.NewID(), Email: "audit@prokken.com.invalid", Role: models.Member, CreatedAt: models.Now()}
		attempt := models.Checkout{ID: models.NewID(), UserID: auditor.ID, PlanID: "pro", Currency: "usd", Interval: "month", Quantity: 1}
		if err := errors.Join(db.CreateUser(ctx, &auditor), db.CreateCheckout(ctx, &attempt)); err != nil {
			t.Fatal(err)
		}
		account := auditAccount{db: db, sales: billing.New(db, billing.Settings{})}
		for range 2 {
			if err := account.Leave(ctx, audit.Account{Email: auditor.Email}); err != nil {
				t.Error(err)
			}
		}
		if open, err := db.OpenCheckout(ctx, auditor.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%+v, %v", open, err)
		}
	})
}
