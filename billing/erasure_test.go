package billing_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// erase deletes the account, as the hourly job does.
func (l life) erase() {
	l.t.Helper()
	ctx := context.Background()
	if err := l.service.EndPlans(ctx, l.user.ID); err != nil {
		l.t.Fatal(err)
	}
	if err := erasure.Schedule(ctx, l.db, l.user.ID, l.stand.Now().Add(-time.Minute)); err != nil {
		l.t.Fatal(err)
	}
	if err := erasure.Erase(ctx, l.db, l.user.ID, l.stand.Now().Truncate(time.Millisecond)); err != nil {
		l.t.Fatal(err)
	}
}

// hourly does what comes every hour, and the jobs that it asks for.
func (l life) hourly() error {
	if err := l.service.Hourly(context.Background()); err != nil {
		l.t.Fatal(err)
	}
	return l.work(context.Background())
}

// loseDeletion lets Stripe delete a customer, and loses its answer.
func (l life) loseDeletion() {
	l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete && strings.Contains(r.URL.Path, "/customers/") {
			l.stripe.ServeHTTP(httptest.NewRecorder(), r)
			http.Error(w, "", http.StatusBadGateway)
			return
		}
		l.stripe.ServeHTTP(w, r)
	})
}

// TestErasureReachesStripe: the customer is deleted there with the account, also where Stripe is
// away at first, or its answer is lost. What was paid stays with us, and nobody is alarmed.
func TestErasureReachesStripe(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.erase()
		l.breakStripe(answers(http.StatusServiceUnavailable, `{"error":{"type":"api_error"}}`))
		if err := l.hourly(); err == nil {
			t.Error("Stripe is away, and nothing fails")
		}
		l.loseDeletion()
		_ = l.hourly()
		l.repairStripe()
		if err := l.hourly(); err != nil {
			t.Fatal(err)
		}
		customer := l.customer()
		there := l.ask(http.MethodGet, "customers/"+customer.StripeID, nil)
		if isDeleted := there["deleted"] == true; isDeleted != program.DeletionReachesStripe {
			t.Errorf("at Stripe: %v", there)
		}
		if customer.DirtySeq > customer.SyncedSeq || !customer.Details.Deleted || customer.Details.Email != "" {
			t.Errorf("our copy: %+v", customer)
		}
		if charges := l.charges(); len(charges) != 1 || charges[0].Amount != 900 {
			t.Errorf("what was paid: %+v", charges)
		}
		if alerts := l.alerts(); len(alerts) != 0 {
			t.Errorf("alerts: %v", alerts)
		}
	})
}

// TestErasedWithCredit: somebody is told of credit that goes with its customer.
func TestErasedWithCredit(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.pass(10 * aDay)
		preview, err := l.service.Preview(context.Background(), l.user, monthly("starter"))
		if err == nil {
			err = l.service.Change(context.Background(), l.user, monthly("starter"), preview.At)
		}
		if err != nil {
			t.Fatal(err)
		}
		l.sync()
		l.erase()
		if err := l.hourly(); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(l.alerts(), billing.AlertErased) || !l.customer().Details.Deleted {
			t.Errorf("alerts %v, %+v", l.alerts(), l.customer().Details)
		}
	})
}

// TestDeletionWaitsForTheErasure: whoever may still change their mind stays a customer.
func TestDeletionWaitsForTheErasure(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		ctx := context.Background()
		if err := l.service.CancelPlans(ctx, l.user.ID); err != nil {
			t.Fatal(err)
		}
		if err := erasure.Schedule(ctx, l.db, l.user.ID, l.stand.Now().Add(program.DeletionDelay)); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if there := l.ask(http.MethodGet, "customers/"+l.customer().StripeID, nil); there["deleted"] == true {
			t.Errorf("at Stripe: %v", there)
		}
	})
}

// tablesOfPayments are all that records of payments are in.
var tablesOfPayments = []string{
	"billing_customers", "subscriptions", "subscription_rates", "invoices", "purchases", "charges", "billing_effects",
	"billing_alerts", "stripe_events", "checkouts", "grants", "usages", "billing_movements",
}

// records counts the rows of payments by table.
func (l life) records() map[string]int64 {
	l.t.Helper()
	found := map[string]int64{}
	for _, table := range tablesOfPayments {
		var n int64
		if err := l.db.Reader.Table(table).Count(&n).Error; err != nil {
			l.t.Fatal(err)
		}
		found[table] = n
	}
	return found
}

// fillRecords leaves a row in each of these tables.
func (l life) fillRecords() {
	l.t.Helper()
	ctx := context.Background()
	l.buyDeaf("starter")
	l.buyAudits(1)
	if _, err := l.stand.Dispute(l.charges()[0].ID, ""); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
	c := l.customer()
	err := payments.ReceiveEvent(ctx, l.db, payments.StripeEvent{
		ID: "evt_" + l.user.ID.String(), Customer: c.StripeID, ReceivedAt: l.stand.Now(),
	})
	if err := errors.Join(err, l.use(billing.Audits, 1)); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
}

// erasedFor has the account be deleted for so long.
func (l life) erasedFor(long time.Duration) {
	l.t.Helper()
	at := l.stand.Now().UTC().Add(-long).Truncate(time.Millisecond)
	err := l.db.Writer.Model(&users.User{}).Where("id = ?", l.user.ID).Update("erased_at", at).Error
	if err != nil {
		l.t.Fatal(err)
	}
}

// TestPaymentRecordsAreDeleted when the law's time is over after the account was deleted; those
// of others stay.
func TestPaymentRecordsAreDeleted(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.fillRecords()
		hers := l.records()
		l.user = l.newUser("eve@example.com")
		l.fillRecords()
		l.pass(aDay) // what ends when it began moves nothing
		l.erase()
		all := l.records()
		for table, n := range hers {
			if n == 0 || all[table] <= n {
				t.Fatalf("%s are not filled: %d, then %d", table, n, all[table])
			}
		}
		l.erasedFor(program.PaymentRecordsKept - time.Hour)
		l.wantsRecords("before", all)
		l.erasedFor(program.PaymentRecordsKept)
		l.wantsRecords("after", hers)
	})
}

func (l life) wantsRecords(when string, want map[string]int64) {
	l.t.Helper()
	if err := l.service.Hourly(context.Background()); err != nil {
		l.t.Fatal(err)
	}
	if got := l.records(); !maps.Equal(got, want) {
		l.t.Errorf("%s: %v, want %v", when, got, want)
	}
}
