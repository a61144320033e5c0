package snapshot

import (
	"context"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

func (s *Fetcher) fetchInvoices(ctx context.Context, c payments.Customer, found *Snapshot) error {
	params := &stripe.InvoiceListParams{Customer: &c.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.AddExpand("data.payment_intent")
	list := s.stripe.Invoices.List(params)
	for list.Next() {
		found.Invoices = append(found.Invoices, invoiceFrom(list.Invoice(), c.ID))
		if lines := list.Invoice().Lines; lines != nil {
			found.billed[list.Invoice().ID] = billedUntil(lines.Data)
		}
		if moved := list.Invoice().StatusTransitions; moved != nil && moved.PaidAt != 0 {
			found.paid[list.Invoice().ID] = *stripeapi.TimeOf(moved.PaidAt)
		}
		if isEnough(len(found.Invoices), list.Invoice().Created, found.reach.invoices) {
			break
		}
	}
	return stripeapi.ClassifyList(list.Err(), c)
}

func invoiceFrom(from *stripe.Invoice, customerID uuid.UUID) payments.Invoice {
	i := payments.Invoice{
		ID: from.ID, CustomerID: customerID, Number: from.Number, Status: string(from.Status),
		Reason:   string(from.BillingReason),
		Currency: string(from.Currency), Total: from.Total, Tax: from.Tax, AmountDue: from.AmountDue,
		AmountPaid: from.AmountPaid,
		Attempts:   from.AttemptCount, HostedURL: from.HostedInvoiceURL, PDFURL: from.InvoicePDF,
		NextAttemptAt: stripeapi.TimeOf(from.NextPaymentAttempt), CreatedAt: *stripeapi.TimeOf(max(from.Created, 1)),
	}
	if from.PaymentIntent != nil {
		i.PaymentState = string(from.PaymentIntent.Status)
	}
	if from.Subscription != nil {
		i.SubscriptionID = from.Subscription.ID
	}
	if from.Lines != nil {
		i.Description = whatFor(from.Lines.Data)
	}
	return i
}

// whatFor is what was billed: the last line that costs something, since what is
// given back for an older plan stands before it.
func whatFor(lines []*stripe.InvoiceLineItem) string {
	words := ""
	for _, line := range lines {
		if words == "" || line.Amount > 0 {
			words = line.Description
		}
	}
	return words
}
