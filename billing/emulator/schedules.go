package emulator

import (
	"maps"
	"slices"
	"strings"
)

var scheduleOperations = map[string]operation{
	"POST /v1/subscription_schedules":              {"from_subscription customer phases end_behavior metadata start_date default_settings", "from_subscription", createSchedule},
	"GET /v1/subscription_schedules":               {"customer" + paging, "", listSchedules},
	"GET /v1/subscription_schedules/{id}":          {"", "", retrieveSchedule},
	"POST /v1/subscription_schedules/{id}":         {"phases end_behavior metadata proration_behavior", "", updateSchedule},
	"POST /v1/subscription_schedules/{id}/release": {"preserve_cancel_date", "", releaseSchedule},
	"POST /v1/subscription_schedules/{id}/cancel":  {"", "", cancelSchedule},
}

// createSchedule knows only the way that begins with a subscription.
func createSchedule(e *Emulator, p params) (any, error) {
	id := p.Get("from_subscription")
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		if name != "from_subscription" && !strings.HasPrefix(name, "expand") {
			return nil, badParam(name, "", "You cannot set `"+name+"` if `from_subscription` is set.")
		}
	}
	s := e.state.subscriptions.get(id)
	switch {
	case s == nil:
		return nil, noSuch("subscription", id, "from_subscription")
	case s.ended() || s.Status == "incomplete":
		return nil, badState("", "You cannot migrate a subscription that is in the `"+s.Status+"` status to a schedule.")
	case e.managing(s) != nil:
		return nil, badState("", "You cannot migrate a subscription that is already attached to a schedule: `"+*s.Schedule+"`.")
	}
	one := e.newSchedule(s)
	s.Schedule = &one.ID
	return one, e.announceAll(news{"subscription_schedule.created", one}, news{"customer.subscription.updated", s})
}

func retrieveSchedule(e *Emulator, p params) (any, error) {
	if one := e.state.schedules.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("subscription schedule", p.id, "")
}

func listSchedules(e *Emulator, p params) (any, error) {
	if owner := p.Get("customer"); owner != "" && e.state.customers.look(owner) == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	return page(e.state.schedules, "/v1/subscription_schedules", p, func(one *schedule) bool {
		return p.is("customer", one.Customer) && p.made(one.Created)
	})
}

// running is the schedule of a request that only one that runs can take, and its
// subscription.
func (e *Emulator) runningSchedule(p params, done string) (*schedule, *subscription, error) {
	one := e.state.schedules.get(p.id)
	if one == nil {
		return nil, nil, noSuch("subscription schedule", p.id, "")
	}
	if !one.runs() {
		verb := strings.TrimSuffix(done, "d")
		return nil, nil, badState("", "You cannot "+verb+" a subscription schedule that is currently in the `"+one.Status+"` status. It must be in `not_started`, `active` status to be "+done+".")
	}
	return one, e.state.subscriptions.get(*one.Subscription), nil
}

func updateSchedule(e *Emulator, p params) (any, error) {
	one, s, err := e.runningSchedule(p, "updated")
	if err != nil {
		return nil, err
	}
	one.Metadata = p.merged(one.Metadata)
	p.choice("proration_behavior", "create_prorations", "none", "always_invoice")
	if p.gives("phases") {
		if one.Phases, err = e.readPhases(one, s, p.items("phases")); err != nil {
			return nil, err
		}
		one.CurrentPhase = one.current().span()
		e.payAs(one, s, one.current())
	}
	e.setEnd(one, s, p.choice("end_behavior", one.EndBehavior, "cancel", "none", "release", "renew"))
	if err := e.announceChange("subscription_schedule.updated", one); err != nil {
		return nil, err
	}
	return one, e.announceChange("customer.subscription.updated", s)
}

// setEnd: what is to be cancelled at the end of a schedule says so itself.
func (e *Emulator) setEnd(one *schedule, s *subscription, behavior string) {
	if one.EndBehavior == "cancel" {
		s.CancelAt, s.CanceledAt, s.CancelAtPeriodEnd, s.CancellationDetails.Reason = nil, nil, false, nil
	}
	if one.EndBehavior = behavior; behavior == "cancel" {
		s.CancelAt, s.CanceledAt = pointer(one.Phases[len(one.Phases)-1].EndDate), pointer(e.now().Unix())
	}
}

func releaseSchedule(e *Emulator, p params) (any, error) {
	one, s, err := e.runningSchedule(p, "released")
	if err != nil {
		return nil, err
	}
	if !p.flag("preserve_cancel_date", false) {
		e.setEnd(one, s, "release")
	}
	return one, e.letGo(one, s)
}

// letGo leaves the subscription as it is.
func (e *Emulator) letGo(one *schedule, s *subscription) error {
	one.Status, one.ReleasedAt, one.ReleasedSubscription, one.Subscription, one.CurrentPhase = "released", pointer(e.now().Unix()), one.Subscription, nil, nil
	s.Schedule = nil
	return e.announceAll(news{"subscription_schedule.released", one}, news{"customer.subscription.updated", s})
}

// cancelSchedule ends the subscription, too.
func cancelSchedule(e *Emulator, p params) (any, error) {
	one, s, err := e.runningSchedule(p, "canceled")
	if err != nil {
		return nil, err
	}
	return one, e.end(s, "canceled", "cancellation_requested")
}
