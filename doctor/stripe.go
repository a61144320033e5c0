package doctor

import (
	"context"
	"slices"
	"strings"
)

// Endpoint is a webhook endpoint as Stripe has it.
type Endpoint struct {
	URL, Status, Version string
	Events               []string // "*" is all of them
}

// Stripe is what is asked of a Stripe account.
type Stripe interface {
	// WebhookEndpoints lists the webhook endpoints of the account that the key is of.
	WebhookEndpoints(ctx context.Context) ([]Endpoint, error)
}

// Payments looks whether Stripe takes our key and sends us the events that we need.
type Payments struct {
	Account Stripe
	HasKey  bool
	URL     string   // to which its events have to be sent
	Version string   // of the API that the program speaks
	Events  []string // that the program acts on
}

// Name is "stripe".
func (Payments) Name() string { return "stripe" }

const setUp = "docs/billing.md, “Setting Stripe up”, says how."

// Look asks Stripe for the account's webhook endpoints.
func (p Payments) Look(ctx context.Context) Finding {
	if !p.HasKey {
		return must("there is no key", "Set stripe.secret_key (PROKKEN_STRIPE_SECRET_KEY).")
	}
	endpoints, err := p.Account.WebhookEndpoints(ctx)
	if err != nil {
		return must("Stripe does not take our key: "+err.Error(),
			"Check stripe.secret_key. A restricted key needs to read webhook endpoints.")
	}
	i := slices.IndexFunc(endpoints, func(e Endpoint) bool { return e.URL == p.URL })
	if i < 0 {
		return must("Stripe takes our key, and has no webhook endpoint "+p.URL, setUp)
	}
	return p.judge(endpoints[i])
}

func (p Payments) judge(e Endpoint) Finding {
	missing := slices.DeleteFunc(slices.Clone(p.Events), func(event string) bool {
		return slices.Contains(e.Events, event) || slices.Contains(e.Events, "*")
	})
	switch {
	case e.Status != "enabled":
		return must("the webhook endpoint is switched off", "Switch it on in Stripe's dashboard.")
	case len(missing) > 0:
		return must("the webhook endpoint is not sent "+strings.Join(missing, ", "), setUp)
	case e.Version != "" && e.Version != p.Version:
		return look("the webhook endpoint sends events of the API version "+e.Version+"; we speak "+p.Version, setUp)
	}
	return good("Stripe takes our key, and sends what we need to " + e.URL)
}
