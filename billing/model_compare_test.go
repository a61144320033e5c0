package billing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
)

// compare compares all that is here with all that the model says.
func (f *follower) compare() error {
	ctx := context.Background()
	account, err := f.l.service.Account(ctx, f.l.user.ID)
	if err != nil {
		return err
	}
	figures, err := f.l.service.Figures(ctx)
	if err != nil {
		return err
	}
	income := int64(0)
	for _, in := range figures {
		income += in.MRR
	}
	alerts := f.l.alerts()
	var want []string
	for kind := range f.alerts {
		want = append(want, kind)
	}
	slices.Sort(want)
	return errors.Join(
		differ("the plan", []string{shownPlan(account)}, []string{f.shownPlan()}),
		differ("what it gives", []string{fmt.Sprint(account.Sites.Limit, account.Audits.Limit, account.Access)},
			[]string{fmt.Sprint(f.sites(), f.audits(), f.access())}),
		differ("the money", f.moneyHere(ctx, account), f.shownMoney()),
		differ("the mails", shownMails(f.l), f.mails),
		differ("the alerts", distinct(alerts), want),
		differ("the income", []string{fmt.Sprint(income)}, []string{fmt.Sprint(f.income())}),
	)
}

// differ compares lines, in any order.
func differ(what string, got, want []string) error {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if slices.Equal(got, want) {
		return nil
	}
	return fmt.Errorf("%s:\n  is   %q\n  must %q", what, got, want)
}

func shownPlan(a billing.Account) string {
	sub := a.Subscription
	if sub == nil {
		return "none"
	}
	next := ""
	if sub.Next.At != nil {
		next = fmt.Sprint(
			"then ",
			sub.Next.PlanID,
			" ",
			sub.Next.Interval,
			" ",
			sub.Next.Quantity,
			" ",
			sub.Next.Amount,
			" at ",
			sub.Next.At.Unix(),
		)
	}
	ends := ""
	if end := billing.Ends(*sub); end != nil {
		ends = fmt.Sprint("ends ", end.Unix())
	}
	return fmt.Sprint(
		sub.Title, sub.Status, " ", sub.Interval, " ", sub.Quantity, " for ", sub.Amount, " ", sub.Currency, " until ",
		sub.CurrentPeriodEnd.Unix(), " ", ends, " ", next, " ", sub.Pause, " owes ", a.Owed, " waits ",
		sub.PendingPlanID, " ", a.Customer.Details.Credit(),
	)
}

func (m *model) shownPlan() string {
	p := m.plan
	if !m.live() {
		return "none"
	}
	title, next, ends, waits := "", "", "", ""
	if p.id == "dashboard" {
		title = mNames[p.id]
	}
	if p.next != nil {
		next = fmt.Sprint(
			"then ",
			p.next.id,
			" ",
			p.next.interval,
			" ",
			p.next.quantity,
			" ",
			p.next.amount(),
			" at ",
			p.until.Unix(),
		)
	}
	if p.cancelled {
		ends = fmt.Sprint("ends ", p.until.Unix())
	}
	if p.waiting != nil {
		waits = p.changesTo.id
	}
	return fmt.Sprint(
		title, p.status, " ", p.interval, " ", p.quantity, " for ", p.amount(), " ", p.currency, " until ",
		p.until.Unix(), " ", ends, " ", next, " ", p.pause, " owes ", m.owed(p), " waits ", waits, " ", m.credit,
	)
}

func (f *follower) moneyHere(ctx context.Context, a billing.Account) []string {
	var lines []string
	if a.Customer.StripeID == "" {
		return nil
	}
	charges, err := payments.ChargesBy(ctx, f.l.db, a.Customer.ID)
	bills, err2 := payments.InvoicesBy(ctx, f.l.db, a.Customer.ID, 1000)
	if err := errors.Join(err, err2); err != nil {
		return []string{err.Error()}
	}
	for _, c := range charges {
		lines = append(lines, fmt.Sprint("charge ", c.Amount, " ", c.Currency, " back ", c.AmountRefunded, " ",
			c.Status == "failed", " ", c.DisputeStatus))
	}
	for _, i := range bills {
		lines = append(
			lines,
			fmt.Sprint("bill ", i.Total, " ", i.Currency, " due ", i.AmountDue, " paid ", i.AmountPaid,
				" ", i.Status, " tries ", i.Attempts, " back ", a.Refunded[i.ID]),
		)
	}
	return lines
}

func (m *model) shownMoney() []string {
	var lines []string
	for _, c := range m.charges {
		dispute := map[string]string{"open": "needs_response", "won": "won", "lost": "lost"}[c.dispute]
		lines = append(
			lines,
			fmt.Sprint("charge ", c.amount, " ", c.currency, " back ", c.refunded, " ", c.failed, " ", dispute),
		)
	}
	for _, b := range m.bills {
		back := int64(0)
		if b.by != nil {
			back = b.by.refunded
		}
		lines = append(lines, fmt.Sprint("bill ", b.total, " ", b.currency, " due ", b.due, " paid ", b.paid,
			" ", b.state, " tries ", b.tries, " back ", back))
	}
	return lines
}

// shownMails are the facts that mails tell, one line each.
func shownMails(l life) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []string
	for _, sent := range l.sent {
		lines = append(lines, shownMail(sent.Content))
	}
	return lines
}

func shownMail(told letter.Content) string {
	switch c := told.(type) {
	case letter.Receipt:
		return fmt.Sprintf("receipt of %d %s", c.Paid.Amount, c.Paid.Currency)
	case letter.PaymentFailed:
		again := "nothing is tried again"
		if !c.NextAttemptAt.IsZero() {
			again = fmt.Sprint("tried again at ", c.NextAttemptAt.Unix())
		}
		return fmt.Sprintf("payment of %d %s failed, %s", c.Due.Amount, c.Due.Currency, again)
	case letter.PaymentToConfirm:
		return fmt.Sprintf("payment of %d %s is to be confirmed", c.Due.Amount, c.Due.Currency)
	case letter.Refunded:
		return fmt.Sprintf("%d of %d %s went back", c.Refunded.Amount, c.Charged.Amount, c.Charged.Currency)
	case letter.PlanCancelled:
		return fmt.Sprintf("%s ends at %d, %d is collected", c.Plan, c.EndsAt.Unix(), c.Owed.Amount)
	case letter.PlanEnded:
		return c.Plan + " has ended"
	case letter.TrialBegun:
		return "trial: " + shownRenewal(c.Renewal)
	case letter.TrialEnding:
		return "trial ends: " + shownRenewal(c.Renewal)
	case letter.RenewalAhead:
		return "soon: " + shownRenewal(c.Renewal)
	}
	return string(told.Kind())
}

// shownRenewal shows what is paid the next time.
func shownRenewal(r letter.Renewal) string {
	if r.Next.Currency != "" {
		r.Price = r.Next
	}
	return fmt.Sprintf("%s goes on for %d %s each %s from %d, credit %d, tax %s",
		r.Plan, r.Price.Amount, r.Price.Currency, r.Interval, r.At.Unix(), r.Credit.Amount, r.TaxBehavior)
}

// near checks a moment that only Stripe knows.
func near(got, want time.Time) error {
	if got.Sub(want).Abs() > 2*time.Minute {
		return fmt.Errorf("it is at %v, not %v", got, want)
	}
	return nil
}
