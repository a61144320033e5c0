package emulator

import "time"

const (
	trialNotice = 3 * 24 * time.Hour
	billNotice  = 7 * 24 * time.Hour
)

// dueSubscription notes what time brings to a subscription that has not ended.
func (e *Emulator) dueSubscription(id string, s *subscription, note func(int64, func() error)) {
	with := func(do func(*subscription) error) func() error {
		return func() error { return do(e.state.subscriptions.get(id)) }
	}
	if s.CancelAt != nil {
		note(*s.CancelAt, with(func(s *subscription) error { return e.end(s, "canceled", "cancellation_requested") }))
	}
	if s.PendingUpdate != nil {
		note(s.PendingUpdate.ExpiresAt, with(e.dropPending))
	}
	if s.PauseCollection != nil && s.PauseCollection.ResumesAt != nil {
		note(*s.PauseCollection.ResumesAt, with(e.unpause))
	}
	switch s.Status {
	case "incomplete":
		note(s.Created+int64(patience.Seconds()), with(func(s *subscription) error { return e.end(s, "incomplete_expired", "payment_failed") }))
	case "trialing":
		if s.Private.Warned != *s.TrialEnd {
			note(max(s.Created, *s.TrialEnd-int64(trialNotice.Seconds())), with(e.warn))
		}
		note(*s.TrialEnd, with(e.endTrial))
	case "active", "past_due", "unpaid":
		if s.Status == "active" && s.Private.Ahead != s.CurrentPeriodEnd && !s.CancelAtPeriodEnd {
			note(max(s.CurrentPeriodStart, s.CurrentPeriodEnd-int64(billNotice.Seconds())), with(e.foretell))
		}
		note(s.CurrentPeriodEnd, with(e.renew))
	}
}

func (e *Emulator) unpause(s *subscription) error {
	s.PauseCollection = nil
	return e.announceChange("customer.subscription.updated", s)
}

// warn: the trial ends soon.
func (e *Emulator) warn(s *subscription) error {
	s.Private.Warned = *s.TrialEnd
	return e.announce("customer.subscription.trial_will_end", s)
}

// foretell tells of the next invoice, which does not exist yet.
func (e *Emulator) foretell(s *subscription) error {
	s.Private.Ahead = s.CurrentPeriodEnd
	future := *s
	i := e.nextInvoice(&future, nil)
	e.state.invoices.remove(i.ID)
	shown := e.render(i)
	delete(shown.(map[string]any), "id")
	return e.note("invoice.upcoming", shown, nil)
}
