package billing

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// The kinds of alerts.
const (
	AlertDuplicate     = "duplicate"      // somebody subscribed twice
	AlertUnknownPrice  = "unknown_price"  // a subscription to something that is not ours
	AlertUnknownStatus = "unknown_status" // a word of Stripe's that we do not know
	AlertDispute       = "dispute"
)

// alert notes what an admin has to look at.
func (s *Service) alert(ctx context.Context, tx *models.DB, c payments.Customer, found snapshot) error {
	for _, one := range s.alertsOf(found) {
		if err := s.raise(ctx, tx, c, one); err != nil {
			return err
		}
	}
	return nil
}

// raise notes something to look at and mails it to the admins, once for each
// object.
func (s *Service) raise(ctx context.Context, tx *models.DB, c payments.Customer, a payments.Alert) error {
	effect := payments.Effect{Kind: string(mail.BillingAlert), ObjectID: a.Kind + "#" + a.ObjectID, CustomerID: c.ID, CreatedAt: models.Now()}
	if first, err := payments.Once(ctx, tx, effect); err != nil || !first {
		return err
	}
	a.ID, a.CustomerID, a.CreatedAt = models.NewID(), &c.ID, models.Now()
	if err := payments.RaiseAlert(ctx, tx, &a); err != nil {
		return err
	}
	admins, err := users.ActiveAdmins(ctx, tx)
	for _, admin := range admins {
		facts := map[string]string{"alert": a.Kind, "note": a.Note, "customer": c.ID.String()}
		if err := s.settings.Mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.BillingAlert, To: admin.Email, Facts: facts}); err != nil {
			return err
		}
	}
	return err
}

func (s *Service) alertsOf(found snapshot) []payments.Alert {
	var all []payments.Alert
	for _, sub := range found.subscriptions {
		if next := sub.Next; next.At != nil && next.PlanID != "" && !s.isSold(next.PlanID) {
			note := fmt.Sprintf("It changes on %s to %s, which is not in the configuration any more: it would go on giving what it gives now.", next.At.Format("2 Jan 2006"), next.PlanID)
			all = append(all, payments.Alert{Kind: AlertUnknownPrice, ObjectID: sub.ID + "#" + next.PriceID, Note: note})
		}
		if !isOurs(sub.PlanID) && isLive(sub.Status) {
			all = append(all, payments.Alert{Kind: AlertUnknownPrice, ObjectID: sub.ID, Note: "The price " + sub.PriceID + " belongs to none of our plans: it gives nothing."})
		}
		if !isKnown(sub.Status) {
			all = append(all, payments.Alert{Kind: AlertUnknownStatus, ObjectID: sub.ID, Note: fmt.Sprintf("Its status is %q, which we do not know: it gives nothing.", sub.Status)})
		}
	}
	for _, charge := range found.charges {
		if charge.DisputeID != "" {
			all = append(all, payments.Alert{Kind: AlertDispute, ObjectID: charge.DisputeID, Note: fmt.Sprintf("The customer disputes the charge %s of %s.", charge.ID, Money(charge.Amount, charge.Currency))})
		}
	}
	return all
}

// raiseNow is for what has no transaction of its own.
func (s *Service) raiseNow(ctx context.Context, c payments.Customer, a payments.Alert) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.raise(ctx, tx, c, a) })
}

func isKnown(status string) bool {
	return slices.Contains([]stripe.SubscriptionStatus{
		stripe.SubscriptionStatusIncomplete, stripe.SubscriptionStatusIncompleteExpired, stripe.SubscriptionStatusTrialing, stripe.SubscriptionStatusActive,
		stripe.SubscriptionStatusPastDue, stripe.SubscriptionStatusCanceled, stripe.SubscriptionStatusUnpaid, stripe.SubscriptionStatusPaused,
	}, stripe.SubscriptionStatus(status))
}

// cancelSecond ends what somebody subscribed to twice after all: the oldest that
// is paid stays, and an admin is asked to give the rest of the money back. Done again
// after a crash, it does the same.
func (s *Service) cancelSecond(ctx context.Context, c payments.Customer, found snapshot) error {
	var live []payments.Subscription
	for _, sub := range found.subscriptions {
		if HasAccess(sub.Status) && s.isSold(sub.PlanID) {
			live = append(live, sub)
		}
	}
	if len(live) < 2 {
		return nil
	}
	slices.SortFunc(live, func(a, b payments.Subscription) int {
		return cmp.Or(isLate(a)-isLate(b), a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
	})
	for _, sub := range live[1:] {
		note := fmt.Sprintf("A second subscription (%s) beside %s was cancelled. Please refund what was paid for it.", s.Name(sub.PlanID), live[0].ID)
		if err := s.raiseNow(ctx, c, payments.Alert{Kind: AlertDuplicate, ObjectID: sub.ID, Note: note}); err != nil {
			return err
		}
		if err := s.end(ctx, sub.ID); err != nil {
			return err
		}
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}

func isLate(sub payments.Subscription) int {
	if sub.Status == string(stripe.SubscriptionStatusPastDue) {
		return 1
	}
	return 0
}
