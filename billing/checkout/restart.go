package checkout

import (
	"context"
	"fmt"

	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// restart gives whoever seems to be subscribed a new customer if Stripe does
// not know theirs: what belonged to the old one counts as ended. Of everyone
// else, and while Stripe cannot be asked, it is ErrAlreadySubscribed.
func (s *Seller) restart(ctx context.Context, user users.User) error {
	lost, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	if !stripeapi.IsLost(s.snapshots.FetchCustomer(ctx, lost, &snapshot.Snapshot{})) {
		return subscriptions.ErrAlreadySubscribed
	}
	if err := s.alertForgotten(ctx, lost); err != nil {
		return err
	}
	if err := s.customers.Replace(ctx, user, lost); err != nil {
		return err
	}
	made, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err == nil {
		err = s.sync.Finish(ctx, made) // the new one has no subscription
	}
	if err != nil {
		return err
	}
	return subscriptions.RefuseSecond(ctx, s.db, user.ID)
}

// alertForgotten: in another account the old subscription may go on.
func (s *Seller) alertForgotten(ctx context.Context, lost payments.Customer) error {
	all, err := payments.SubscriptionsBy(ctx, s.db, lost.ID)
	for _, sub := range all {
		if err != nil || !subscriptions.IsLive(sub.Status) {
			continue
		}
		note := fmt.Sprintf(
			"Stripe does not know the customer %s. Their subscription %s (%s) counts as ended here, and they may buy again. If it belongs to another account, please end it there.",
			lost.StripeID,
			sub.ID,
			s.catalog.Name(sub.PlanID),
		)
		err = s.notices.RaiseNow(ctx, lost, payments.Alert{Kind: notices.AlertForgotten, ObjectID: sub.ID, Note: note})
	}
	return err
}
