package checkout

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// sellOnce charges for what does not recur; with an invoice where the session
// makes one.
func sellOnce(tx *store.Tx, s *objects.Session, owner *objects.Customer, m *objects.PaymentMethod) error {
	rules.Redeem(tx, s.Private.Offers, objects.Value(s.Customer), nil, &s.ID)
	if s.InvoiceCreation != nil && s.InvoiceCreation.Enabled && owner != nil {
		return sellOnInvoice(tx, s, owner, m)
	}
	if *s.AmountTotal == 0 {
		s.PaymentStatus = "no_payment_required"
		return nil
	}
	one := rules.NewIntent(tx, *s.AmountTotal, *s.Currency, objects.Value(s.Customer))
	one.Metadata, one.Description = s.Private.Metadata, s.Private.Description
	one.Private.Session, one.PaymentMethod = s.ID, &m.ID
	if s.Private.SavesCard {
		one.SetupFutureUsage = new("off_session")
	}
	s.PaymentIntent = &one.ID
	if m.Card == nil {
		_, err := rules.Collect(tx, one, m, true)
		return err
	}
	s.PaymentStatus = "paid"
	return rules.Succeed(tx, one, m)
}

func sellOnInvoice(tx *store.Tx, s *objects.Session, owner *objects.Customer, m *objects.PaymentMethod) error {
	var lines []*objects.Line
	now := tx.Now().Unix()
	for at := range s.Private.Lines {
		sold := tx.Prices.Look(s.Private.Lines[at].Price)
		name := tx.Products.Look(sold.Product).Name
		lines = append(lines, &objects.Line{
			ID: objects.NewID("il_"), Object: "line_item",
			Amount: sold.UnitAmount * s.Private.Lines[at].Quantity, Currency: sold.Currency, Description: &name,
			Discountable: true, Discounts: []string{}, InvoiceItem: objects.NewID("ii_"),
			Metadata: map[string]string{}, Period: objects.Period{End: now, Start: now}, Price: sold.ID,
			ProrationDetails: &objects.ProrationDetails{}, Quantity: new(s.Private.Lines[at].Quantity),
			TaxRates: []string{}, Type: "invoiceitem",
		})
	}
	i := rules.Draft(tx, owner, *s.Currency, "manual", lines, discountsOf(tx, s), s.AutomaticTax.Enabled)
	i.Metadata, i.Description = s.InvoiceCreation.InvoiceData.Metadata, s.InvoiceCreation.InvoiceData.Description
	if err := events.Announce(tx, "invoice.created", i); err != nil {
		return err
	}
	if err := rules.Finalize(tx, i); err != nil {
		return err
	}
	s.PaymentIntent = i.PaymentIntent
	if one := tx.PaymentIntents.Get(objects.Value(i.PaymentIntent)); one != nil {
		one.Metadata, one.Description = s.Private.Metadata, s.Private.Description
	}
	return collectSold(tx, s, i, m)
}

// discountsOf are the discounts that the session's purchase has made.
func discountsOf(tx *store.Tx, s *objects.Session) []string {
	ids := []string{}
	for id, d := range tx.Discounts.Newest() {
		if objects.Value(d.CheckoutSession) == s.ID {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids)
	return ids
}

// setUp keeps a card for later.
func setUp(tx *store.Tx, s *objects.Session, m *objects.PaymentMethod) error {
	one := rules.NewSetup(tx, objects.Value(s.Customer), s.Private.Metadata)
	one.Status, one.PaymentMethod, one.Description = "succeeded", &m.ID, s.Private.Description
	s.SetupIntent = &one.ID
	return events.Announce(tx, "setup_intent.succeeded", one)
}
