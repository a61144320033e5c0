package snapshot

import (
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

// The metadata of a checkout session.
const (
	PriceMark    = "price"
	QuantityMark = "quantity"
)

// purchaseFrom is what a session sold once; a subscription is none, nor is a
// page that nobody paid on.
func (f *Snapshot) purchaseFrom(session *stripe.CheckoutSession, customerID uuid.UUID) (payments.Purchase, bool) {
	if session.Mode != stripe.CheckoutSessionModePayment || session.Status != stripe.CheckoutSessionStatusComplete {
		return payments.Purchase{}, false
	}
	quantity, err := strconv.ParseInt(session.Metadata[QuantityMark], 10, 64)
	if err != nil || quantity < 1 {
		quantity = 1
	}
	p := payments.Purchase{
		ID: session.ID, CustomerID: customerID, ProductID: session.Metadata[catalog.ItemKey],
		Quantity: quantity, Amount: session.AmountTotal, Currency: string(session.Currency),
		State: payments.PurchasePaid, BoughtAt: *stripeapi.TimeOf(max(session.Created, 1)),
	}
	if session.PaymentIntent != nil {
		p.PaymentIntent = session.PaymentIntent.ID
	}
	if session.PaymentStatus == stripe.CheckoutSessionPaymentStatusUnpaid {
		p.State = payments.PurchasePending
	}
	f.judge(&p)
	if hasMoney(p) {
		p.PaidAt = f.paidOn(session)
	}
	return p, true
}

// judge looks at what became of the money.
func (f *Snapshot) judge(p *payments.Purchase) {
	i := slices.IndexFunc(f.Charges, paysFor(*p))
	if i < 0 {
		return
	}
	if f.Charges[i].Status == string(stripe.ChargeStatusFailed) {
		p.State = payments.PurchaseFailed
		return
	}
	switch reversalOf(f.Charges[i]) {
	case payments.Lost:
		p.State = payments.PurchaseLost
	case payments.Disputed:
		p.State = payments.PurchaseDisputed
	case payments.Refunded:
		p.State = payments.PurchaseRefunded
	case payments.NotReversed:
	}
}

func paysFor(p payments.Purchase) func(payments.Charge) bool {
	return func(c payments.Charge) bool { return p.PaymentIntent != "" && c.PaymentIntent == p.PaymentIntent }
}

// isArgued: an inquiry (warning_...) takes no money yet.
func isArgued(status string) bool {
	switch stripe.DisputeStatus(status) {
	case stripe.DisputeStatusNeedsResponse, stripe.DisputeStatusUnderReview:
		return true
	default:
		return false
	}
}
