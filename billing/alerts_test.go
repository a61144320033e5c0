package billing_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// TestAdminsHearOfAlerts: those who can log in do, once for each alert.
func TestAdminsHearOfAlerts(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		for email, at := range map[string][2]*time.Time{
			"grace@example.com": {new(models.Now())}, "closed@example.com": {new(models.Now()), new(models.Now())},
			"new@example.com": {},
		} {
			admin := users.User{
				ID:           models.NewID(),
				Email:        email,
				PasswordHash: "x",
				Role:         users.Admin,
				VerifiedAt:   at[0],
				DisabledAt:   at[1],
			}
			if err := users.Create(ctx, l.db, &admin); err != nil {
				t.Fatal(err)
			}
		}
		l.buyDeaf("starter")
		charges, err := payments.ChargesBy(ctx, l.db, l.customer().ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		if _, err := l.stand.Dispute(charges[0].ID, "fraudulent"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			l.sync()
		}
		if alerts, err := payments.OpenAlerts(ctx, l.db, 10); err != nil || len(alerts) != 1 {
			t.Fatalf("%+v, %v", alerts, err)
		}
		told := map[string]string{}
		for _, sent := range l.sent {
			if alert, is := sent.Content.(letter.BillingAlert); is {
				told[sent.To] += alert.Alert + alert.Note
			}
		}
		if note := told["grace@example.com"]; len(told) != 1 || !strings.HasPrefix(note, billing.AlertDispute) ||
			strings.Count(note, "of $9.") != 1 {
			t.Errorf("%v", told)
		}
	})
}
