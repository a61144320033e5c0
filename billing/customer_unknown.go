package billing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// AlertForgotten: what somebody paid for belongs to a customer whom Stripe does
// not know.
const AlertForgotten = "forgotten"

// startAnew gives whoever seems to be subscribed a new customer if Stripe does
// not know theirs: what belonged to the old one counts as ended. Of everyone
// else, and while Stripe cannot be asked, it is ErrAlreadySubscribed.
func (s *Service) startAnew(ctx context.Context, user users.User) error {
	lost, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	if !isLost(s.fetchCustomer(ctx, lost, &snapshot{})) {
		return ErrAlreadySubscribed
	}
	if err := s.alertForgotten(ctx, lost); err != nil {
		return err
	}
	if err := s.replaceCustomer(ctx, user, lost); err != nil {
		return err
	}
	made, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err == nil {
		err = s.finish(ctx, made) // the new one has no subscription
	}
	if err != nil {
		return err
	}
	return s.refuseSecond(ctx, user.ID)
}

// isLost reports whether an error says that Stripe does not know the customer. One
// that is live there is not lost if the key is for tests.
func isLost(err error) bool {
	var refusal *stripe.Error
	return errors.Is(err, errUnknownCustomer) && errors.As(err, &refusal) && !strings.Contains(refusal.Msg, "exists in live mode")
}

// alertForgotten: in another account the old subscription may go on.
func (s *Service) alertForgotten(ctx context.Context, lost payments.Customer) error {
	all, err := payments.SubscriptionsBy(ctx, s.db, lost.ID)
	for _, sub := range all {
		if err != nil || !isLive(sub.Status) {
			continue
		}
		note := fmt.Sprintf("Stripe does not know the customer %s. Their subscription %s (%s) counts as ended here, and they may buy again. If it belongs to another account, please end it there.", lost.StripeID, sub.ID, s.Name(sub.PlanID))
		err = s.raiseNow(ctx, lost, payments.Alert{Kind: AlertForgotten, ObjectID: sub.ID, Note: note})
	}
	return err
}
