package plans

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// ErrForgotten says that a payment was declined, and that the scheduled change is
// dropped.
var ErrForgotten = errors.New("the scheduled change is off")

// ErrToConfirm says that a change waits until its payment is confirmed at the bank.
var ErrToConfirm = errors.New("the payment of the change waits to be confirmed")

// maxPreviewAge is how long a preview's price can be had.
const maxPreviewAge = 15 * time.Minute

// Change changes the plan as it was previewed, and forgets a change that was
// scheduled. Where the payment fails the old plan stays: [stripeapi.ErrDeclined], and
// [ErrForgotten] besides where something was scheduled. Pressed twice it is billed once:
// Stripe repeats what it said to the same preview.
func (s *Changer) Change(ctx context.Context, user users.User, selection catalog.Selection, at int64) error {
	ctx, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	sub, price, err := s.changeable(ctx, user, selection)
	if err != nil {
		return stripeapi.AsTimeout(ctx, err)
	}
	if err := s.mayCost(ctx, sub, at); err != nil {
		return err
	}
	params := &stripe.SubscriptionParams{
		Items: []*stripe.SubscriptionItemsParams{
			{ID: &sub.ItemID, Price: otherPrice(sub, price), Quantity: &selection.Quantity},
		},
		ProrationBehavior: stripe.String("always_invoice"), ProrationDate: &at,
		PaymentBehavior: stripe.String("pending_if_incomplete"),
	}
	params.AddExpand("latest_invoice.payment_intent")
	params.SetIdempotencyKey(
		stripeapi.IdempotencyKey(
			"change",
			sub.ID,
			price.ID,
			strconv.FormatInt(selection.Quantity, 10),
			strconv.FormatInt(at, 10),
		),
	)
	err = stripeapi.AsDeclined(s.change(ctx, user, sub, params))
	if errors.Is(err, stripeapi.ErrDeclined) && sub.Next.At != nil {
		err = errors.Join(ErrForgotten, err)
	}
	return err
}

func (s *Changer) change(
	ctx context.Context, user users.User, sub payments.Subscription, params *stripe.SubscriptionParams,
) error {
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	var changed *stripe.Subscription
	err = s.sync.Act(ctx, customer, func(ctx context.Context) error {
		err := s.schedules.Release(ctx, sub.ScheduleID)
		if err != nil {
			return err
		}
		params.Context = ctx
		if changed, err = s.stripe.Subscriptions.Update(sub.ID, params); err != nil {
			return err
		}
		return s.voidDeclined(ctx, changed)
	})
	switch {
	case err != nil || changed.PendingUpdate == nil:
		return err
	case isToConfirm(changed.LatestInvoice):
		return ErrToConfirm
	}
	return stripeapi.ErrDeclined
}

func isToConfirm(bill *stripe.Invoice) bool {
	return bill != nil && bill.PaymentIntent != nil &&
		bill.PaymentIntent.Status == stripe.PaymentIntentStatusRequiresAction
}

// voidDeclined voids the bill of a change that the bank declined, which drops the change:
// nobody shall find a bill for what they did not get. One that the bank wants confirmed
// stays for that.
func (s *Changer) voidDeclined(ctx context.Context, changed *stripe.Subscription) error {
	bill := changed.LatestInvoice
	if changed.PendingUpdate == nil || bill == nil || bill.Status != stripe.InvoiceStatusOpen ||
		bill.PaymentIntent == nil || bill.PaymentIntent.Status != stripe.PaymentIntentStatusRequiresPaymentMethod {
		return nil
	}
	err := stripeapi.Classify(s.voidBill(ctx, bill.ID))
	if stripeapi.IsRefusal(err) { // the answer to an earlier press: it is void already
		return nil
	}
	return err
}

// mayCost refuses a moment that is long past, or lies before the plan began to
// cost what it does: credit is for what was paid.
func (s *Changer) mayCost(ctx context.Context, sub payments.Subscription, at int64) error {
	since, err := payments.LastBilled(ctx, s.db, sub.ID)
	if err != nil {
		return err
	}
	moment := time.Unix(at, 0)
	if age := s.clock.Now().Sub(moment); age < 0 || age > maxPreviewAge || since != nil && moment.Before(*since) {
		return validation.Errors{"at": "This price has expired. Please check the new one."}
	}
	return nil
}

// changeable is the user's plan and the price that it would change to.
func (s *Changer) changeable(
	ctx context.Context, user users.User, selection catalog.Selection,
) (payments.Subscription, *stripe.Price, error) {
	item, p, err := s.catalog.Find(selection)
	if err != nil {
		return payments.Subscription{}, nil, err
	}
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	switch {
	case err != nil:
		return sub, nil, err
	case !has || p.Interval == "" || !subscriptions.HasAccess(sub.Status):
		return sub, nil, subscriptions.ErrNoPlan
	case p.Currency != sub.Currency:
		return sub, nil, validation.Errors{
			"currency": "A plan stays in its currency. Let this one end first to pay in another.",
		}
	case sub.PlanID == selection.ID && sub.Interval == selection.Interval && sub.Quantity == selection.Quantity:
		return sub, nil, validation.Errors{"plan": "This is already your plan."}
	case sub.Status == string(stripe.SubscriptionStatusTrialing) && item.TrialDays == 0:
		return sub, nil, validation.Errors{
			"plan": "This plan has no free trial. You can change to it once yours has ended.",
		}
	}
	if err := s.paidUp(ctx, sub); err != nil {
		return sub, nil, err
	}
	price, err := s.priceFor(ctx, sub, selection, item, p)
	return sub, price, err
}

// otherPrice is the price that a change names; nil where it stays, for Stripe refuses one
// that was archived since.
func otherPrice(sub payments.Subscription, price *stripe.Price) *string {
	if price.ID == sub.PriceID {
		return nil
	}
	return &price.ID
}

// priceFor is what a selection costs. More or fewer of the same keep the price that was
// promised, whatever it costs by now.
func (s *Changer) priceFor(
	ctx context.Context, sub payments.Subscription, selection catalog.Selection, item catalog.Item, p config.Price,
) (*stripe.Price, error) {
	if sub.PlanID == selection.ID && sub.Interval == selection.Interval && sub.IntervalCount <= 1 {
		price, err := s.stripe.PriceByID(ctx, sub.PriceID)
		if err != nil || price.Recurring != nil {
			return price, err
		}
	}
	return s.catalog.Price(ctx, item, p)
}
