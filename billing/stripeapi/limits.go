package stripeapi

import (
	"cmp"
	"context"
	"time"
)

// Limits are how long anybody waits. A zero field stands for what [Limits.OrDefault] says.
type Limits struct {
	// Page is how long a page waits for Stripe in all. The pause before a retry ignores it:
	// that is half a second more.
	Page time.Duration
	// Call leaves room for one retry within Page.
	Call time.Duration
	// PageLease and JobLease are how long a page and a job wait for whoever is fetching the
	// same customer.
	PageLease, JobLease time.Duration
}

// OrDefault returns the limits with what people and Stripe can bear in place of zeros.
func (l Limits) OrDefault() Limits {
	return Limits{
		Page: cmp.Or(l.Page, 8*time.Second), Call: cmp.Or(l.Call, 4*time.Second),
		PageLease: cmp.Or(l.PageLease, 2*time.Second), JobLease: cmp.Or(l.JobLease, 5*time.Second),
	}
}

// ForPage returns a context that ends when a page has waited long enough.
func (c *Client) ForPage(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.Limits.Page)
}
