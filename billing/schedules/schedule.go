package schedules

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Schedule changes a subscription to another item where its period ends. A lost answer
// leaves at most a schedule without a change, which Stripe ends with the period. It
// returns models.ErrConflict for what is not as our copy says: a subscription that was
// cancelled meanwhile would go on.
func (s *Schedules) Schedule(
	ctx context.Context, customer payments.Customer, sub payments.Subscription,
	next *stripe.SubscriptionSchedulePhaseItemParams,
) error {
	made, err := s.ensureSchedule(ctx, customer, sub.ID)
	if err != nil {
		return err
	}
	if !isAsCopied(made.Subscription, sub) {
		return errors.Join(models.ErrConflict, s.Release(ctx, made.ID))
	}
	current := currentPhase(made)
	if current == nil {
		return errors.New("the schedule " + made.ID + " is in none of its phases")
	}
	now, then := repeatPhase(current, made.Subscription), repeatPhase(current, made.Subscription)
	now.EndDate = stripe.Int64(sub.CurrentPeriodEnd.Unix())
	then.StartDate, then.EndDate, then.Iterations = nil, nil, stripe.Int64(1)
	then.Items = []*stripe.SubscriptionSchedulePhaseItemParams{next}
	return s.setPhases(ctx, made.ID, now, then)
}

func isAsCopied(at *stripe.Subscription, sub payments.Subscription) bool {
	return at.Status == stripe.SubscriptionStatusActive && !stripeapi.IsCancelling(at) && at.PendingUpdate == nil &&
		at.CurrentPeriodEnd == sub.CurrentPeriodEnd.Unix()
}

// setPhases marks the schedule as ours. The same again changes nothing.
func (s *Schedules) setPhases(
	ctx context.Context,
	id string,
	phases ...*stripe.SubscriptionSchedulePhaseParams,
) error {
	params := &stripe.SubscriptionScheduleParams{
		Phases: phases, EndBehavior: stripe.String(string(stripe.SubscriptionScheduleEndBehaviorRelease)),
		ProrationBehavior: stripe.String("none"),
	}
	params.Context = ctx
	params.AddMetadata(laterMark, laterAsked)
	_, err := s.stripe.SubscriptionSchedules.Update(id, params)
	return err
}

// ensureSchedule is the schedule of a subscription, and the subscription as it is now;
// it is made where there is none. Of those that race, all get the same.
func (s *Schedules) ensureSchedule(
	ctx context.Context, customer payments.Customer, id string,
) (*stripe.SubscriptionSchedule, error) {
	params := &stripe.SubscriptionScheduleListParams{Customer: &customer.StripeID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.Single = true
	params.AddExpand("data.subscription")
	list, before := s.stripe.SubscriptionSchedules.List(params), ""
	for list.Next() { // newest first
		one := list.SubscriptionSchedule()
		if one.Subscription != nil && one.Subscription.ID == id && stripeapi.IsRunning(one.Status) {
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
	create.AddExpand("subscription")
	create.SetIdempotencyKey(stripeapi.IdempotencyKey("schedule", id, before))
	return s.stripe.SubscriptionSchedules.New(create)
}
