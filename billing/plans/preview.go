package plans

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// Preview is what a change of plan costs. Due is paid at once, and is a credit
// where it is below zero; the day of the price is At, which the change repeats so
// that it costs exactly this.
type Preview struct {
	Selection catalog.Selection
	Lines     []Line
	Due       int64
	Tax       int64
	Currency  string
	Then      int64 // each Interval, before taxes and discounts
	Next      int64 // the next time, before taxes: discounts are off that still hold then for sure
	At        int64 // seconds, as Stripe counts
	// TaxBehavior is Stripe's word for what the tax does to the price; empty where none is taken.
	TaxBehavior string
	// Later is when the change can be made for nothing instead; nil: only now.
	Later *time.Time
}

// Line is one part of what is paid.
type Line struct {
	Words  string
	Amount int64
}

// Preview asks Stripe what it costs to change to the selection.
func (s *Changer) Preview(ctx context.Context, user users.User, selection catalog.Selection) (Preview, error) {
	ctx, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	sub, price, err := s.changeable(ctx, user, selection)
	if err != nil {
		return Preview{}, stripeapi.AsTimeout(ctx, err)
	}
	at := s.clock.Now().Unix()
	params := &stripe.InvoiceCreatePreviewParams{
		Subscription: &sub.ID,
		SubscriptionDetails: &stripe.InvoiceCreatePreviewSubscriptionDetailsParams{
			Items: []*stripe.InvoiceCreatePreviewSubscriptionDetailsItemParams{
				{ID: &sub.ItemID, Price: otherPrice(sub, price), Quantity: &selection.Quantity},
			},
			ProrationBehavior: stripe.String("always_invoice"), ProrationDate: &at,
		},
	}
	params.Context = ctx
	invoice, err := s.stripe.Invoices.CreatePreview(params)
	if err != nil {
		return Preview{}, stripeapi.AsTimeout(ctx, s.noPreview(ctx, user, stripeapi.Classify(err)))
	}
	shown := previewFrom(invoice, selection, price, at)
	shown.Next = sub.Discounts.Lasting().Off(shown.Then, nextPayment(sub, price, at))
	if sub.TaxBehavior != "" {
		shown.TaxBehavior = stripeapi.InvoiceTax(invoice, price)
	}
	shown.Later = laterDay(sub, price, selection.Quantity)
	return shown, nil
}

// nextPayment is when a changed plan is paid the next time: another interval begins now.
func nextPayment(sub payments.Subscription, price *stripe.Price, at int64) time.Time {
	now := time.Unix(at, 0).UTC()
	switch {
	case string(price.Recurring.Interval) == sub.Interval || sub.Status == string(stripe.SubscriptionStatusTrialing):
		return sub.CurrentPeriodEnd
	case price.Recurring.Interval == stripe.PriceRecurringIntervalYear:
		return now.AddDate(1, 0, 0)
	}
	return now.AddDate(0, 1, 0)
}

func (s *Changer) noPreview(ctx context.Context, user users.User, err error) error {
	if !stripeapi.IsOutdated(err) {
		return err
	}
	customer, missing := payments.CustomerOf(ctx, s.db, user.ID)
	if missing != nil {
		return missing
	}
	return s.sync.Outdated(ctx, customer, err)
}

func previewFrom(invoice *stripe.Invoice, selection catalog.Selection, price *stripe.Price, at int64) Preview {
	p := Preview{
		Selection: selection, Due: invoice.AmountDue, Tax: invoice.Tax, Currency: string(invoice.Currency),
		Then: price.UnitAmount * selection.Quantity, At: at,
	}
	if invoice.Total < 0 { // nothing is due, the rest is a credit
		p.Due = invoice.Total
	}
	for _, line := range invoice.Lines.Data {
		p.Lines = append(p.Lines, Line{line.Description, line.Amount})
	}
	return p
}
