package clock

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// How long before the end of a trial, and before a renewal, its event comes.
const (
	trialNotice = 3 * 24 * time.Hour
	billNotice  = 7 * 24 * time.Hour
)

type (
	// due is something that time brings.
	due struct {
		at int64
		do func(tx *store.Tx) error
	}

	// noting takes notes of what time brings, and keeps what comes first.
	noting func(at int64, do func(tx *store.Tx) error)
)

// earliest is what comes next; nothing if nothing ever does.
func earliest(tx *store.Tx) due {
	var first due
	note := func(at int64, do func(tx *store.Tx) error) {
		if first.do == nil || at < first.at {
			first = due{at, do}
		}
	}
	for id, s := range tx.Sessions.Newest() {
		if s.Status == "open" {
			note(s.ExpiresAt, func(tx *store.Tx) error { return checkout.Expire(tx, tx.Sessions.Get(id)) })
		}
	}
	for id, i := range tx.Invoices.Newest() {
		dueInvoice(id, i, note)
	}
	for id, one := range tx.PaymentIntents.Newest() {
		if one.Status == "processing" && one.Private.SettleAt > 0 {
			note(one.Private.SettleAt, func(tx *store.Tx) error { return rules.Settle(tx, tx.PaymentIntents.Get(id), true) })
		}
	}
	for id, s := range tx.Subscriptions.Newest() {
		if !s.Ended() {
			dueSubscription(id, s, note)
		}
	}
	return first
}

// dueInvoice notes what time brings to an invoice.
func dueInvoice(id string, i *objects.Invoice, note noting) {
	switch {
	case i.Status == "draft" && i.AutomaticallyFinalizes != nil:
		note(*i.AutomaticallyFinalizes, func(tx *store.Tx) error { return advanceInvoice(tx, tx.Invoices.Get(id)) })
	case i.Status == "open" && i.NextPaymentAttempt != nil:
		note(*i.NextPaymentAttempt, func(tx *store.Tx) error {
			one := tx.Invoices.Get(id)
			_, err := rules.Attempt(tx, one, rules.MethodFor(tx, one), false)
			return err
		})
	}
}

// dueSubscription notes what time brings to a subscription that has not ended.
func dueSubscription(id string, s *objects.Subscription, note noting) {
	with := func(do func(*store.Tx, *objects.Subscription) error) func(*store.Tx) error {
		return func(tx *store.Tx) error { return do(tx, tx.Subscriptions.Get(id)) }
	}
	if s.CancelAt != nil {
		note(*s.CancelAt, with(endCanceled))
	}
	if s.PendingUpdate != nil {
		note(s.PendingUpdate.ExpiresAt, with(rules.DropPending))
	}
	if s.PauseCollection != nil && s.PauseCollection.ResumesAt != nil {
		note(*s.PauseCollection.ResumesAt, with(unpause))
	}
	switch s.Status {
	case "incomplete":
		note(s.Created+int64(rules.Patience.Seconds()), with(endIncomplete))
	case "trialing":
		if s.Private.Warned != *s.TrialEnd {
			note(max(s.Created, *s.TrialEnd-int64(trialNotice.Seconds())), with(warn))
		}
		note(*s.TrialEnd, with(endTrial))
	case "active", "past_due", "unpaid":
		if s.Status == "active" && s.Private.Ahead != s.CurrentPeriodEnd && !s.CancelAtPeriodEnd {
			note(max(s.CurrentPeriodStart, s.CurrentPeriodEnd-int64(billNotice.Seconds())), with(foretell))
		}
		note(s.CurrentPeriodEnd, with(renew))
	}
}

func endCanceled(tx *store.Tx, s *objects.Subscription) error {
	return rules.End(tx, s, "canceled", "cancellation_requested")
}

func endIncomplete(tx *store.Tx, s *objects.Subscription) error {
	return rules.End(tx, s, "incomplete_expired", "payment_failed")
}

func unpause(tx *store.Tx, s *objects.Subscription) error {
	s.PauseCollection = nil
	return events.AnnounceChange(tx, "customer.subscription.updated", s)
}

// warn: the trial ends soon.
func warn(tx *store.Tx, s *objects.Subscription) error {
	s.Private.Warned = *s.TrialEnd
	return events.Announce(tx, "customer.subscription.trial_will_end", s)
}

// foretell tells of the next invoice, which does not exist yet.
func foretell(tx *store.Tx, s *objects.Subscription) error {
	s.Private.Ahead = s.CurrentPeriodEnd
	future := *s
	i := rules.NextInvoice(tx, &future, nil)
	tx.Invoices.Remove(i.ID)
	shown := render.Object(tx, i)
	delete(shown.(map[string]any), "id")
	return events.Note(tx, "invoice.upcoming", shown, nil)
}
