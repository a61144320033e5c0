package emulator

import (
	"slices"
	"strconv"
	"time"
)

// patience is how long a first payment, or that of a pending update, may take.
const patience = 23 * time.Hour

func count(n int64) string { return strconv.FormatInt(n, 10) }

// prorationDate is the moment from which a change counts.
func (e *Emulator) prorationDate(s *subscription, p params) int64 {
	at := p.number("proration_date", e.now().Unix())
	if at < s.CurrentPeriodStart || at > s.CurrentPeriodEnd {
		p.bad("proration_date", "", "Invalid proration_date: it must be within the current period.")
	}
	return at
}

// changeItems changes prices and quantities, prorates, and bills where it has to.
func (e *Emulator) changeItems(s *subscription, p params) error {
	behavior := p.choice("proration_behavior", "create_prorations", "none", "always_invoice")
	payment := p.choice("payment_behavior", "allow_incomplete", "default_incomplete", "pending_if_incomplete", "error_if_incomplete")
	at := e.prorationDate(s, p)
	next, err := e.readItems(s, p.items("items"))
	if err != nil {
		return err
	}
	if slices.EqualFunc(next, s.Items.Data, func(a, b item) bool { return a.ID == b.ID && a.Price == b.Price && a.Quantity == b.Quantity }) {
		return nil
	}
	made := e.weigh(s, next, behavior, at)
	if made.restart && e.managing(s) != nil {
		return badState("", "The subscription is managed by the subscription schedule `"+*s.Schedule+"`, and updating any billing cycle directly is not allowed. Please update the schedule instead.")
	}
	defer e.amendPhase(s)
	if !made.now {
		s.Items.Data = next
		s.Private.Pending = append(s.Private.Pending, made.lines...)
		return nil
	}
	return e.invoiceChange(s, made, payment)
}

// invoiceChange bills a change at once. Where it has to be paid before it
// counts and is not, it is kept as the pending update.
func (e *Emulator) invoiceChange(s *subscription, made changed, payment string) error {
	if s.PendingUpdate != nil { // another change takes its place
		if err := e.voidPending(s); err != nil {
			return err
		}
	}
	before := *s
	e.apply(s, made)
	i := e.draftChange(s, made)
	m, said := e.methodFor(i), verdict{}
	if i.AmountDue > 0 {
		said = verdict{code: "missing"}
		if m != nil {
			said = e.judge(m, false)
		}
	}
	waits := !said.pays() && !said.waits && payment == "pending_if_incomplete"
	if waits {
		e.hold(s, before, made, i)
	}
	if err := e.announceChange("customer.subscription.updated", s); err != nil {
		return err
	}
	said, err := e.collectNow(i)
	if err == nil && said.code != "" && payment == "error_if_incomplete" {
		return said.refusal("")
	}
	return err
}

func (e *Emulator) apply(s *subscription, made changed) {
	s.Items.Data = made.items
	if made.restart {
		now := e.now().Unix()
		s.BillingCycleAnchor, s.CurrentPeriodStart = now, now
		s.CurrentPeriodEnd = cycleEnd(now, e.interval(made.items), now)
	}
}

// draftChange bills a change that has been applied.
func (e *Emulator) draftChange(s *subscription, made changed) *invoice {
	lines := made.lines
	if made.restart {
		lines = append(lines, e.periodLines(s, false)...)
	}
	i := e.draftFor(s, "subscription_update", lines)
	i.SubscriptionProration = &made.at
	return i
}

// hold takes the change back until the invoice is paid.
func (e *Emulator) hold(s *subscription, before subscription, made changed, i *invoice) {
	latest := s.LatestInvoice
	*s = before
	s.LatestInvoice, s.Private.Invoice, s.Private.Pending, i.Private.Pending = latest, i.ID, nil, true
	s.PendingUpdate = &pendingUpdate{ExpiresAt: e.now().Add(patience).Unix(), SubscriptionItems: made.items}
	if made.restart {
		s.PendingUpdate.BillingCycleAnchor = pointer(e.now().Unix())
	}
}

// applyPending: the invoice of the pending update is paid.
func (e *Emulator) applyPending(s *subscription) error {
	held := s.PendingUpdate
	if held == nil {
		return nil
	}
	e.apply(s, changed{items: held.SubscriptionItems, restart: held.BillingCycleAnchor != nil})
	s.PendingUpdate, s.Private.Invoice = nil, ""
	return e.announceAll(news{"customer.subscription.pending_update_applied", s}, news{"customer.subscription.updated", s})
}

// dropPending: it was not paid in time.
func (e *Emulator) dropPending(s *subscription) error {
	if err := e.voidPending(s); err != nil {
		return err
	}
	return e.announceAll(news{"customer.subscription.pending_update_expired", s}, news{"customer.subscription.updated", s})
}

func (e *Emulator) voidPending(s *subscription) error {
	i := e.state.invoices.get(s.Private.Invoice)
	s.PendingUpdate, s.Private.Invoice = nil, ""
	if i == nil || i.Status != "open" {
		return nil
	}
	return e.void(i)
}
