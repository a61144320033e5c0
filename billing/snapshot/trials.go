package snapshot

import (
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
)

// noteTrial keeps which trials run that began on our payment page, with the fingerprint of
// the card that will pay. One that an admin gave is none of them.
func (f *Snapshot) noteTrial(from *stripe.Subscription) {
	if from.Status != stripe.SubscriptionStatusTrialing || from.TrialStart != from.StartDate ||
		from.Metadata[catalog.ItemKey] == "" {
		return
	}
	f.Trials[from.ID] = f.fingerprint
	if method := from.DefaultPaymentMethod; method != nil && method.Card != nil {
		f.Trials[from.ID] = method.Card.Fingerprint
	}
}
