package snapshot

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

// Snapshot is what Stripe says of one customer.
type Snapshot struct {
	reach         reach
	Details       payments.CustomerDetails
	Checkouts     []*stripe.CheckoutSession // the newest first
	Subscriptions []payments.Subscription
	Invoices      []payments.Invoice
	paid          map[string]time.Time // invoices, since when
	billed        map[string]int64     // invoices, the end of the period that they bill
	Charges       []payments.Charge
	Purchases     []payments.Purchase
	Trials        map[string]string // subscriptions on trial, the fingerprint of the card that will pay
	fingerprint   string            // of the card that pays by default
	discount      *stripe.Discount  // of the customer, for subscriptions that have none of their own
}

// Fetch asks where checkouts stand before it asks what was bought: whoever
// sees one complete sees what it brought.
func (s *Fetcher) Fetch(ctx context.Context, c payments.Customer) (Snapshot, error) {
	found := Snapshot{paid: map[string]time.Time{}, billed: map[string]int64{}, Trials: map[string]string{}}
	var err error
	if found.reach, err = s.reach(ctx, c); err != nil {
		return Snapshot{}, err
	}
	for _, fetch := range []func(context.Context, payments.Customer, *Snapshot) error{
		s.fetchCheckouts, s.FetchCustomer, s.fetchInvoices, s.fetchCharges, s.fetchSubscriptions,
	} {
		if err := fetch(ctx, c, &found); err != nil {
			return Snapshot{}, err
		}
	}
	found.settle(c.ID)
	return found, nil
}

func (s *Fetcher) fetchCheckouts(ctx context.Context, c payments.Customer, found *Snapshot) error {
	params := &stripe.CheckoutSessionListParams{Customer: &c.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	list := s.stripe.CheckoutSessions.List(params)
	for list.Next() {
		found.Checkouts = append(found.Checkouts, list.CheckoutSession())
		if isEnough(len(found.Checkouts), list.CheckoutSession().Created, found.reach.sessions) {
			break
		}
	}
	return stripeapi.ClassifyList(list.Err(), c)
}

// settle puts together what Stripe says in several places.
func (f *Snapshot) settle(customerID uuid.UUID) {
	for i := range f.Subscriptions {
		f.settleSubscription(&f.Subscriptions[i])
	}
	for _, session := range f.Checkouts {
		if purchase, bought := f.purchaseFrom(session, customerID); bought {
			f.Purchases = append(f.Purchases, purchase)
		}
	}
}

// settleSubscription finds what waits to be paid: the newest open invoice is the
// one that brings a plan back, and the oldest tells since when it is late.
func (f *Snapshot) settleSubscription(sub *payments.Subscription) {
	for _, i := range f.Invoices { // newest first
		if i.SubscriptionID != sub.ID || i.Status != string(stripe.InvoiceStatusOpen) {
			continue
		}
		if !i.IsBeingPaid() {
			sub.PaymentURL = cmp.Or(sub.PaymentURL, i.HostedURL)
		}
		if sub.Status == string(stripe.SubscriptionStatusPastDue) {
			sub.PastDueSince = &i.CreatedAt
		}
	}
	sub.Reversal = f.reversalOf(*sub)
}
