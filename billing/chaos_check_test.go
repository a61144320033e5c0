package billing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// check compares all that is stored with all that Stripe says.
func (c *world) check(ctx context.Context) error {
	all := slices.Clone(c.problems)
	all = append(all, c.checkEvents(ctx), c.checkMails())
	for who := range c.users {
		id, err := c.customer(who)
		if err != nil || id == "" {
			all = append(all, err)
			continue
		}
		for _, check := range []func(context.Context, *truth) error{c.checkCopy, c.checkGrants, c.checkReversed, c.checkTold, c.checkRefunds} {
			seen, err := c.look(ctx, who, id)
			if err == nil {
				err = check(ctx, seen)
			}
			if err != nil {
				all = append(all, fmt.Errorf("user %d, %s: %w", who, id, err))
			}
		}
	}
	return errors.Join(all...)
}

// truth is what Stripe says of a user.
type truth struct {
	user          users.User
	customer      payments.Customer
	subscriptions []*stripe.Subscription
	invoices      []*stripe.Invoice
	charges       []*stripe.Charge
	sessions      []*stripe.CheckoutSession
	disputes      map[string]string // by charge
}

func (c *world) look(ctx context.Context, who int, id string) (*truth, error) {
	if err := c.settle(ctx); err != nil { // a worker may look once more
		return nil, err
	}
	seen := &truth{user: c.users[who], disputes: map[string]string{}}
	var err error
	if seen.customer, err = payments.CustomerOf(ctx, c.db, seen.user.ID); err != nil {
		return nil, err
	}
	if seen.customer.StripeID != id || seen.customer.DirtySeq != seen.customer.SyncedSeq {
		return nil, fmt.Errorf("the copy is not finished: %+v", seen.customer)
	}
	subscriptions := c.stripe.Subscriptions.List(
		&stripe.SubscriptionListParams{Customer: &id, Status: stripe.String("all")},
	)
	for subscriptions.Next() {
		seen.subscriptions = append(seen.subscriptions, subscriptions.Subscription())
	}
	invoices := c.stripe.Invoices.List(&stripe.InvoiceListParams{Customer: &id})
	for invoices.Next() {
		seen.invoices = append(seen.invoices, invoices.Invoice())
	}
	charges := c.stripe.Charges.List(&stripe.ChargeListParams{Customer: &id})
	for charges.Next() {
		seen.charges = append(seen.charges, charges.Charge())
	}
	sessions := c.stripe.CheckoutSessions.List(&stripe.CheckoutSessionListParams{Customer: &id})
	for sessions.Next() {
		seen.sessions = append(seen.sessions, sessions.CheckoutSession())
	}
	disputes := c.stripe.Disputes.List(&stripe.DisputeListParams{})
	for disputes.Next() {
		if charge := disputes.Dispute().Charge.ID; seen.disputes[charge] == "" { // the newest
			seen.disputes[charge] = string(disputes.Dispute().Status)
		}
	}
	return seen, errors.Join(subscriptions.Err(), invoices.Err(), charges.Err(), sessions.Err(), disputes.Err())
}

// checkCopy compares rows, each written as one line.
func (c *world) checkCopy(ctx context.Context, seen *truth) error {
	var ours, theirs []string
	subscriptions, err1 := payments.SubscriptionsBy(ctx, c.db, seen.customer.ID)
	for _, s := range subscriptions {
		ours = append(
			ours,
			fmt.Sprintln(
				"subscription",
				s.ID,
				s.Status,
				s.PlanID,
				s.Quantity,
				s.CurrentPeriodEnd.Unix(),
				s.CancelAtPeriodEnd,
				scheduledHere(s),
			),
		)
	}
	for _, s := range seen.subscriptions {
		item := s.Items.Data[0]
		theirs = append(
			theirs,
			fmt.Sprintln(
				"subscription",
				s.ID,
				s.Status,
				item.Price.Metadata["prokken"],
				item.Quantity,
				s.CurrentPeriodEnd,
				s.CancelAtPeriodEnd,
				c.scheduled(s),
			),
		)
	}
	invoices, err2 := payments.InvoicesBy(ctx, c.db, seen.customer.ID, 1000)
	for _, i := range invoices {
		ours = append(
			ours,
			fmt.Sprintln("invoice", i.ID, i.Status, i.Total, i.AmountDue, i.AmountPaid, i.Attempts, i.Number),
		)
	}
	for _, i := range seen.invoices {
		theirs = append(
			theirs,
			fmt.Sprintln("invoice", i.ID, i.Status, i.Total, i.AmountDue, i.AmountPaid, i.AttemptCount, i.Number),
		)
	}
	charges, err3 := payments.ChargesBy(ctx, c.db, seen.customer.ID)
	for _, one := range charges {
		ours = append(
			ours,
			fmt.Sprintln("charge", one.ID, one.Status, one.Amount, one.AmountRefunded, one.DisputeStatus),
		)
	}
	for _, one := range seen.charges {
		status := ""
		if one.Disputed {
			status = seen.disputes[one.ID]
		}
		theirs = append(theirs, fmt.Sprintln("charge", one.ID, one.Status, one.Amount, one.AmountRefunded, status))
	}
	return errors.Join(err1, err2, err3, sameLines(ours, theirs))
}

