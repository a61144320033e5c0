// Package schedules handles Stripe's subscription schedules, in which a change of
// plan waits for the end of a period. Plans schedules and releases them, a snapshot
// reads what comes next. It knows no database. Start reading at
// [Schedules.Schedule].
package schedules

import (
	"github.com/prokken/prokken/billing/stripeapi"
)

// Schedules makes, reads and releases the schedules of subscriptions.
type Schedules struct {
	stripe *stripeapi.Client
}

// New makes a [Schedules].
func New(stripe *stripeapi.Client) *Schedules {
	return &Schedules{stripe}
}
