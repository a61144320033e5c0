package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/figures"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// TestFigures: each figure is what the tables hold, on both databases, and nothing is missing in
// an empty one.
func TestFigures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		site := home(t, db)
		f, err := figures.Read(t.Context(), db, site)
		if err != nil || len(f.Jobs) > 0 || len(f.Waiting) > 0 || f.Webhooks != (figures.Webhooks{}) || f.Newest != nil {
			t.Errorf("empty: %+v, %v", f, err)
		}
		mailTwice(t, db)
		audited(t, db, 2*time.Hour, true, 7)
		audited(t, db, time.Hour, false, 5)
		behind(t, db)
		f, err = figures.Read(t.Context(), db, site)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]figures.Jobs{{Kind: "send_mail", State: "available", Count: 2}}, f.Jobs); diff != "" {
			t.Error(diff)
		}
		if len(f.Waiting) != 1 || f.Waiting[0].Kind != "send_mail" || !isAbout(f.Waiting[0].Since, time.Hour) {
			t.Errorf("waiting: %+v", f.Waiting)
		}
		if f.Webhooks.Customers != 1 || f.Webhooks.Events != 2 || !isAbout(f.Webhooks.Since, 3*time.Hour) {
			t.Errorf("webhooks: %+v", f.Webhooks)
		}
		if len(f.Audits) != 2 || f.Newest == nil || f.Newest.ClaimsHold != 5 || f.Newest.FindingsLow != 1 ||
			!isAbout(f.Newest.EndedAt, time.Hour) {
			t.Errorf("audits: %+v, newest: %+v", f.Audits, f.Newest)
		}
	})
}

func isAbout(at time.Time, ago time.Duration) bool {
	return time.Since(at.Add(ago)).Abs() < time.Minute
}

// mailTwice lets two mails wait, one of them for an hour.
func mailTwice(t *testing.T, db *models.DB) {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	ada := mail.Letter{To: "ada@example.com", Content: letter.ConfirmAddress{}}
	err = db.Transaction(t.Context(), func(tx *models.DB) error {
		return errors.Join(queue.SendMail(t.Context(), tx, ada), queue.SendMail(t.Context(), tx, ada))
	})
	if err != nil {
		t.Fatal(err)
	}
	execute(t, db, "UPDATE river_job SET created_at = $1 WHERE id = (SELECT min(id) FROM river_job)", models.Now().Add(-time.Hour))
}

func audited(t *testing.T, db *models.DB, ago time.Duration, passed bool, hold int64) {
	t.Helper()
	ended := models.Now().Add(-ago)
	a := audits.Audit{
		ID: models.NewID(), SiteID: home(t, db), AskedAt: ended, StartedAt: &ended, EndedAt: &ended, State: audits.AuditDone,
		Result: audits.Result{ClaimsHold: hold, ClaimsTotal: 9, FindingsLow: 1, Passed: passed},
	}
	if err := audits.Create(t.Context(), db, &a); err != nil {
		t.Fatal(err)
	}
}

// behind is a customer of whom Stripe told three times; the first was followed.
func behind(t *testing.T, db *models.DB) {
	t.Helper()
	ctx := context.Background()
	user := users.User{ID: models.NewID(), Email: "ada@example.com", Role: users.Member}
	if err := users.Create(ctx, db, &user); err != nil {
		t.Fatal(err)
	}
	_, err := payments.EnsureCustomer(ctx, db, &payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: "cus_1"})
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"evt_1", "evt_2", "evt_3"} {
		e := payments.StripeEvent{ID: id, Customer: "cus_1", ReceivedAt: models.Now().Add(time.Duration(i-4) * time.Hour)}
		if err := payments.ReceiveEvent(ctx, db, e); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, db, "UPDATE billing_customers SET synced_seq = 1")
}

func execute(t *testing.T, db *models.DB, statement string, values ...any) {
	t.Helper()
	if _, err := db.Pool().ExecContext(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}
