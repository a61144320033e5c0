package emulator

import (
	"net/http"
	"reflect"
)

// updateSubscription tells the site only of what changed.
func updateSubscription(e *Emulator, p params) (any, error) {
	s := e.state.Subscriptions[p.id]
	if s == nil {
		return nil, noSuch("subscription", p.id, "")
	}
	if s.Status == "canceled" && p.Has("cancel_at_period_end") {
		message := "A canceled subscription can only update its cancellation_details and metadata."
		return nil, &refusal{http.StatusBadRequest, invalidRequest, "", message, ""}
	}
	after := *s
	after.Metadata = p.merged(s.Metadata)
	if err := after.cancelAtPeriodEnd(p, e.now().Unix()); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(*s, after) {
		return e.shown(s), nil
	}
	*s = after
	return e.shown(s), e.announce("customer.subscription.updated", e.shown(s))
}

func (s *subscription) cancelAtPeriodEnd(p params, now int64) error {
	wanted, err := p.flag("cancel_at_period_end", s.CancelAtPeriodEnd)
	if err != nil || wanted == s.CancelAtPeriodEnd {
		return err
	}
	s.CancelAtPeriodEnd, s.CancelAt, s.CanceledAt = wanted, nil, nil
	if wanted {
		end := s.CurrentPeriodEnd
		s.CancelAt, s.CanceledAt = &end, &now
	}
	return nil
}

// cancelSubscription ends it at once. Of one that ended before Stripe says
// that there is none.
func cancelSubscription(e *Emulator, p params) (any, error) {
	s := e.state.Subscriptions[p.id]
	if s == nil || s.Status == "canceled" {
		return nil, noSuch("subscription", p.id, "")
	}
	if err := checkCancel(p); err != nil {
		return nil, err
	}
	now := e.now().Unix()
	s.Status, s.CancelAtPeriodEnd, s.CancelAt, s.CanceledAt, s.EndedAt = "canceled", false, nil, &now, &now
	return e.shown(s), e.announce("customer.subscription.deleted", e.shown(s))
}

// checkCancel: nothing that the emulator sells is metered, so that invoice_now
// has nothing to bill.
func checkCancel(p params) error {
	if _, err := p.flag("invoice_now", false); err != nil {
		return err
	}
	prorate, err := p.flag("prorate", false)
	if err == nil && prorate {
		err = badParam("prorate", "", "The emulator does not prorate.")
	}
	return err
}
