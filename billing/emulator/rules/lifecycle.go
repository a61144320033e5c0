package rules

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// FinalizeAfter is how long an invoice of a renewal stays a draft.
const FinalizeAfter = time.Hour

// lapse is what an unpaid invoice does to its subscription.
func lapse(tx *store.Tx, s *objects.Subscription, i *objects.Invoice) error {
	latest := objects.Value(s.LatestInvoice) == i.ID
	gaveUp := i.NextPaymentAttempt == nil && i.AttemptCount > int64(len(retries))
	switch {
	case s.Ended() || i.Private.Pending || s.Status == "incomplete" || s.Status == "paused":
		return nil
	case gaveUp && !tx.Switches().Unpaid:
		return End(tx, s, "canceled", "payment_failed")
	case gaveUp:
		s.Status = "unpaid"
	case latest && s.Status != "unpaid":
		s.Status = "past_due"
	}
	return events.AnnounceChange(tx, "customer.subscription.updated", s)
}

// revive is what a paid invoice does to its subscription.
func revive(tx *store.Tx, s *objects.Subscription, i *objects.Invoice) error {
	if i.Private.Pending {
		return applyPending(tx, s)
	}
	latest := objects.Value(s.LatestInvoice) == i.ID
	if latest && s.Status == "paused" {
		s.Status = "active"
		return events.AnnounceAll(
			tx, events.About("customer.subscription.resumed", s),
			events.About("customer.subscription.updated", s),
		)
	}
	if latest && (s.Status == "incomplete" || s.Status == "past_due" || s.Status == "unpaid") && i.BillingReason != "" {
		s.Status = "active"
		return events.AnnounceChange(tx, "customer.subscription.updated", s)
	}
	return nil
}

// End is final. What is still open is no longer asked for.
func End(tx *store.Tx, s *objects.Subscription, status, reason string) error {
	now := tx.Now().Unix()
	if err := endSchedule(tx, s); err != nil {
		return err
	}
	s.Status, s.CancelAtPeriodEnd, s.CancelAt, s.EndedAt, s.PendingUpdate = status, false, nil, &now, nil
	if s.CanceledAt == nil {
		s.CanceledAt = &now
	}
	if s.CancellationDetails.Reason == nil {
		s.CancellationDetails.Reason = &reason
	}
	for _, i := range tx.Invoices.Find(func(i *objects.Invoice) bool {
		return objects.Value(i.Subscription) == s.ID && i.Status != "paid"
	}) {
		i.NextPaymentAttempt, i.AutomaticallyFinalizes, i.AutoAdvance = nil, nil, false
		if status == "incomplete_expired" && i.Status == "open" {
			if err := Void(tx, i); err != nil {
				return err
			}
		}
	}
	if status == "incomplete_expired" {
		return events.AnnounceChange(tx, "customer.subscription.updated", s)
	}
	return events.Announce(tx, "customer.subscription.deleted", s)
}

// CollectOpen asks for the money, unless the subscription's payments pause.
func CollectOpen(tx *store.Tx, i *objects.Invoice) error {
	s := tx.Subscriptions.Get(objects.Value(i.Subscription))
	if s != nil && s.PauseCollection != nil {
		if s.PauseCollection.Behavior == "void" {
			return Void(tx, i)
		}
		i.Status, i.StatusTransitions.MarkedUncollectibleAt = "uncollectible", new(tx.Now().Unix())
		return events.Announce(tx, "invoice.marked_uncollectible", i)
	}
	_, err := Attempt(tx, i, MethodFor(tx, i), false)
	return err
}

// Restart begins a new period now, and bills it.
func Restart(tx *store.Tx, s *objects.Subscription, reason string) error {
	now := tx.Now().Unix()
	s.BillingCycleAnchor, s.CurrentPeriodStart = now, now
	s.CurrentPeriodEnd = CycleEnd(now, Interval(tx, s.Items.Data), now)
	i := DraftFor(tx, s, reason, PeriodLines(tx, s, false))
	_, err := CollectNow(tx, i)
	return err
}
