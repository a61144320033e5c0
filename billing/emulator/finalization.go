package emulator

import "errors"

// finalizationError is why an invoice stays a draft.
type finalizationError struct {
	Code    string `json:"code"`
	DocURL  string `json:"doc_url"`
	Message string `json:"message"`
	Type    string `json:"type"`
}

// locate reckons the tax by where the customer is now, without which there is
// none to reckon.
func (e *Emulator) locate(i *invoice) error {
	i.LastFinalizationError = nil
	if !i.AutomaticTax.Enabled {
		return nil
	}
	owner := e.state.customers.get(i.Customer)
	i.CustomerAddress, i.AutomaticTax = owner.Address, taxState(true, owner)
	e.total(i, owner.paysTax())
	if value(i.AutomaticTax.Status) != "complete" {
		return badState("customer_tax_location_invalid", "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.")
	}
	return nil
}

// failFinalization: the invoice stays a draft until somebody asks again.
func (e *Emulator) failFinalization(i *invoice, r *refusal) error {
	i.LastFinalizationError = &finalizationError{Code: r.code, DocURL: r.docURL(), Message: r.message, Type: r.kind}
	i.AutomaticallyFinalizes = nil
	return e.announce("invoice.finalization_failed", i)
}

// finalizeAsked is for a request, which is told why it fails.
func (e *Emulator) finalizeAsked(i *invoice) error {
	err := e.finalize(i)
	var refused *refusal
	if !errors.As(err, &refused) {
		return err
	}
	refused.keeps = true
	if failed := e.failFinalization(i, refused); failed != nil {
		return failed
	}
	return refused
}

// FinalizeInvoice finalizes a draft and asks for the money.
func (e *Emulator) FinalizeInvoice(id string) error {
	return e.transact(func() error {
		i, err := e.invoice(id)
		if err == nil && i.Status != "draft" {
			err = i.wrong("finalize")
		}
		if err == nil {
			err = e.finalize(i)
		}
		if err != nil || i.Status != "open" {
			return err
		}
		return e.collectOpen(i)
	})
}

// LoseAddress takes away where the customer of a subscription is, which its
// taxes need from now on: its next invoice cannot be finalized.
func (e *Emulator) LoseAddress(subscription string) error {
	return e.transact(func() error {
		s := e.state.subscriptions.get(subscription)
		if s == nil || s.ended() {
			return noSuch("subscription", subscription, "subscription")
		}
		owner := e.state.customers.get(s.Customer)
		owner.Address, s.AutomaticTax = nil, subscriptionTax{Enabled: true, Liability: &issuer{"self"}}
		if err := e.announceChange("customer.updated", owner); err != nil {
			return err
		}
		return e.announceChange("customer.subscription.updated", s)
	})
}
