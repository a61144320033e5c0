package billing

import (
	"context"
	"errors"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
)

// ChangeLater changes the plan at the end of what is paid, as it was previewed:
// nothing is paid or given back now. Pressed twice it changes nothing more; another
// change takes the place of the one that is scheduled.
func (s *Service) ChangeLater(ctx context.Context, user models.User, wish Wish, at int64) error {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	sub, price, err := s.changeable(ctx, user, wish)
	switch {
	case err != nil:
		return blame(ctx, err)
	case sub.Next.At != nil && sub.Next.PriceID == price.ID && sub.Next.Quantity == wish.Quantity:
		return nil
	case laterDay(sub, price, wish.Quantity) == nil:
		return models.Invalid{"when": "This change can only be made now. Please look at what it costs."}
	}
	if err := s.mayCost(ctx, sub, at); err != nil {
		return err
	}
	customer, err := s.db.CustomerOf(ctx, user.ID)
	if err != nil {
		return err
	}
	return s.act(ctx, customer, func(ctx context.Context) error {
		return s.schedule(ctx, customer, sub, &stripe.SubscriptionSchedulePhaseItemParams{Price: &price.ID, Quantity: &wish.Quantity})
	})
}

// laterDay is when a change could wait for; nil where it is only made at once: to
// what costs more, on trial, and of a plan that ends or has something to be paid.
func laterDay(sub models.Subscription, price *stripe.Price, quantity int64) *time.Time {
	if sub.Status != string(stripe.SubscriptionStatusActive) || Ends(sub) != nil || sub.PendingPlanID != "" || !isLess(sub, price, quantity) {
		return nil
	}
	return &sub.CurrentPeriodEnd
}

// isLess compares what is paid in the same time. The same for a shorter time is
// less, too, and for a longer one it is not.
func isLess(sub models.Subscription, price *stripe.Price, quantity int64) bool {
	interval := string(price.Recurring.Interval)
	if sub.PlanID == wareOf(price) && sub.Quantity == quantity && sub.Interval != interval {
		return aYear[interval] > aYear[sub.Interval]
	}
	return price.UnitAmount*quantity*aYear[interval] < sub.Amount*aYear[sub.Interval]
}

// schedule has a subscription go over to another item where its period ends. A lost
// answer leaves a schedule without a change at most, which Stripe ends with the period.
func (s *Service) schedule(ctx context.Context, customer models.BillingCustomer, sub models.Subscription, next *stripe.SubscriptionSchedulePhaseItemParams) error {
	made, err := s.ensureSchedule(ctx, customer, sub.ID)
	if err != nil {
		return err
	}
	now := phaseNow(made)
	if now == nil {
		return errors.New("the schedule " + made.ID + " is in none of its phases")
	}
	then := &stripe.SubscriptionSchedulePhaseParams{
		Items: []*stripe.SubscriptionSchedulePhaseItemParams{next}, Discounts: now.Discounts, Iterations: stripe.Int64(1), ProrationBehavior: now.ProrationBehavior,
	}
	now.EndDate = stripe.Int64(sub.CurrentPeriodEnd.Unix())
	params := &stripe.SubscriptionScheduleParams{
		Phases: []*stripe.SubscriptionSchedulePhaseParams{now, then}, EndBehavior: stripe.String(string(stripe.SubscriptionScheduleEndBehaviorRelease)), ProrationBehavior: now.ProrationBehavior,
	}
	params.Context = ctx
	_, err = s.stripe.SubscriptionSchedules.Update(made.ID, params) // the same again changes nothing
	return err
}

// ensureSchedule is the schedule of a subscription, made where it has none. Of those
// that race, all get the same.
func (s *Service) ensureSchedule(ctx context.Context, customer models.BillingCustomer, id string) (*stripe.SubscriptionSchedule, error) {
	params := &stripe.SubscriptionScheduleListParams{Customer: &customer.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(recent)
	params.Single = true
	list, before := s.stripe.SubscriptionSchedules.List(params), ""
	for list.Next() { // newest first
		one := list.SubscriptionSchedule()
		if one.Subscription != nil && one.Subscription.ID == id && isRunning(one.Status) {
			return one, nil
		}
		if before == "" {
			before = one.ID
		}
	}
	if list.Err() != nil {
		return nil, list.Err()
	}
	create := &stripe.SubscriptionScheduleParams{FromSubscription: &id}
	create.Context = ctx
	create.SetIdempotencyKey(idempotencyKey("schedule", id, before))
	return s.stripe.SubscriptionSchedules.New(create)
}

// phaseNow is the phase that a schedule is in, as it has to be repeated to be kept.
func phaseNow(made *stripe.SubscriptionSchedule) *stripe.SubscriptionSchedulePhaseParams {
	for _, phase := range made.Phases {
		if made.CurrentPhase == nil || phase.StartDate != made.CurrentPhase.StartDate {
			continue
		}
		now := &stripe.SubscriptionSchedulePhaseParams{StartDate: &phase.StartDate, ProrationBehavior: stripe.String("none")}
		for _, item := range phase.Items {
			now.Items = append(now.Items, &stripe.SubscriptionSchedulePhaseItemParams{Price: &item.Price.ID, Quantity: &item.Quantity})
		}
		for _, held := range phase.Discounts {
			now.Discounts = append(now.Discounts, discountAgain(held))
		}
		return now
	}
	return nil
}

// discountAgain names a discount: a phase that names none loses those that it had.
func discountAgain(held *stripe.SubscriptionSchedulePhaseDiscount) *stripe.SubscriptionSchedulePhaseDiscountParams {
	switch {
	case held.Discount != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{Discount: &held.Discount.ID}
	case held.PromotionCode != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{PromotionCode: &held.PromotionCode.ID}
	case held.Coupon != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{Coupon: &held.Coupon.ID}
	}
	return &stripe.SubscriptionSchedulePhaseDiscountParams{}
}
