package billing

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// APIVersion is the version of Stripe's API that this program speaks.
const APIVersion = stripe.APIVersion

// Mode is what stands behind the payments.
type Mode string

// The modes.
const (
	Emulated Mode = "emulator"
	Test     Mode = "test"
	Live     Mode = "live"
)

// Mode tells from the settings which it is.
func (s *Service) Mode() Mode {
	switch {
	case s.settings.APIURL != "":
		return Emulated
	case strings.HasPrefix(s.settings.SecretKey, "sk_live_"), strings.HasPrefix(s.settings.SecretKey, "rk_live_"):
		return Live
	default:
		return Test
	}
}

// Dashboard is the page of something in Stripe's dashboard, by the name of the
// list that it is in; "" where there is no dashboard.
func (s *Service) Dashboard(list, id string) string {
	switch s.Mode() {
	case Live:
		return "https://dashboard.stripe.com/" + list + "/" + id
	case Test:
		return "https://dashboard.stripe.com/test/" + list + "/" + id
	case Emulated:
	}
	return ""
}

// stuckAfter is how long a checkout may be open before somebody looks at it.
const stuckAfter = time.Hour

// Desk is what an admin has to look at; of each at most the number asked for.
type Desk struct {
	Alerts    []payments.Alert
	PastDue   []payments.Subscription
	Checkouts []payments.Checkout // open for too long
	Behind    []payments.Customer
	Webhooks  payments.EventHealth // of the last 24 hours
}

// Desk reads it, from the database alone.
func (s *Service) Desk(ctx context.Context, most int) (Desk, error) {
	var d Desk
	var problems [5]error
	d.Alerts, problems[0] = payments.OpenAlerts(ctx, s.db, most)
	d.PastDue, problems[1] = payments.SubscriptionsThatAre(ctx, s.db, most, string(stripe.SubscriptionStatusPastDue), string(stripe.SubscriptionStatusUnpaid))
	d.Checkouts, problems[2] = payments.StuckCheckouts(ctx, s.db, s.now().Add(-stuckAfter), most)
	d.Behind, problems[3] = payments.CustomersInTrouble(ctx, s.db, most)
	d.Webhooks, problems[4] = payments.HealthOfEvents(ctx, s.db, models.Now().Add(-24*time.Hour), APIVersion) // the clock by which they came in
	return d, errors.Join(problems[:]...)
}

// Replay has the customer of an event synced again, in the transaction of its
// entry in the audit log.
func (s *Service) Replay(ctx context.Context, tx *models.DB, eventID string) (payments.Customer, error) {
	event, err := payments.Event(ctx, tx, eventID)
	if err != nil {
		return payments.Customer{}, err
	}
	c, err := payments.CustomerByStripeID(ctx, tx, event.Customer)
	if errors.Is(err, models.ErrNotFound) {
		return c, validation.Errors{"event": "Nobody here is the customer of that event, so there is nothing to follow."}
	}
	if err == nil {
		c, err = payments.MarkDirty(ctx, tx, c.ID)
	}
	if err == nil {
		err = s.settings.Queue.SyncCustomer(ctx, tx, c.ID)
	}
	return c, err
}

// Refusal is Stripe's own reason for not doing what was asked; false if the error
// is another one.
func Refusal(err error) (string, bool) {
	var refusal *stripe.Error
	if !errors.As(err, &refusal) || errors.Is(err, ErrUnavailable) {
		return "", false
	}
	return refusal.Msg, true
}
