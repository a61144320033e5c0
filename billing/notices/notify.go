package notices

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
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
	content letter.Content
	object  string
}

// Notify writes the mails that follow from what Stripe said, each once, and notes
// what an admin has to look at.
func (s *Notifier) Notify(
	ctx context.Context, tx *models.DB, c payments.Customer, before known, found snapshot.Snapshot,
) error {
	all := s.ofInvoices(before, found)
	all = append(all, s.ofCharges(before, found.Charges)...)
	ends, err := s.ofSubscriptions(ctx, tx, found)
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
			payments.Effect{Kind: string(n.content.Kind()), ObjectID: n.object, CustomerID: c.ID, CreatedAt: models.Now()},
		)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := s.mailer.SendMail(ctx, tx, mail.Letter{To: user.Email, Content: n.content}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Notifier) ofInvoices(before known, found snapshot.Snapshot) []notification {
	var told []notification
	for _, i := range found.Invoices {
		if s.isOld(i.CreatedAt) && !before.hasMoved(i) {
			continue
		}
		switch {
		case i.Status == string(stripe.InvoiceStatusPaid) && i.AmountPaid > 0:
			told = append(told, notification{receipt(i), i.ID})
		case i.Status == string(stripe.InvoiceStatusOpen) && i.Attempts > 0 && !waitsForBuyer(i, found):
			told = append(told, notification{ofPayment(i), fmt.Sprintf("%s#%d", i.ID, i.Attempts)})
		}
	}
	return told
}

// waitsForBuyer: whoever buys is told on the payment page, and nothing has begun.
func waitsForBuyer(i payments.Invoice, found snapshot.Snapshot) bool {
	return slices.ContainsFunc(found.Subscriptions, func(sub payments.Subscription) bool {
		return sub.ID == i.SubscriptionID && (sub.Status == string(stripe.SubscriptionStatusIncomplete) ||
			sub.Status == string(stripe.SubscriptionStatusIncompleteExpired))
	})
}

// ofPayment tells the state in which a payment really is.
func ofPayment(i payments.Invoice) letter.Content {
	due := sum(i.AmountDue, i.Currency)
	switch stripe.PaymentIntentStatus(i.PaymentState) {
	case stripe.PaymentIntentStatusProcessing:
		return letter.PaymentUnderWay{What: i.Description, Due: due}
	case stripe.PaymentIntentStatusRequiresAction:
		return letter.PaymentToConfirm{What: i.Description, Due: due, URL: i.HostedURL}
	default:
		return paymentFailed(i)
	}
}

func receipt(i payments.Invoice) letter.Receipt {
	return letter.Receipt{What: i.Description, Number: i.Number, Paid: sum(i.AmountPaid, i.Currency), URL: i.HostedURL}
}

func paymentFailed(i payments.Invoice) letter.PaymentFailed {
	failed := letter.PaymentFailed{What: i.Description, Due: sum(i.AmountDue, i.Currency), URL: i.HostedURL}
	if i.NextAttemptAt != nil {
		failed.NextAttemptAt = *i.NextAttemptAt
	}
	return failed
}

func (s *Notifier) ofCharges(before known, all []payments.Charge) []notification {
	var found []notification
	for _, c := range all {
		if c.AmountRefunded > 0 && (!s.isOld(c.CreatedAt) || before.hasReturned(c)) {
			refunded := letter.Refunded{
				Refunded: sum(c.AmountRefunded, c.Currency), Charged: sum(c.Amount, c.Currency),
			}
			found = append(found, notification{refunded, fmt.Sprintf("%s#%d", c.ID, c.AmountRefunded)})
		}
	}
	return found
}

// ofSubscriptions: that one ended which we cancelled beside another is not
// told, for the customer's plan goes on.
func (s *Notifier) ofSubscriptions(
	ctx context.Context, tx *models.DB, from snapshot.Snapshot,
) ([]notification, error) {
	var found []notification
	for _, sub := range from.Subscriptions {
		plan := s.planOf(sub)
		if _, isTrial := from.Trials[sub.ID]; isTrial && !s.isOld(sub.StartedAt) {
			found = append(found, notification{letter.TrialBegun{Renewal: s.renewal(sub, from.Details)}, sub.ID})
		}
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
			refused, err := payments.HasEffect(ctx, tx, string(letter.TrialRefused{}.Kind()), sub.ID)
			if err != nil {
				return nil, err
			}
			if !second && !refused {
				found = append(found, notification{letter.PlanEnded{Plan: plan}, sub.ID})
			}
		case end != nil && subscriptions.IsLive(sub.Status):
			cancelled := letter.PlanCancelled{Plan: plan, EndsAt: *end}
			if owed := subscriptions.Owed(sub, from.Invoices); owed > 0 {
				cancelled.Owed = sum(owed, sub.Currency)
			}
			found = append(found, notification{cancelled, sub.ID + "#" + strconv.FormatInt(end.Unix(), 10)})
		}
	}
	return found, nil
}

func (s *Notifier) isOld(at time.Time) bool { return s.clock.Now().Sub(at) > maxNoticeAge }

func sum(amount int64, currency string) letter.Money {
	return letter.Money{Amount: amount, Currency: currency}
}
