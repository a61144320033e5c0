package plans

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// ErrNoBill says that Stripe cannot make the bill out, for example because it needs an
// address for the taxes.
var ErrNoBill = errors.New("the bill cannot be finalized")

// Owed is Stripe's page where the newest bill of the plan is paid, which is the
// one that brings it back; "" if nothing is owed, [ErrNoBill] where it has no page.
// Nothing is charged.
func (s *Changer) Owed(ctx context.Context, user users.User) (string, error) {
	ctx, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	if err == nil && !has {
		err = subscriptions.ErrNoPlan
	}
	if err != nil {
		return "", stripeapi.AsTimeout(ctx, err)
	}
	invoice, err := s.newestBill(ctx, sub)
	if err != nil {
		return "", stripeapi.AsTimeout(ctx, err)
	}
	if invoice != nil {
		return invoice.HostedInvoiceURL, nil
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return "", err
	}
	return "", s.sync.Follow(ctx, customer)
}

// newestBill: what comes up while a plan is unpaid stays a draft, which has no
// page before it is finalized.
func (s *Changer) newestBill(ctx context.Context, sub payments.Subscription) (*stripe.Invoice, error) {
	params := &stripe.InvoiceListParams{Subscription: &sub.ID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.Single = true
	params.AddExpand("data.payment_intent")
	for list := s.stripe.Invoices.List(params); ; { // newest first
		if !list.Next() {
			return nil, stripeapi.Classify(list.Err())
		}
		switch one := list.Invoice(); {
		case isBeingPaid([]*stripe.Invoice{one}):
			return nil, ErrUnderWay
		case one.Status == stripe.InvoiceStatusOpen:
			return one, nil
		case one.Status == stripe.InvoiceStatusDraft && sub.Status == string(stripe.SubscriptionStatusUnpaid):
			return s.finalize(ctx, one.ID)
		}
	}
}

// finalize leaves it to the customer to pay. If Stripe refuses, another tab was
// faster.
func (s *Changer) finalize(ctx context.Context, id string) (*stripe.Invoice, error) {
	params := &stripe.InvoiceFinalizeInvoiceParams{AutoAdvance: stripe.Bool(false)}
	params.Context = ctx
	invoice, err := s.stripe.Invoices.FinalizeInvoice(id, params)
	if err = stripeapi.Classify(err); stripeapi.IsRefusal(err) {
		again := &stripe.InvoiceParams{}
		again.Context = ctx
		invoice, err = s.stripe.Invoices.Get(id, again)
	}
	if err == nil && invoice.Status == stripe.InvoiceStatusDraft {
		return nil, ErrNoBill
	}
	return invoice, stripeapi.Classify(err)
}
