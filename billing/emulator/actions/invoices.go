package actions

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// FinalizeInvoice finalizes a draft and asks for the money.
func (a *Actions) FinalizeInvoice(id string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		i, err := rules.Invoice(tx, id)
		if err == nil && i.Status != "draft" {
			err = rules.NotPossible(i, "finalize")
		}
		if err == nil {
			err = rules.Finalize(tx, i)
		}
		if err != nil || i.Status != "open" {
			return err
		}
		return rules.CollectOpen(tx, i)
	})
}

// LoseAddress takes away where the customer of a subscription is, which its
// taxes need from now on: its next invoice cannot be finalized.
func (a *Actions) LoseAddress(subscription string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		s := tx.Subscriptions.Get(subscription)
		if s == nil || s.Ended() {
			return apierror.NotFound("subscription", subscription, "subscription")
		}
		owner := tx.Customers.Get(s.Customer)
		owner.Address, s.AutomaticTax = nil, objects.SubscriptionTax{Enabled: true, Liability: &objects.Issuer{Type: "self"}}
		if err := events.AnnounceChange(tx, "customer.updated", owner); err != nil {
			return err
		}
		return events.AnnounceChange(tx, "customer.subscription.updated", s)
	})
}