func scheduledHere(s payments.Subscription) string {
	if s.Next.At == nil {
		return s.ScheduleID
	}
	return fmt.Sprint(s.ScheduleID, " to ", s.Next.PriceID, s.Next.Quantity, s.Next.At.Unix())
}

// scheduled is what comes next, by the schedule itself.
func (c *world) scheduled(s *stripe.Subscription) string {
	if s.Schedule == nil {
		return ""
	}
	found, err := c.stripe.SubscriptionSchedules.Get(s.Schedule.ID, nil)
	if err != nil || found.Status != "active" {
		return ""
	}
	if last := found.Phases[len(found.Phases)-1]; last.StartDate > found.CurrentPhase.StartDate &&
		(last.Items[0].Price.ID != s.Items.Data[0].Price.ID || last.Items[0].Quantity != s.Items.Data[0].Quantity) {
		return fmt.Sprint(found.ID, " to ", last.Items[0].Price.ID, last.Items[0].Quantity, last.StartDate)
	}
	return found.ID
}

func sameLines(ours, theirs []string) error {
	slices.Sort(ours)
	slices.Sort(theirs)
	var wrong []error
	for _, line := range ours {
		if !slices.Contains(theirs, line) {
			wrong = append(wrong, fmt.Errorf("only here: %s", strings.TrimSpace(line)))
		}
	}
	for _, line := range theirs {
		if !slices.Contains(ours, line) {
			wrong = append(wrong, fmt.Errorf("only at Stripe: %s", strings.TrimSpace(line)))
		}
	}
	return errors.Join(wrong...)
}

// checkGrants: each state gives what the table of states says, and the sum of
// it can be used.
func (c *world) checkGrants(ctx context.Context, seen *truth) error {
	grants, err := payments.GrantsOf(ctx, c.db, seen.user.ID)
	if err != nil {
		return err
	}
	now := c.stand.Now()
	var wrong []error
	var sites int64
	for id, until := range seen.access(now) {
		i := slices.IndexFunc(grants, func(g payments.Grant) bool { return g.SourceID == id })
		switch {
		case i < 0 && until == never:
		case i < 0:
			wrong = append(wrong, fmt.Errorf("%s gives nothing", id))
		case until == never && (grants[i].EndsAt == nil || grants[i].EndsAt.After(now)):
			wrong = append(wrong, fmt.Errorf("%s goes on giving: %+v", id, grants[i]))
		case until == forever && grants[i].EndsAt != nil,
			until > forever && (grants[i].EndsAt == nil || grants[i].EndsAt.Unix() != until):
			wrong = append(wrong, fmt.Errorf("%s gives until %v, not %v", id, grants[i].EndsAt, time.Unix(until, 0)))
		}
		if i >= 0 && until != never && (until == forever || now.Unix() < until) {
			sites += seen.sitesOf(id)
		}
	}
	if allowed, err := c.any().Allowance(ctx, seen.user.ID, billing.Sites); err != nil || allowed.Limit != sites {
		wrong = append(wrong, fmt.Errorf("%d sites may be used, not %d: %w", allowed.Limit, sites, err))
	}
	return errors.Join(wrong...)
}

// Until when something gives what it does, beside a moment.
const (
	never   int64 = -1
	forever int64 = 0
)

