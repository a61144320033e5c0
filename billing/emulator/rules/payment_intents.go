package rules

import (
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// NewIntent makes a payment that nobody has tried yet.
func NewIntent(tx *store.Tx, amount int64, currency, owner string) *objects.PaymentIntent {
	id := objects.NewID("pi_")
	return tx.PaymentIntents.Put(id, &objects.PaymentIntent{
		ID: id, Object: "payment_intent", Amount: amount, CaptureMethod: "automatic",
		ClientSecret:       id + objects.NewID("_secret_"),
		ConfirmationMethod: "automatic", Created: tx.Now().Unix(), Currency: currency, Customer: objects.Optional(owner),
		Metadata: map[string]string{}, PaymentMethodTypes: []string{"card", "sepa_debit"}, Status: "requires_payment_method",
	})
}

// CancelIntent gives up on a payment.
func CancelIntent(tx *store.Tx, one *objects.PaymentIntent, reason *string) error {
	one.Status, one.CanceledAt, one.CancellationReason, one.NextAction = "canceled", new(tx.Now().Unix()), reason, nil
	return events.Announce(tx, "payment_intent.canceled", one)
}

// NewSetup makes a setup that has no payment method yet.
func NewSetup(tx *store.Tx, owner string, metadata map[string]string) *objects.SetupIntent {
	id := objects.NewID("seti_")
	return tx.SetupIntents.Put(id, &objects.SetupIntent{
		ID: id, Object: "setup_intent", ClientSecret: id + objects.NewID("_secret_"),
		Created: tx.Now().Unix(), Customer: objects.Optional(owner),
		Metadata: metadata, PaymentMethodTypes: []string{"card"}, Status: "requires_payment_method", Usage: "off_session",
	})
}
