package billing

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// snapshot is what Stripe says of one customer.
type snapshot struct {
	reach         reach
	details       payments.CustomerDetails
	checkouts     []*stripe.CheckoutSession // the newest first
	subscriptions []payments.Subscription
	invoices      []payments.Invoice
	paid          map[string]time.Time // invoices, since when
	charges       []payments.Charge
	purchases     []payments.Purchase
}

// snapshot asks where checkouts stand before it asks what was bought: whoever
// sees one complete sees what it brought.
func (s *Service) snapshot(ctx context.Context, c payments.Customer) (snapshot, error) {
	found := snapshot{paid: map[string]time.Time{}}
	var err error
	if found.reach, err = s.reach(ctx, c); err != nil {
		return snapshot{}, err
	}
	for _, fetch := range []func(context.Context, payments.Customer, *snapshot) error{
		s.fetchCheckouts, s.fetchCustomer, s.fetchInvoices, s.fetchCharges, s.fetchSubscriptions,
	} {
		if err := fetch(ctx, c, &found); err != nil {
			return snapshot{}, err
		}
	}
	found.settle(c.ID)
	return found, nil
}

func (s *Service) fetchCheckouts(ctx context.Context, c payments.Customer, found *snapshot) error {
	params := &stripe.CheckoutSessionListParams{Customer: &c.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(recent)
	list := s.stripe.CheckoutSessions.List(params)
	for list.Next() {
		found.checkouts = append(found.checkouts, list.CheckoutSession())
		if isEnough(len(found.checkouts), list.CheckoutSession().Created, found.reach.sessions) {
			break
		}
	}
	return explainList(list.Err(), c)
}

// settle puts together what Stripe says in several places.
func (f *snapshot) settle(customerID uuid.UUID) {
	for i := range f.subscriptions {
		f.settleSubscription(&f.subscriptions[i])
	}
	for _, session := range f.checkouts {
		if purchase, bought := f.purchaseFrom(session, customerID); bought {
			f.purchases = append(f.purchases, purchase)
		}
	}
}

// settleSubscription finds what waits to be paid: the newest open invoice is the
// one that brings a plan back, and the oldest tells since when it is late.
func (f *snapshot) settleSubscription(sub *payments.Subscription) {
	for _, i := range f.invoices { // newest first
		if i.SubscriptionID != sub.ID || i.Status != string(stripe.InvoiceStatusOpen) {
			continue
		}
		sub.PaymentURL = cmp.Or(sub.PaymentURL, i.HostedURL)
		if sub.Status == string(stripe.SubscriptionStatusPastDue) {
			sub.PastDueSince = &i.CreatedAt
		}
	}
}
