package views

import "github.com/prokken/prokken/billing"

// AlertWords is the kind of a billing alert in words.
func AlertWords(kind string) string {
	switch kind {
	case billing.AlertDuplicate:
		return "Subscribed twice"
	case billing.AlertUnknownPrice:
		return "Unknown price"
	case billing.AlertUnknownStatus:
		return "Unknown status"
	case billing.AlertDispute:
		return "Disputed payment"
	case billing.AlertPaused:
		return "Payments are paused"
	case billing.AlertRefused:
		return "Stripe refuses to sell"
	case billing.AlertErased:
		return "Bought by a deleted account"
	case billing.AlertForgotten:
		return "Customer unknown to Stripe"
	}
	return kind
}
