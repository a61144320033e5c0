package billing

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
)

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
