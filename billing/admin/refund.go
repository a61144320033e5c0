package admin

import (
	"context"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// refundMade is the effect of a refund, under its idempotency key.
const refundMade = "refund_made"

// Refund gives money of a charge back, all that is left of it for amount 0. The
// attempt names the press of the button: the same one gives back once.
func (s *Operator) Refund(
	ctx context.Context, customer payments.Customer, chargeID string, amount int64, attempt string, begin Begin,
) error {
	key := stripeapi.IdempotencyKey("refund", attempt, chargeID)
	made, err := payments.HasEffect(ctx, s.db, refundMade, key)
	if err != nil || made {
		return err
	}
	if err := s.mayRefund(ctx, customer, chargeID, amount); err != nil {
		return err
	}
	return s.act(ctx, customer, key, begin, func(ctx context.Context) error {
		params := &stripe.RefundParams{
			Charge: &chargeID, Reason: stripe.String(string(stripe.RefundReasonRequestedByCustomer)),
		}
		if amount > 0 {
			params.Amount = &amount
		}
		params.Context = ctx
		params.SetIdempotencyKey(key)
		if _, err := s.stripe.Refunds.New(params); err != nil {
			return err
		}
		_, err := payments.Once(
			context.WithoutCancel(ctx),
			s.db,
			payments.Effect{Kind: refundMade, ObjectID: key, CustomerID: customer.ID, CreatedAt: models.Now()},
		)
		return err
	})
}

func (s *Operator) mayRefund(ctx context.Context, customer payments.Customer, chargeID string, amount int64) error {
	all, err := payments.ChargesBy(ctx, s.db, customer.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c payments.Charge) bool { return c.ID == chargeID })
	switch {
	case i < 0:
		return models.ErrNotFound
	case Refundable(all[i]) == 0:
		return validation.Errors{"amount": "There is nothing left of this payment to refund."}
	case amount < 0 || amount > Refundable(all[i]):
		return validation.Errors{"amount": "That is more than is left of this payment."}
	}
	return nil
}

// Refundable returns how much of a charge can be given back.
func Refundable(c payments.Charge) int64 {
	if c.Status != string(stripe.ChargeStatusSucceeded) {
		return 0
	}
	return max(c.Amount-c.AmountRefunded, 0)
}
