package billing

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
)

// Invoice is what Stripe billed a user. Status is Stripe's word; amounts are in
// the currency's smallest unit. A draft has no number and no page yet.
type Invoice struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	Status     string        `json:"status"`
	AmountDue  int64         `json:"amount_due"`
	AmountPaid int64         `json:"amount_paid"`
	Currency   string        `json:"currency"`
	Created    time.Time     `json:"created"`
	HostedURL  string        `json:"hosted_invoice_url"`
	Lines      []InvoiceLine `json:"lines"` // the first ten, which Stripe shows with the invoice
}

// InvoiceLine is one thing that was billed.
type InvoiceLine struct {
	Description string `json:"description"`
	Quantity    int64  `json:"quantity"`
	Amount      int64  `json:"amount"`
}

// Invoices are all that Stripe billed the user, newest first, as Stripe's API
// says now.
func (s *Service) Invoices(ctx context.Context, userID uuid.UUID) ([]Invoice, error) {
	customer, err := s.db.CustomerOf(ctx, userID)
	if errors.Is(err, models.ErrNotFound) {
		return []Invoice{}, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := s.listInvoices(ctx, customer)
	err = s.excuse(ctx, userID, err, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (s *Service) listInvoices(ctx context.Context, customer models.BillingCustomer) ([]Invoice, error) {
	params := &stripe.InvoiceListParams{Customer: &customer.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	all := []Invoice{}
	list := s.stripe.Invoices.List(params)
	for list.Next() {
		all = append(all, invoiceFrom(list.Invoice()))
	}
	return all, explainList(list.Err(), customer)
}

func invoiceFrom(from *stripe.Invoice) Invoice {
	made := Invoice{
		ID: from.ID, Number: from.Number, Status: string(from.Status), Currency: string(from.Currency),
		AmountDue: from.AmountDue, AmountPaid: from.AmountPaid,
		Created: time.Unix(from.Created, 0).UTC(), HostedURL: from.HostedInvoiceURL, Lines: []InvoiceLine{},
	}
	if from.Lines == nil {
		return made
	}
	for _, line := range from.Lines.Data {
		made.Lines = append(made.Lines, InvoiceLine{Description: line.Description, Quantity: line.Quantity, Amount: line.Amount})
	}
	return made
}
