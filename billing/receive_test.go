package billing_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

func eventAbout(id, customer string) []byte {
	return fmt.Appendf(nil, `{"id":%q,"object":"event","type":"invoice.paid","api_version":"2030-01-01.future",
		"livemode":false,"data":{"object":{"id":"in_1","object":"invoice","customer":%s,"lines":{"new":["shape"]}}}}`, id, customer)
}

func sign(payload []byte, with string, at time.Time) string {
	return webhook.GenerateTestSignedPayload(
		&webhook.UnsignedPayload{Payload: payload, Secret: with, Timestamp: at},
	).Header
}

func TestSignatures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, now := newShop(t, db), time.Now()
		payload := eventAbout("evt_forged", `"cus_1"`)
		tests := map[string]string{
			"none":                 "",
			"nonsense":             "what?",
			"of another secret":    sign(payload, "whsec_other", now),
			"of an empty one":      sign(payload, "", now),
			"of another event":     sign(eventAbout("evt_2", `"cus_1"`), secret, now),
			"too old":              sign(payload, secret, now.Add(-10*time.Minute)),
			"from the future":      sign(payload, secret, now.Add(10*time.Minute)),
			"a time like no other": "t=now," + sign(payload, secret, now),
		}
		for name, signature := range tests {
			if err := s.service.Receive(context.Background(), payload, signature); !errors.Is(
				err,
				billing.ErrBadSignature,
			) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// None of them was stored: the event itself is still new.
		if _, err := payments.ReceiveEvent(context.Background(), db, &payments.StripeEvent{ID: "evt_forged", ReceivedAt: models.Now()}); !errors.Is(
			err,
			models.ErrNotFound,
		) {
			t.Errorf("a forged event was stored: %v", err)
		}
	})
}

func TestWithoutSecretNothingIsReceived(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		open := s.settings
		open.WebhookSecret = ""
		payload := eventAbout("evt_1", `"cus_1"`)
		err := billing.New(db, open).Receive(context.Background(), payload, sign(payload, "", time.Now()))
		if !errors.Is(err, billing.ErrBadSignature) {
			t.Errorf("got %v", err)
		}
	})
}

func TestEventCountsOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, about := range []string{`"` + customer.StripeID + `"`, `{"id":"` + customer.StripeID + `","object":"customer"}`} {
			payload := eventAbout(fmt.Sprintf("evt_%d", i), about)
			var deliveries sync.WaitGroup
			for range 8 {
				deliveries.Go(func() {
					if err := s.service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
						t.Error(err)
					}
				})
			}
			deliveries.Wait()
		}
		after, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil || after.DirtySeq != customer.DirtySeq+2 {
			t.Errorf("hints from %d to %d, %v", customer.DirtySeq, after.DirtySeq, err)
		}
		if len(s.queued) != 2 {
			t.Errorf("%d jobs, want 2", len(s.queued))
		}
	})
}

func TestEventOfNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		for i, about := range []string{`"cus_unknown"`, `null`, `""`} {
			payload := eventAbout(fmt.Sprintf("evt_%d", i), about)
			if err := s.service.Receive(context.Background(), payload, sign(payload, secret, time.Now())); err != nil {
				t.Errorf("%s: %v", about, err)
			}
		}
		if len(s.queued) != 0 {
			t.Errorf("%d jobs", len(s.queued))
		}
	})
}

func TestEventIsLostOnlyWithItsPromise(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		without := s.settings
		without.Queue = brokenQueue{}
		full := billing.New(db, without)
		payload := eventAbout("evt_1", `"`+customer.StripeID+`"`)
		if err := full.Receive(ctx, payload, sign(payload, secret, time.Now())); err == nil {
			t.Error("received without a job")
		}
		if err := s.service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil || len(s.queued) != 1 {
			t.Errorf("the second delivery: %d jobs, %v", len(s.queued), err)
		}
	})
}

// TestEventOfACharge: disputes and refunds name their charge alone.
func TestEventOfACharge(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		bought := s.buyDeaf("starter")
		hearing := billing.New(db, s.settings) // besides the one that the emulator calls
		charges, err := payments.ChargesBy(ctx, db, bought.CustomerID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		before, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, charge := range []string{`"` + charges[0].ID + `"`, `{"id":"` + charges[0].ID + `","object":"charge"}`, `"ch_unknown"`, `null`} {
			payload := fmt.Appendf(
				nil,
				`{"id":"evt_charge_%d","object":"event","type":"charge.dispute.created","data":{"object":{"id":"dp_1","object":"dispute","charge":%s}}}`,
				i,
				charge,
			)
			if err := hearing.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
				t.Errorf("%s: %v", charge, err)
			}
		}
		after, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil || after.DirtySeq != before.DirtySeq+2 {
			t.Errorf("hints from %d to %d, %v", before.DirtySeq, after.DirtySeq, err)
		}
	})
}

// brokenQueue takes no jobs.
type brokenQueue struct{}

func (brokenQueue) SyncCustomer(context.Context, *models.DB, uuid.UUID) error {
	return models.ErrConflict
}
