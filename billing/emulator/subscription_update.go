package emulator

import (
	"maps"
	"slices"
	"strings"
)

// updateSubscription tells the site only of what changed.
func updateSubscription(e *Emulator, p params) (any, error) {
	s := e.state.subscriptions.get(p.id)
	if s == nil {
		return nil, noSuch("subscription", p.id, "")
	}
	if s.ended() && !onlyWords(p) {
		return nil, badState("", "A canceled subscription can only update its cancellation_details and metadata.")
	}
	if s.Status == "incomplete" && bills(p) {
		return nil, badState("", "You cannot update a subscription in `incomplete` status in a way that results in a new invoice or invoice items. Only minor attributes, like `metadata` or `default_payment_method`, can be updated on such subscriptions.")
	}
	if err := e.unmanaged(s, p); err != nil {
		return nil, err
	}
	if err := e.readSubscription(s, p); err != nil {
		return nil, err
	}
	s.readCancel(p, e.now().Unix())
	s.readPause(p)
	if err := e.rediscount(s, p); err != nil {
		return nil, err
	}
	if err := e.changeItems(s, p); err != nil {
		return nil, err
	}
	if err := e.changeTrial(s, p); err != nil {
		return nil, err
	}
	return s, e.announceChange("customer.subscription.updated", s)
}

func onlyWords(p params) bool {
	return !slices.ContainsFunc(slices.Collect(maps.Keys(p.Values)), func(name string) bool {
		return !strings.HasPrefix(name, "metadata") && !strings.HasPrefix(name, "cancellation_details") && !strings.HasPrefix(name, "expand")
	})
}

// bills reports whether an update can lead to something to pay.
func bills(p params) bool { return len(p.items("items")) > 0 || p.Get("trial_end") != "" }

// readSubscription reads what needs no second thought.
func (e *Emulator) readSubscription(s *subscription, p params) error {
	s.Metadata = p.merged(s.Metadata)
	p.word("description", &s.Description)
	p.word("default_payment_method", &s.DefaultPaymentMethod)
	if m := value(s.DefaultPaymentMethod); p.Has("default_payment_method") && m != "" && !e.owns(s.Customer, m) {
		return noSuch("PaymentMethod", m, "default_payment_method")
	}
	details := p.sub("cancellation_details")
	details.word("comment", &s.CancellationDetails.Comment)
	if details.Has("feedback") {
		s.CancellationDetails.Feedback = optional(details.choice("feedback", "", "customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex", "too_expensive", "unused"))
	}
	end := &s.TrialSettings.EndBehavior.MissingPaymentMethod
	*end = p.sub("trial_settings").sub("end_behavior").choice("missing_payment_method", *end, "create_invoice", "cancel", "pause")
	s.AutomaticTax.Enabled = p.sub("automatic_tax").flag("enabled", s.AutomaticTax.Enabled)
	s.AutomaticTax.Liability = nil
	if s.AutomaticTax.Enabled {
		s.AutomaticTax.Liability = &issuer{"self"}
	}
	settings := p.sub("payment_settings")
	settings.word("save_default_payment_method", &s.PaymentSettings.SaveDefault)
	return nil
}

func (s *subscription) readCancel(p params, now int64) {
	wanted := p.flag("cancel_at_period_end", s.CancelAtPeriodEnd)
	if wanted != s.CancelAtPeriodEnd || p.Has("cancel_at_period_end") && !wanted && s.CancelAt != nil {
		s.CancelAtPeriodEnd, s.CancelAt, s.CanceledAt, s.CancellationDetails.Reason = wanted, nil, nil, nil
		if wanted {
			s.CancelAt = pointer(s.CurrentPeriodEnd)
		}
	}
	if p.Has("cancel_at") {
		p.moment("cancel_at", &s.CancelAt)
		s.CancelAtPeriodEnd = false
		if s.CancelAt != nil && *s.CancelAt <= now {
			p.bad("cancel_at", "", "Invalid timestamp: cancel_at must be in the future.")
		}
	}
	switch {
	case s.CancelAt == nil && !s.ended():
		s.CanceledAt, s.CancellationDetails.Reason = nil, nil
	case s.CancelAt != nil && s.CanceledAt == nil:
		s.CanceledAt, s.CancellationDetails.Reason = &now, pointer("cancellation_requested")
	}
}

func (s *subscription) readPause(p params) {
	if p.Has("pause_collection") {
		s.PauseCollection = nil
	}
	if inner := p.sub("pause_collection"); len(inner.Values) > 0 {
		s.PauseCollection = &pauseCollection{Behavior: inner.choice("behavior", "", "keep_as_draft", "mark_uncollectible", "void")}
		if s.PauseCollection.Behavior == "" {
			p.refuse(missingParam("pause_collection[behavior]"))
		}
		inner.moment("resumes_at", &s.PauseCollection.ResumesAt)
	}
}

// rediscount replaces the discounts; an empty value takes them away.
func (e *Emulator) rediscount(s *subscription, p params) error {
	if !p.gives("discounts") && !p.Has("coupon") && !p.Has("promotion_code") {
		return nil
	}
	offers, err := e.offers(p, s.Customer)
	if err != nil {
		return err
	}
	e.setDiscounts(s, e.redeem(offers, s.Customer, &s.ID, nil))
	return nil
}

// changeTrial ends a trial now, or lets it last until a moment.
func (e *Emulator) changeTrial(s *subscription, p params) error {
	now := e.now().Unix()
	switch given := p.Get("trial_end"); {
	case given == "now" && s.Status == "trialing":
		s.TrialEnd, s.Status = &now, "active"
		return e.restart(s, "subscription_update")
	case given != "now" && given != "":
		s.readTrial(p, now)
		if s.TrialEnd == nil {
			return nil
		}
		if s.Status != "trialing" {
			s.Status, s.TrialStart, s.CurrentPeriodStart = "trialing", &now, now
		}
		s.CurrentPeriodEnd, s.BillingCycleAnchor = *s.TrialEnd, *s.TrialEnd
	}
	return nil
}

// restart begins a new period now, and bills it.
func (e *Emulator) restart(s *subscription, reason string) error {
	now := e.now().Unix()
	s.BillingCycleAnchor, s.CurrentPeriodStart = now, now
	s.CurrentPeriodEnd = cycleEnd(now, e.interval(s.Items.Data), now)
	i := e.draftFor(s, reason, e.periodLines(s, false))
	_, err := e.collectNow(i)
	return err
}

// collectNow finalizes an invoice and charges what there is to charge.
func (e *Emulator) collectNow(i *invoice) (verdict, error) {
	if err := e.announce("invoice.created", i); err != nil {
		return verdict{}, err
	}
	if err := e.finalize(i); err != nil || i.Status != "open" {
		return verdict{}, err
	}
	return e.attempt(i, e.methodFor(i), false)
}
