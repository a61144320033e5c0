package notices

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/money"
)

// The kinds of alerts.
const (
	AlertDuplicate     = "duplicate"      // somebody subscribed twice
	AlertUnknownPrice  = "unknown_price"  // a subscription to something that is not ours
	AlertUnknownStatus = "unknown_status" // a word of Stripe's that we do not know
	AlertDispute       = "dispute"
	AlertPaused        = "paused"  // payments that somebody paused in Stripe's dashboard
	AlertRefused       = "refused" // Stripe refuses to sell what we offer
)

// alert notes what an admin has to look at.
func (s *Notifier) alert(ctx context.Context, tx *models.DB, c payments.Customer, found snapshot.Snapshot) error {
	for _, one := range s.alertsOf(found) {
		if err := s.raise(ctx, tx, c, one); err != nil {
			return err
		}
	}
	return nil
}

// raise notes something to look at and mails it to the admins, once for each
// object.
func (s *Notifier) raise(ctx context.Context, tx *models.DB, c payments.Customer, a payments.Alert) error {
	told := letter.BillingAlert{Alert: a.Kind, Note: a.Note, Customer: c.ID}
	effect := payments.Effect{
		Kind: string(told.Kind()), ObjectID: a.Kind + "#" + a.ObjectID, CustomerID: c.ID,
		CreatedAt: models.Now(),
	}
	if first, err := payments.Once(ctx, tx, effect); err != nil || !first {
		return err
	}
	a.ID, a.CustomerID, a.CreatedAt = models.NewID(), &c.ID, models.Now()
	if err := payments.RaiseAlert(ctx, tx, &a); err != nil {
		return err
	}
	admins, err := users.ActiveAdmins(ctx, tx)
	for _, admin := range admins {
		if err := s.mailer.SendMail(ctx, tx, mail.Letter{To: admin.Email, Content: told}); err != nil {
			return err
		}
	}
	return err
}

func (s *Notifier) alertsOf(found snapshot.Snapshot) []payments.Alert {
	var all []payments.Alert
	for _, sub := range found.Subscriptions {
		if next := sub.Next; next.At != nil && next.PlanID != "" && !s.catalog.IsSold(next.PlanID) {
			note := fmt.Sprintf(
				"It changes on %s to %s, which is no longer in the configuration: it would keep giving what it gives now.",
				next.At.Format("January 2, 2006"),
				next.PlanID,
			)
			all = append(all, payments.Alert{Kind: AlertUnknownPrice, ObjectID: sub.ID + "#" + next.PriceID, Note: note})
		}
		if !catalog.IsOurs(sub.PlanID) && subscriptions.IsLive(sub.Status) {
			all = append(
				all,
				payments.Alert{
					Kind:     AlertUnknownPrice,
					ObjectID: sub.ID,
					Note:     "The price " + sub.PriceID + " belongs to none of our plans: it gives nothing.",
				},
			)
		}
		if sub.Items > 1 && subscriptions.IsLive(sub.Status) {
			all = append(all, payments.Alert{
				Kind: AlertUnknownPrice, ObjectID: sub.ID + "#items",
				Note: fmt.Sprintf("It has %d prices. Only the first one gives anything here: %s.", sub.Items, sub.PriceID),
			})
		}
		if sub.IsPaused() && subscriptions.IsLive(sub.Status) {
			all = append(all, payments.Alert{
				Kind: AlertPaused, ObjectID: sub.ID + "#" + sub.Pause,
				Note: "Its payments are paused (" + sub.Pause + "): the plan goes on and costs nothing" +
					untilWords(sub.ResumesAt) + ".",
			})
		}
		if !subscriptions.IsKnown(sub.Status) {
			all = append(
				all,
				payments.Alert{
					Kind:     AlertUnknownStatus,
					ObjectID: sub.ID,
					Note:     fmt.Sprintf("Its status is %q, which we do not know: it gives nothing.", sub.Status),
				},
			)
		}
	}
	for _, charge := range found.Charges {
		if charge.DisputeID != "" {
			all = append(
				all,
				payments.Alert{
					Kind:     AlertDispute,
					ObjectID: charge.DisputeID,
					Note: fmt.Sprintf(
						"The customer disputes the charge %s of %s.",
						charge.ID,
						money.Short(charge.Amount, charge.Currency),
					),
				},
			)
		}
	}
	return all
}

func untilWords(at *time.Time) string {
	if at == nil {
		return ", until somebody resumes them"
	}
	return ", until " + at.Format("January 2, 2006")
}

// TellNow writes a mail about an object once, for what has no transaction of its own.
func (s *Notifier) TellNow(ctx context.Context, c payments.Customer, content letter.Content, object string) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.notifyAll(ctx, tx, c, []notification{{content, object}})
	})
}

// RaiseNow is for what has no transaction of its own.
func (s *Notifier) RaiseNow(ctx context.Context, c payments.Customer, a payments.Alert) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.raise(ctx, tx, c, a) })
}

// AlertForgotten says that what somebody paid for belongs to a customer whom Stripe
// does not know.
const AlertForgotten = "forgotten"

// AlertErased says that something was paid for although its owner's account is deleted.
const AlertErased = "erased"
