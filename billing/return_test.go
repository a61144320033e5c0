package billing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

func TestReturnIsForTheBuyerAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		_, _, next := s.pay(s.checkout("starter"), goodCard)
		session := next.Query().Get("session_id")
		eve := s.newUser("eve@example.com")
		for name, err := range map[string]error{
			"another user's": second(s.service.Return(ctx, eve, session)),
			"unknown":        second(s.service.Return(ctx, s.user, "cs_test_unknown")),
			"none":           second(s.service.Return(ctx, s.user, "")),
		} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, has, _ := s.service.Current(ctx, eve.ID); has {
			t.Error("the other user has the plan")
		}
	})
}

func second(_ bool, err error) error { return err }

func TestReturnBeforePaying(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		open, err := payments.OpenCheckout(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		if done, err := s.service.Return(ctx, s.user, *open.SessionID); done || err != nil {
			t.Errorf("done %v, %v", done, err)
		}
	})
}

func TestReturnWaitsForWhoeverSyncs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		open, err := payments.OpenCheckout(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		now := models.Now()
		if _, err := payments.LeaseCustomer(ctx, db, customer.ID, "someone", now, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if done, err := s.service.Return(ctx, s.user, *open.SessionID); done || err != nil {
			t.Errorf("while someone syncs: done %v, %v", done, err)
		}
		if after, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || after.DirtySeq <= after.SyncedSeq {
			t.Errorf("no hint is left: %+v, %v", after, err)
		}
		time.AfterFunc(200*time.Millisecond, func() { _ = payments.ReleaseCustomer(ctx, db, customer.ID, "someone") })
		if _, err := s.service.Return(ctx, s.user, *open.SessionID); err != nil {
			t.Errorf("after a short wait: %v", err)
		}
		if after, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || after.SyncedSeq != after.DirtySeq {
			t.Errorf("a hint is left: %+v, %v", after, err)
		}
	})
}

// TestWaitingForALeftLease: no page fails, and a job is told to look again.
func TestWaitingForALeftLease(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s, ctx := newShop(t, db), context.Background()
		s.settings.Limits = stripeapi.Limits{PageLease: 10 * time.Millisecond, JobLease: 10 * time.Millisecond}
		s.deafen()
		_, _, next := s.pay(s.checkout("starter"), goodCard)
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		now := models.Now()
		leased, err := payments.LeaseCustomer(ctx, db, customer.ID, "killed", now, now.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if address, err := s.service.Checkout(ctx, s.user, monthly("starter")); err != nil || address != next.String() {
			t.Errorf("the checkout leads to %q, want %v, %v", address, next, err)
		}
		if err := s.service.Sync(ctx, customer.ID); !errors.Is(err, billing.ErrBusy) {
			t.Errorf("a job: %v", err)
		}
		if _, err := s.service.SyncNow(ctx, customer); !errors.Is(err, billing.ErrUnavailable) {
			t.Errorf("an admin: %v", err)
		}
		s.settings.Limits = patient
		s.deafen() // and patient
		time.AfterFunc(200*time.Millisecond, func() { endLease(t, db, leased.ID) })
		if err := s.service.Sync(ctx, customer.ID); err != nil {
			t.Errorf("after the lease: %v", err)
		}
		s.waitFor("active")
	})
}

// endLease is the minute after which a lease of the dead is free.
func endLease(t *testing.T, db *models.DB, customer uuid.UUID) {
	t.Helper()
	_, err := db.Pool().Exec("UPDATE billing_customers SET lease_expires_at = $1 WHERE id = $2", models.Now(), customer)
	if err != nil {
		t.Error(err)
	}
}

// TestReturnToWhatEnded: nobody waits for what will never be paid.
func TestReturnToWhatEnded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		first := s.checkout("starter")
		s.checkout("studio") // takes its place
		if done, err := s.service.Return(context.Background(), s.user, first[strings.LastIndex(first, "/")+1:]); done ||
			!errors.Is(err, billing.ErrCheckoutEnded) {
			t.Errorf("done %v, %v", done, err)
		}
	})
}