// access is until when each subscription and purchase gives what it does.
func (seen *truth) access(now time.Time) map[string]int64 {
	found := map[string]int64{}
	for _, s := range seen.subscriptions {
		found[s.ID] = never
		if charge := seen.paidWith(s); charge != nil && seen.isReversed(charge) {
			continue
		}
		switch string(s.Status) {
		case "active", "trialing":
			found[s.ID] = forever
		case "past_due":
			found[s.ID] = s.CurrentPeriodEnd + 7*24*3600
			for _, i := range seen.invoices { // the oldest that is open is the last
				if i.Status == "open" && i.Subscription != nil && i.Subscription.ID == s.ID {
					found[s.ID] = i.Created + 7*24*3600
				}
			}
		}
	}
	for _, s := range seen.sessions {
		if s.Mode != "payment" || s.Status != "complete" {
			continue
		}
		found[s.ID] = seen.paidAt(s) + 30*24*3600
		i := slices.IndexFunc(seen.charges, func(c *stripe.Charge) bool {
			return c.PaymentIntent != nil && s.PaymentIntent != nil && c.PaymentIntent.ID == s.PaymentIntent.ID
		})
		if s.PaymentStatus == "unpaid" || i >= 0 && seen.isReversed(seen.charges[i]) {
			found[s.ID] = min(never, now.Unix())
		}
	}
	return found
}

// paidWith is the charge that paid a subscription's current period; nil if none did.
func (seen *truth) paidWith(s *stripe.Subscription) *stripe.Charge {
	for _, i := range seen.invoices {
		if i.Charge == nil || i.Subscription == nil || i.Subscription.ID != s.ID {
			continue
		}
		bills := func(l *stripe.InvoiceLineItem) bool { return !l.Proration && l.Period.End == s.CurrentPeriodEnd }
		at := slices.IndexFunc(seen.charges, func(c *stripe.Charge) bool { return c.ID == i.Charge.ID })
		if at >= 0 && slices.ContainsFunc(i.Lines.Data, bills) {
			return seen.charges[at]
		}
	}
	return nil
}

// isReversed: all of it went back, or a bank has not given it back to us. An inquiry takes
// nothing yet.
func (seen *truth) isReversed(c *stripe.Charge) bool {
	status := seen.disputes[c.ID]
	return c.Refunded || c.Disputed && status != "won" && !strings.HasPrefix(status, "warning")
}

func (seen *truth) paidAt(s *stripe.CheckoutSession) int64 {
	i := slices.IndexFunc(
		seen.invoices,
		func(i *stripe.Invoice) bool { return s.Invoice != nil && i.ID == s.Invoice.ID },
	)
	if i < 0 {
		return s.Created
	}
	return seen.invoices[i].StatusTransitions.PaidAt
}

func (seen *truth) sitesOf(id string) int64 {
	for _, s := range seen.subscriptions {
		for _, plan := range plans {
			if item := s.Items.Data[0]; s.ID == id && plan.ID == item.Price.Metadata["prokken"] {
				return plan.Limits.Sites * item.Quantity
			}
		}
	}
	return 0
}

// checkReversed: a plan whose money went back has ended, and nothing is charged again.
func (c *world) checkReversed(_ context.Context, seen *truth) error {
	for _, s := range seen.subscriptions {
		paid := seen.paidWith(s)
		if paid == nil || s.Status == "canceled" {
			continue
		}
		if paid.Refunded || seen.disputes[paid.ID] == "lost" {
			return fmt.Errorf("%s goes on although %s went back", s.ID, paid.ID)
		}
	}
	return nil
}

// checkTold: whoever paid, got money back or lost a plan has been told.
func (c *world) checkTold(ctx context.Context, seen *truth) error {
	want := []string{}
	for _, i := range seen.invoices {
		if i.Status == "paid" && i.AmountPaid > 0 {
			want = append(want, "receipt "+i.ID)
		}
	}
	for _, one := range seen.charges {
		if one.AmountRefunded > 0 {
			want = append(want, fmt.Sprintf("refunded %s#%d", one.ID, one.AmountRefunded))
		}
	}
	for _, s := range seen.subscriptions {
		second, err := payments.HasAlert(ctx, c.db, billing.AlertDuplicate, s.ID)
		if err != nil {
			return err
		}
		if s.Status == "canceled" && !second {
			want = append(want, "plan_ended "+s.ID)
		}
	}
	effects, err := c.lines(ctx, "SELECT kind || ' ' || object_id FROM billing_effects")
	for _, one := range want {
		if !slices.Contains(effects, one) {
			err = errors.Join(err, fmt.Errorf("not told: %s", one))
		}
	}
	return err
}

// checkRefunds: no button gave back twice.
func (c *world) checkRefunds(_ context.Context, seen *truth) error {
	for _, one := range seen.charges {
		n := 0
		for list := c.stripe.Refunds.List(&stripe.RefundListParams{Charge: &one.ID}); list.Next(); {
			n++
		}
		if n > c.refunds[one.ID] {
			return fmt.Errorf("%s was refunded %d times, asked for %d times", one.ID, n, c.refunds[one.ID])
		}
	}
	return nil
}
