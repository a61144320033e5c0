// Package billing holds the pages on which people buy and change a plan, and takes
// Stripe's webhooks. The route table of handlers calls it. Start reading at pricing.go.
package billing

import (
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
)

// Handler answers for plans and payments.
type Handler struct {
	*web.Frame
	Billing *billing.Service
}
