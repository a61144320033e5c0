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

var scheduleOperations = map[string]operation{
	"POST /v1/subscription_schedules": {
		"from_subscription customer phases end_behavior metadata start_date default_settings",
		"from_subscription", createSchedule,
	},
	"GET /v1/subscription_schedules":      {"customer" + paging, "", listSchedules},
	"GET /v1/subscription_schedules/{id}": {"", "", retrieveSchedule},
	"POST /v1/subscription_schedules/{id}": {
		"phases end_behavior metadata proration_behavior", "", updateSchedule,
	},
	"POST /v1/subscription_schedules/{id}/release": {"preserve_cancel_date", "", releaseSchedule},
	"POST /v1/subscription_schedules/{id}/cancel":  {"", "", cancelSchedule},
}

// createSchedule knows only the way that begins with a subscription.
func createSchedule(tx *store.Tx, p params.Params) (any, error) {
	id := p.Get("from_subscription")
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		if name != "from_subscription" && !strings.HasPrefix(name, "expand") {
			return nil, apierror.BadParam(name, "", "You cannot set `"+name+"` if `from_subscription` is set.")
		}
	}
	s := tx.Subscriptions.Get(id)
	switch {
	case s == nil:
		return nil, apierror.NotFound("subscription", id, "from_subscription")
	case s.Ended() || s.Status == "incomplete":
		return nil, apierror.BadState(
			"", "You cannot migrate a subscription that is in the `"+s.Status+"` status to a schedule.",
		)
	case rules.Managing(tx, s) != nil:
		return nil, apierror.BadState(
			"",
			"You cannot migrate a subscription that is already attached to a schedule: `"+*s.Schedule+"`.",
		)
	}
	one := rules.NewSchedule(tx, s)
	s.Schedule = &one.ID
	return one, events.AnnounceAll(
		tx, events.About("subscription_schedule.created", one),
		events.About("customer.subscription.updated", s),
	)
}

func retrieveSchedule(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Schedules.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("subscription schedule", p.ID, "")
}

func listSchedules(tx *store.Tx, p params.Params) (any, error) {
	if owner := p.Get("customer"); owner != "" && tx.Customers.Look(owner) == nil {
		return nil, apierror.NotFound("customer", owner, "customer")
	}
	return page(tx.Schedules.Newest(), "/v1/subscription_schedules", p, func(one *objects.Schedule) bool {
		return p.Is("customer", one.Customer) && p.Made(one.Created)
	})
}

// running is the schedule of a request that only one that runs can take, and its
// subscription.
func runningSchedule(tx *store.Tx, p params.Params, done string) (*objects.Schedule, *objects.Subscription, error) {
	one := tx.Schedules.Get(p.ID)
	if one == nil {
		return nil, nil, apierror.NotFound("subscription schedule", p.ID, "")
	}
	if !one.Runs() {
		verb := strings.TrimSuffix(done, "d")
		return nil, nil, apierror.BadState(
			"",
			"You cannot "+verb+" a subscription schedule that is currently in the `"+one.Status+
				"` status. It must be in `not_started`, `active` status to be "+done+".",
		)
	}
	return one, tx.Subscriptions.Get(*one.Subscription), nil
}

func updateSchedule(tx *store.Tx, p params.Params) (any, error) {
	one, s, err := runningSchedule(tx, p, "updated")
	if err != nil {
		return nil, err
	}
	one.Metadata = p.Merged(one.Metadata)
	p.Choice("proration_behavior", "create_prorations", "none", "always_invoice")
	if p.Gives("phases") {
		if one.Phases, err = readPhases(tx, one, s, p.Items("phases")); err != nil {
			return nil, err
		}
		one.CurrentPhase = one.Current().Span()
		rules.PayAs(tx, one, s, one.Current())
	}
	rules.SetEnd(tx, one, s, p.Choice("end_behavior", one.EndBehavior, "cancel", "none", "release", "renew"))
	if err := events.AnnounceChange(tx, "subscription_schedule.updated", one); err != nil {
		return nil, err
	}
	return one, events.AnnounceChange(tx, "customer.subscription.updated", s)
}

func releaseSchedule(tx *store.Tx, p params.Params) (any, error) {
	one, s, err := runningSchedule(tx, p, "released")
	if err != nil {
		return nil, err
	}
	if !p.Flag("preserve_cancel_date", false) {
		rules.SetEnd(tx, one, s, "release")
	}
	return one, rules.Release(tx, one, s)
}

// cancelSchedule ends the subscription, too.
func cancelSchedule(tx *store.Tx, p params.Params) (any, error) {
	one, s, err := runningSchedule(tx, p, "canceled")
	if err != nil {
		return nil, err
	}
	return one, rules.End(tx, s, "canceled", "cancellation_requested")
}
