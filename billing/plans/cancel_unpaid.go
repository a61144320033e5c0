package plans

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// cancelUnpaid ends a plan whose payment is late, and voids what is open. It reports
// whether it did: a bill that is being paid at this moment cannot be voided.
func (s *Changer) cancelUnpaid(ctx context.Context, user users.User) (bool, error) {
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	if err != nil || !has || !subscriptions.IsUnpaid(sub.Status) {
		return false, err
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return false, err
	}
	ended := false
	err = s.sync.Act(ctx, customer, func(ctx context.Context) error {
		open, err := s.openBills(ctx, sub.ID)
		if err != nil || isBeingPaid(open) {
			return err
		}
		ended = true
		return s.endAndVoid(ctx, sub, open)
	})
	return ended, err
}

// endAndVoid ends it first: Stripe asks for no bill of a plan that has ended, also where
// we get no further.
func (s *Changer) endAndVoid(ctx context.Context, sub payments.Subscription, open []*stripe.Invoice) error {
	if err := s.schedules.Release(ctx, sub.ScheduleID); err != nil {
		return err
	}
	if err := s.stripe.EndSubscription(ctx, sub.ID); err != nil {
		return err
	}
	for _, one := range open {
		if err := s.voidBill(ctx, one.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Changer) voidBill(ctx context.Context, id string) error {
	params := &stripe.InvoiceVoidInvoiceParams{}
	params.Context = ctx
	_, err := s.stripe.Invoices.VoidInvoice(id, params)
	return err
}

func (s *Changer) openBills(ctx context.Context, subscriptionID string) ([]*stripe.Invoice, error) {
	params := &stripe.InvoiceListParams{Subscription: &subscriptionID, Status: stripe.String("open")}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.AddExpand("data.payment_intent")
	var open []*stripe.Invoice
	list := s.stripe.Invoices.List(params)
	for list.Next() {
		open = append(open, list.Invoice())
	}
	return open, stripeapi.Classify(list.Err())
}

func isBeingPaid(bills []*stripe.Invoice) bool {
	for _, one := range bills {
		if one.PaymentIntent != nil && one.PaymentIntent.Status == stripe.PaymentIntentStatusProcessing {
			return true
		}
	}
	return false
}
