package billing

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/entitlements"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Account is all that a user's billing page shows, from the database alone.
type Account struct {
	Customer     payments.Customer      // zero: never bought anything
	Subscription *payments.Subscription // the one that counts; nil: none
	Past         *payments.Subscription // the one that ended last, where there is none
	TrialRefused bool                   // it began with a second free trial, so it was ended and nothing was charged
	Ended        map[string]bool        // subscriptions that ended: what they left open is not collected any more
	Refunded     map[string]int64       // invoices, how much of what was paid went back
	Owed         int64                  // of the subscription, that is still collected
	Access       bool
	AccessUntil  *time.Time // where it ends before the plan does
	Invoices     []payments.Invoice
	Purchases    []payments.Purchase
	Gifts        []payments.Grant
	Sites        entitlements.Allowance
	Audits       entitlements.Allowance
}

// shownInvoices is how many invoices the page shows; Stripe's portal has them all.
const shownInvoices = 24

// Account reads a user's account.
func (s *Service) Account(ctx context.Context, userID uuid.UUID) (Account, error) {
	var a Account
	var err error
	if a.Sites, err = s.grants.Allowance(ctx, userID, entitlements.Sites); err != nil {
		return a, err
	}
	if a.Audits, err = s.grants.Allowance(ctx, userID, entitlements.Audits); err != nil {
		return a, err
	}
	if a.Gifts, err = s.grants.Gifts(ctx, userID); err != nil {
		return a, err
	}
	a.Customer, err = payments.CustomerOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	return a, s.fill(ctx, &a)
}

// Current returns the subscription that counts: the newest with access, else the
// newest that has not ended. It comes from the database alone.
func (s *Service) Current(ctx context.Context, userID uuid.UUID) (payments.Subscription, bool, error) {
	return subscriptions.Current(ctx, s.db, userID)
}

func (s *Service) fill(ctx context.Context, a *Account) error {
	current, has, err := subscriptions.Current(ctx, s.db, a.Customer.UserID)
	if err != nil {
		return err
	}
	all, err := payments.SubscriptionsBy(ctx, s.db, a.Customer.ID)
	if err != nil {
		return err
	}
	a.Ended = endedOf(all)
	if has {
		a.Subscription = &current
		a.Access, a.AccessUntil = s.grants.AccessOf(current)
		a.Access = a.Access && (a.AccessUntil == nil || s.clock.Now().Before(*a.AccessUntil))
	} else if a.Past = pastOf(all); a.Past != nil {
		refused := string(letter.TrialRefused{}.Kind())
		if a.TrialRefused, err = payments.HasEffect(ctx, s.db, refused, a.Past.ID); err != nil {
			return err
		}
	}
	if a.Invoices, err = payments.InvoicesBy(ctx, s.db, a.Customer.ID, shownInvoices); err != nil {
		return err
	}
	if has {
		a.Owed = subscriptions.Owed(current, a.Invoices)
	}
	if a.Refunded, err = payments.RefundedInvoices(ctx, s.db, a.Customer.ID); err != nil {
		return err
	}
	a.Purchases, err = payments.PurchasesBy(ctx, s.db, a.Customer.ID)
	return err
}

func endedOf(all []payments.Subscription) map[string]bool {
	found := map[string]bool{}
	for _, sub := range all {
		found[sub.ID] = !subscriptions.IsLive(sub.Status)
	}
	return found
}

// pastOf is what ended last; an attempt that was never paid is nothing to tell of.
func pastOf(all []payments.Subscription) *payments.Subscription {
	for _, sub := range all {
		if sub.Status != string(stripe.SubscriptionStatusIncompleteExpired) {
			return &sub
		}
	}
	return nil
}

// Invoices returns the newest thousand that the user got, newest first, from the
// database alone.
func (s *Service) Invoices(ctx context.Context, userID uuid.UUID) ([]payments.Invoice, error) {
	customer, err := payments.CustomerOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) {
		return []payments.Invoice{}, nil
	}
	if err != nil {
		return nil, err
	}
	return payments.InvoicesBy(ctx, s.db, customer.ID, 1000)
}
