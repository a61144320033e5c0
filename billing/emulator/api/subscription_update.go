package api

import (
	"maps"
	"slices"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// UpdateSubscription tells the site only of what changed.
func UpdateSubscription(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Subscriptions.Get(p.ID)
	if s == nil {
		return nil, apierror.NotFound("subscription", p.ID, "")
	}
	if s.Ended() && !onlyWords(p) {
		return nil, apierror.BadState("", "A canceled subscription can only update its cancellation_details and metadata.")
	}
	if s.Status == "incomplete" && bills(p) {
		return nil, apierror.BadState(
			"",
			"You cannot update a subscription in `incomplete` status in a way that results in a new invoice or invoice items. "+
				"Only minor attributes, like `metadata` or `default_payment_method`, can be updated on such subscriptions.",
		)
	}
	if err := unmanaged(tx, s, p); err != nil {
		return nil, err
	}
	if err := readSubscription(tx, s, p); err != nil {
		return nil, err
	}
	readCancel(s, p, tx.Now().Unix())
	readPause(s, p)
	if err := rediscount(tx, s, p); err != nil {
		return nil, err
	}
	if err := changeItems(tx, s, p); err != nil {
		return nil, err
	}
	if err := changeTrial(tx, s, p); err != nil {
		return nil, err
	}
	return s, events.AnnounceChange(tx, "customer.subscription.updated", s)
}

func onlyWords(p params.Params) bool {
	return !slices.ContainsFunc(slices.Collect(maps.Keys(p.Values)), func(name string) bool {
		return !strings.HasPrefix(name, "metadata") && !strings.HasPrefix(name, "cancellation_details") &&
			!strings.HasPrefix(name, "expand")
	})
}

// bills reports whether an update can lead to something to pay.
func bills(p params.Params) bool { return len(p.Items("items")) > 0 || p.Get("trial_end") != "" }

// readSubscription reads what needs no second thought.
func readSubscription(tx *store.Tx, s *objects.Subscription, p params.Params) error {
	s.Metadata = p.Merged(s.Metadata)
	p.Word("description", &s.Description)
	p.Word("default_payment_method", &s.DefaultPaymentMethod)
	if m := objects.Value(s.DefaultPaymentMethod); p.Has("default_payment_method") &&
		m != "" && !rules.Owns(tx, s.Customer, m) {
		return apierror.NotFound("PaymentMethod", m, "default_payment_method")
	}
	details := p.Sub("cancellation_details")
	details.Word("comment", &s.CancellationDetails.Comment)
	if details.Has("feedback") {
		s.CancellationDetails.Feedback = objects.Optional(details.Choice(
			"feedback", "", "customer_service", "low_quality", "missing_features", "other",
			"switched_service", "too_complex", "too_expensive", "unused",
		))
	}
	end := &s.TrialSettings.EndBehavior.MissingPaymentMethod
	*end = p.Sub("trial_settings").Sub("end_behavior").Choice(
		"missing_payment_method", *end, "create_invoice", "cancel", "pause",
	)
	s.AutomaticTax.Enabled = p.Sub("automatic_tax").Flag("enabled", s.AutomaticTax.Enabled)
	s.AutomaticTax.Liability = nil
	if s.AutomaticTax.Enabled {
		s.AutomaticTax.Liability = &objects.Issuer{Type: "self"}
	}
	settings := p.Sub("payment_settings")
	settings.Word("save_default_payment_method", &s.PaymentSettings.SaveDefault)
	return nil
}

func readCancel(s *objects.Subscription, p params.Params, now int64) {
	wanted := p.Flag("cancel_at_period_end", s.CancelAtPeriodEnd)
	if wanted != s.CancelAtPeriodEnd || p.Has("cancel_at_period_end") && !wanted && s.CancelAt != nil {
		s.CancelAtPeriodEnd, s.CancelAt, s.CanceledAt, s.CancellationDetails.Reason = wanted, nil, nil, nil
		if wanted {
			s.CancelAt = new(s.CurrentPeriodEnd)
		}
	}
	if p.Has("cancel_at") {
		p.Moment("cancel_at", &s.CancelAt)
		s.CancelAtPeriodEnd = false
		if s.CancelAt != nil && *s.CancelAt <= now {
			p.Bad("cancel_at", "", "Invalid timestamp: cancel_at must be in the future.")
		}
	}
	switch {
	case s.CancelAt == nil && !s.Ended():
		s.CanceledAt, s.CancellationDetails.Reason = nil, nil
	case s.CancelAt != nil && s.CanceledAt == nil:
		s.CanceledAt, s.CancellationDetails.Reason = &now, new("cancellation_requested")
	}
}

func readPause(s *objects.Subscription, p params.Params) {
	if p.Has("pause_collection") {
		s.PauseCollection = nil
	}
	if inner := p.Sub("pause_collection"); len(inner.Values) > 0 {
		s.PauseCollection = &objects.PauseCollection{Behavior: inner.Choice(
			"behavior", "", "keep_as_draft", "mark_uncollectible", "void",
		)}
		if s.PauseCollection.Behavior == "" {
			p.Refuse(apierror.MissingParam("pause_collection[behavior]"))
		}
		inner.Moment("resumes_at", &s.PauseCollection.ResumesAt)
	}
}

// rediscount replaces the discounts; an empty value takes them away.
func rediscount(tx *store.Tx, s *objects.Subscription, p params.Params) error {
	if !p.Gives("discounts") && !p.Has("coupon") && !p.Has("promotion_code") {
		return nil
	}
	offers, err := readOffers(tx, p, s.Customer)
	if err != nil {
		return err
	}
	rules.SetDiscounts(tx, s, rules.Redeem(tx, offers, s.Customer, &s.ID, nil))
	return nil
}

// changeTrial ends a trial now, or lets it last until a moment.
func changeTrial(tx *store.Tx, s *objects.Subscription, p params.Params) error {
	now := tx.Now().Unix()
	switch given := p.Get("trial_end"); {
	case given == "now" && s.Status == "trialing":
		s.TrialEnd, s.Status = &now, "active"
		return rules.Restart(tx, s, "subscription_update")
	case given != "now" && given != "":
		readSubscriptionTrial(s, p, now)
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
