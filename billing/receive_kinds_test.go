package billing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// TestSignedButNoHint: Stripe switches an endpoint off that goes on refusing, so that what
// is signed is answered, whatever it is.
func TestSignedButNoHint(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		for name, payload := range map[string]string{
			"no event":       `{"hello":"world"}`,
			"a list":         `[1, 2]`,
			"no JSON":        `hello`,
			"another object": `{"id":"evt_odd","object":"event","type":"ping","data":{"object":"text"}}`,
			"thin": `{"id":"evt_thin","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered","livemode":false,
				"related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing/meters/mtr_1"}}`,
		} {
			if err := s.service.Receive(ctx, []byte(payload), sign([]byte(payload), secret, time.Now())); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if event, err := payments.Event(ctx, db, "evt_thin"); err != nil || event.ObjectID != "mtr_1" {
			t.Errorf("%+v, %v", event, err)
		}
	})
}

// TestThinEventOfACustomer is followed like any other.
func TestThinEventOfACustomer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		before, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		payload := fmt.Appendf(nil, `{"id":"evt_thin","object":"v2.core.event","type":"v1.customer.updated",
			"related_object":{"id":%q,"type":"customer"}}`, before.StripeID)
		if err := s.service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
			t.Fatal(err)
		}
		if after, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || after.DirtySeq != before.DirtySeq+1 {
			t.Errorf("%d hints, %v", after.DirtySeq-before.DirtySeq, err)
		}
	})
}

// TestRolledSecret: while the secret is rolled, events that bear either are taken.
func TestRolledSecret(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		rolled := s.settings
		rolled.WebhookSecret, rolled.PreviousWebhookSecrets = "whsec_new", []string{"", secret}
		service := billing.New(db, rolled)
		for i, with := range []string{"whsec_new", secret} {
			payload := eventAbout(fmt.Sprintf("evt_%d", i), `"cus_1"`)
			if err := service.Receive(context.Background(), payload, sign(payload, with, time.Now())); err != nil {
				t.Errorf("%s: %v", with, err)
			}
		}
		payload := eventAbout("evt_none", `"cus_1"`)
		for _, with := range []string{"", "whsec_other"} {
			if err := service.Receive(context.Background(), payload, sign(payload, with, time.Now())); !errors.Is(
				err,
				billing.ErrBadSignature,
			) {
				t.Errorf("%q: %v", with, err)
			}
		}
	})
}

// TestEventOfAnotherMode or account is stored, and nobody follows it.
func TestEventOfAnotherMode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		before, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		for id, whose := range map[string]string{"evt_live": `"livemode":true`, "evt_account": `"account":"acct_1"`} {
			payload := fmt.Appendf(nil, `{"id":%q,"object":"event","type":"invoice.paid",%s,
				"data":{"object":{"id":"in_1","object":"invoice","customer":%q}}}`, id, whose, before.StripeID)
			if err := s.service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
				t.Fatal(err)
			}
			event, err := payments.Event(ctx, db, id)
			if err != nil || !event.IsOther || event.Livemode != (id == "evt_live") ||
				(event.Account != "") != (id == "evt_account") {
				t.Errorf("%+v, %v", event, err)
			}
		}
		if after, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || after.DirtySeq != before.DirtySeq {
			t.Errorf("%d hints, %v", after.DirtySeq-before.DirtySeq, err)
		}
	})
}
