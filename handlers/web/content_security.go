package web

import (
	"strings"

	"github.com/prokken/prokken/config"
)

// ContentSecurityPolicy lets pages load from this site and the origins. Stripe's
// pages are the one place outside this site that a form may lead to.
func ContentSecurityPolicy(c config.Config, origins []string) string {
	formAction := "'self'"
	if !c.UsesEmulator() {
		formAction += " https://checkout.stripe.com https://billing.stripe.com https://invoice.stripe.com"
	}
	from := strings.Join(append([]string{"'self'"}, origins...), " ")
	return "default-src 'none'; script-src " + from + "; connect-src " + from + "; style-src 'self'; img-src " + from +
		"; form-action " + formAction + "; base-uri 'none'; frame-ancestors 'none'"
}
