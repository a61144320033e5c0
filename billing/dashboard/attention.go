package dashboard

import (
	"context"
	"errors"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// stuckAfter is how long a checkout may be open before somebody looks at it.
const stuckAfter = time.Hour

// NeedsAttention is what an admin has to look at; of each at most the number asked for.
type NeedsAttention struct {
	Alerts    []payments.Alert
	PastDue   []payments.Subscription
	Checkouts []payments.Checkout // open for too long
	Behind    []payments.Customer
	Webhooks  payments.EventHealth // of the last 24 hours
}

// NeedsAttention returns what an admin has to look at, at most limit of each, from the database alone.
func (s *Reader) NeedsAttention(ctx context.Context, limit int) (NeedsAttention, error) {
	var d NeedsAttention
	var problems [5]error
	d.Alerts, problems[0] = payments.OpenAlerts(ctx, s.db, limit)
	d.PastDue, problems[1] = payments.UnpaidSubscriptions(ctx, s.db, limit)
	d.Checkouts, problems[2] = payments.StuckCheckouts(ctx, s.db, s.clock.Now().Add(-stuckAfter), limit)
	d.Behind, problems[3] = payments.CustomersInTrouble(ctx, s.db, limit)
	// the clock by which they came in
	d.Webhooks, problems[4] = payments.HealthOfEvents(ctx, s.db, models.Now().Add(-24*time.Hour), stripe.APIVersion)
	return d, errors.Join(problems[:]...)
}
