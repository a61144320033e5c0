package billing_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// disputed tells of a dispute by webhook.
func (l life) disputed(charge string) {
	l.t.Helper()
	payload := fmt.Appendf(
		nil,
		`{"id":"evt_dispute","object":"event","type":"charge.dispute.created","data":{"object":{"id":"dp_1","object":"dispute","charge":%q}}}`,
		charge,
	)
	if err := billing.New(l.db, l.settings).Receive(context.Background(), payload, sign(payload, secret, time.Now())); err != nil {
		l.t.Error(err)
	}
}

func (l life) wantDispute() {
	l.t.Helper()
	charges, err := payments.ChargesBy(context.Background(), l.db, l.customer().ID)
	if err != nil || len(charges) != 1 || charges[0].DisputeStatus != "needs_response" {
		l.t.Errorf("%+v, %v", charges, err)
	}
	event, err := payments.Event(context.Background(), l.db, "evt_dispute")
	if c := l.customer(); err != nil || event.CustomerID == nil || *event.CustomerID != c.ID ||
		event.Seq > c.SyncedSeq {
		l.t.Errorf("%+v, %v", event, err)
	}
}

// TestDisputeDuringTheFirstFetch: nobody knows yet whose charge it is, and it is
// seen all the same.
func TestDisputeDuringTheFirstFetch(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		_, _, next := l.pay(l.checkout("starter"), goodCard)
		var dispute sync.Once
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") { // the charges are fetched by then
				dispute.Do(func() { l.disputeNewest() })
			}
			l.stripe.ServeHTTP(w, r)
		})
		if done, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); !done ||
			err != nil {
			t.Fatalf("done %v, %v", done, err)
		}
		l.wantDispute()
	})
}

func (l life) disputeNewest() {
	list := l.ask(http.MethodGet, "charges?limit=1", nil)
	data, _ := list["data"].([]any)
	one, _ := data[0].(map[string]any)
	charge, _ := one["id"].(string)
	if _, err := l.stand.Dispute(charge, ""); err != nil {
		l.t.Error(err)
	}
	l.disputed(charge)
}

// TestDisputeAsItsChargeIsStored: both looked before the other was done; the
// hour's work finds it.
func TestDisputeAsItsChargeIsStored(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		bought := l.buyDeaf("starter")
		charges, err := payments.ChargesBy(ctx, l.db, bought.CustomerID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		if _, err := l.stand.Dispute(charges[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		event := payments.StripeEvent{ID: "evt_dispute", Charge: charges[0].ID, ReceivedAt: models.Now()}
		if err := payments.ReceiveEvent(ctx, l.db, event); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(l.service.Hourly(ctx), l.work(ctx)); err != nil {
			t.Fatal(err)
		}
		l.wantDispute()
	})
}
