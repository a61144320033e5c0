package snapshot

import (
	"context"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

func (s *Fetcher) fetchCharges(ctx context.Context, c payments.Customer, found *Snapshot) error {
	params := &stripe.ChargeListParams{Customer: &c.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	list := s.stripe.Charges.List(params)
	for list.Next() {
		charge := chargeFrom(list.Charge(), c.ID)
		if list.Charge().Disputed {
			if err := s.fetchDispute(ctx, &charge); err != nil {
				return err
			}
		}
		found.Charges = append(found.Charges, charge)
		if isEnough(len(found.Charges), list.Charge().Created, found.reach.charges) {
			break
		}
	}
	return stripeapi.ClassifyList(list.Err(), c)
}

// fetchDispute: Stripe's charge only says that there is one.
func (s *Fetcher) fetchDispute(ctx context.Context, charge *payments.Charge) error {
	params := &stripe.DisputeListParams{Charge: &charge.ID}
	params.Context = ctx
	list := s.stripe.Disputes.List(params)
	if list.Next() {
		charge.DisputeID, charge.DisputeStatus = list.Dispute().ID, string(list.Dispute().Status)
	}
	return stripeapi.Classify(list.Err())
}

func chargeFrom(from *stripe.Charge, customerID uuid.UUID) payments.Charge {
	c := payments.Charge{
		ID: from.ID, CustomerID: customerID, Status: string(from.Status), Amount: from.Amount,
		AmountRefunded: from.AmountRefunded,
		Currency:       string(from.Currency), ReceiptURL: from.ReceiptURL,
		CreatedAt: *stripeapi.TimeOf(max(from.Created, 1)),
	}
	if from.PaymentIntent != nil {
		c.PaymentIntent = from.PaymentIntent.ID
	}
	if from.Invoice != nil {
		c.InvoiceID = from.Invoice.ID
	}
	return c
}
