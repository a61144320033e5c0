package notices

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// maxNoticeAge is how old something may be to be told of: a first look at an old
// customer is no news to them.
const maxNoticeAge = 30 * 24 * time.Hour

// notification is something to tell the customer once: Object names the thing at Stripe
// that it is about, and what is new about it.
type notification struct {
	kind   mail.Kind
	object string
	facts  map[string]string
}

// Notify writes the mails that follow from what Stripe said, each once, and notes
// what an admin has to look at.
func (s *Notifier) Notify(
	ctx context.Context, tx *models.DB, c payments.Customer, before known, found snapshot.Snapshot,
) error {
	all := s.ofInvoices(before, found.Invoices)
	all = append(all, s.ofCharges(before, found.Charges)...)
	ends, err := s.ofSubscriptions(ctx, tx, found.Subscriptions)
	if err != nil {
		return err
	}
	all = append(all, ends...)
	all = append(all, s.reminders(found.Subscriptions, found.Details)...)
	if err := s.notifyAll(ctx, tx, c, all); err != nil {
		return err
	}
	return s.alert(ctx, tx, c, found)
}

func (s *Notifier) notifyAll(ctx context.Context, tx *models.DB, c payments.Customer, all []notification) error {
	user, err := users.ByID(ctx, tx, c.UserID)
	if err != nil || user.ErasedAt != nil {
		return err
	}
	for _, n := range all {
		first, err := payments.Once(
			ctx,
			tx,
			payments.Effect{Kind: string(n.kind), ObjectID: n.object, CustomerID: c.ID, CreatedAt: models.Now()},
		)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := s.mailer.SendMail(ctx, tx, mail.Letter{Kind: n.kind, To: user.Email, Facts: n.facts}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Notifier) ofInvoices(before known, all []payments.Invoice) []notification {
	var found []notification
	for _, i := range all {
		if s.isOld(i.CreatedAt) && !before.hasMoved(i) {
			continue
		}
		facts := map[string]string{
			"what": i.Description, "number": i.Number, "amount": amount(i.AmountPaid), "currency": i.Currency,
			"url": i.HostedURL,
		}
		switch {
		case i.Status == string(stripe.InvoiceStatusPaid) && i.AmountPaid > 0:
			found = append(found, notification{mail.Receipt, i.ID, facts})
		case i.Status == string(stripe.InvoiceStatusOpen) && i.Attempts > 0 && i.Reason != string(stripe.InvoiceBillingReasonSubscriptionCreate):
			facts["amount"] = amount(i.AmountDue)
			if i.NextAttemptAt != nil {
				facts["next"] = stamp(*i.NextAttemptAt)
			}
			found = append(found, notification{mail.PaymentFailed, fmt.Sprintf("%s#%d", i.ID, i.Attempts), facts})
		}
	}
	return found
}

func (s *Notifier) ofCharges(before known, all []payments.Charge) []notification {
	var found []notification
	for _, c := range all {
		if c.AmountRefunded > 0 && (!s.isOld(c.CreatedAt) || before.hasReturned(c)) {
			facts := map[string]string{
				"amount": amount(c.AmountRefunded), "of": amount(c.Amount), "currency": c.Currency, "url": c.ReceiptURL,
			}
			found = append(found, notification{mail.Refunded, fmt.Sprintf("%s#%d", c.ID, c.AmountRefunded), facts})
		}
	}
	return found
}

// ofSubscriptions: that one ended which we cancelled beside another is not
// told, for the customer's plan goes on.
func (s *Notifier) ofSubscriptions(
	ctx context.Context, tx *models.DB, all []payments.Subscription,
) ([]notification, error) {
	var found []notification
	for _, sub := range all {
		facts := map[string]string{"plan": s.catalog.Name(sub.PlanID)}
		end := subscriptions.Ends(sub)
		switch {
		case sub.EndedAt != nil && sub.Status == string(stripe.SubscriptionStatusCanceled):
			if s.isOld(*sub.EndedAt) {
				continue
			}
			second, err := payments.HasAlert(ctx, tx, AlertDuplicate, sub.ID)
			if err != nil {
				return nil, err
			}
			if !second {
				found = append(found, notification{mail.PlanEnded, sub.ID, facts})
			}
		case end != nil && subscriptions.IsLive(sub.Status):
			facts["ends"] = stamp(*end)
			found = append(found, notification{mail.PlanCancelled, sub.ID + "#" + strconv.FormatInt(end.Unix(), 10), facts})
		}
	}
	return found, nil
}

func (s *Notifier) isOld(at time.Time) bool { return s.clock.Now().Sub(at) > maxNoticeAge }

func amount(n int64) string { return strconv.FormatInt(n, 10) }

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }
