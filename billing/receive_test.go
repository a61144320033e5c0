package billing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

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
		if stored, err := payments.ListEvents(context.Background(), db, nil, 10); err != nil || len(stored) > 0 {
			t.Errorf("a forged event was stored: %v, %v", stored, err)
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
		stored, err := payments.ListEvents(ctx, db, nil, 100)
		if err != nil || len(stored) != 2 {
			t.Errorf("%d events are stored, %v", len(stored), err)
		}
		after, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil || after.DirtySeq < customer.DirtySeq+2 || slices.ContainsFunc(stored, func(e payments.StripeEvent) bool { return e.Seq > after.DirtySeq }) {
			t.Errorf("hints from %d to %d, %v: %+v", customer.DirtySeq, after.DirtySeq, err, stored)
		}
		if first, second := s.hinted(ctx), s.hinted(ctx); len(first) != 1 || len(second) != 0 {
			t.Errorf("%d jobs, then %d, for one customer", len(first), len(second))
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
		if found := s.hinted(context.Background()); len(found) != 0 {
			t.Errorf("%d jobs", len(found))
		}
		if stored, err := payments.ListEvents(context.Background(), db, nil, 10); err != nil || len(stored) != 3 {
			t.Errorf("%d events are stored, %v", len(stored), err)
		}
	})
}

// TestHintsAreTakenOnce: a customer is due as long as there is a newer hint than the last job, and nobody fetches.
func TestHintsAreTakenOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		hear := func(id string) {
			payload := eventAbout(id, `"`+customer.StripeID+`"`)
			if err := s.service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
				t.Fatal(err)
			}
		}
		lease := func(until time.Time) {
			if _, err := payments.LeaseCustomer(ctx, db, customer.ID, "someone", models.Now(), until); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			what string
			do   func()
			want int
		}{
			{"nothing new", func() {}, 0},
			{"an event", func() { hear("evt_1") }, 1},
			{"the same event again", func() { hear("evt_1") }, 0},
			{"another while its job waits", func() { hear("evt_2") }, 1},
			{"another while somebody fetches", func() { lease(models.Now().Add(time.Hour)); hear("evt_3") }, 0},
			{"who fetched gave up", func() { _ = payments.ReleaseCustomer(ctx, db, customer.ID, "someone") }, 1},
			{"who fetched was killed", func() { lease(models.Now().Add(-time.Second)); hear("evt_4") }, 1},
			{"it is fetched, and there is no job", func() {
				hear("evt_5")
				_ = payments.ReleaseCustomer(ctx, db, customer.ID, "someone")
				if err := s.service.Sync(ctx, customer.ID); err != nil {
					t.Fatal(err)
				}
			}, 0},
		} {
			if step.do(); len(s.hinted(ctx)) != step.want {
				t.Errorf("%s: not %d jobs", step.what, step.want)
			}
		}
	})
}

// TestAHintIsRolledBackWithItsJob: without the job the customer stays due.
func TestAHintIsRolledBackWithItsJob(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err == nil {
			_, err = payments.MarkDirty(ctx, db, customer.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		refused := db.Transaction(ctx, func(tx *models.DB) error {
			if ids, err := s.service.TakeHinted(ctx, tx, 10); err != nil || len(ids) != 1 {
				t.Errorf("%v, %v", ids, err)
			}
			return models.ErrConflict
		})
		if found := s.hinted(ctx); !errors.Is(refused, models.ErrConflict) || len(found) != 1 || found[0] != customer.ID {
			t.Errorf("%v, then %v", refused, found)
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
