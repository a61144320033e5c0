package emulator

import "slices"

// sellOnce charges for what does not recur; with an invoice where the session
// makes one.
func (e *Emulator) sellOnce(s *session, owner *customer, m *paymentMethod) error {
	e.redeem(s.Private.Offers, value(s.Customer), nil, &s.ID)
	if s.InvoiceCreation != nil && s.InvoiceCreation.Enabled && owner != nil {
		return e.sellOnInvoice(s, owner, m)
	}
	if *s.AmountTotal == 0 {
		s.PaymentStatus = "no_payment_required"
		return nil
	}
	one := e.newIntent(*s.AmountTotal, *s.Currency, value(s.Customer))
	one.Metadata, one.Description, one.Private.Session, one.PaymentMethod = s.Private.Metadata, s.Private.Description, s.ID, &m.ID
	if s.Private.SavesCard {
		one.SetupFutureUsage = pointer("off_session")
	}
	s.PaymentIntent = &one.ID
	if m.Card == nil {
		_, err := e.collect(one, m, true)
		return err
	}
	s.PaymentStatus = "paid"
	return e.succeed(one, m)
}

func (e *Emulator) sellOnInvoice(s *session, owner *customer, m *paymentMethod) error {
	var lines []*line
	now := e.now().Unix()
	for at := range s.Private.Lines {
		sold := e.state.prices.look(s.Private.Lines[at].Price)
		name := e.state.products.look(sold.Product).Name
		lines = append(lines, &line{
			ID: newID("il_"), Object: "line_item", Amount: sold.UnitAmount * s.Private.Lines[at].Quantity, Currency: sold.Currency, Description: &name,
			Discountable: true, Discounts: []string{}, InvoiceItem: newID("ii_"), Metadata: map[string]string{}, Period: period{now, now}, Price: sold.ID,
			ProrationDetails: &prorationDetails{}, Quantity: pointer(s.Private.Lines[at].Quantity), TaxRates: []string{}, Type: "invoiceitem",
		})
	}
	i := e.draft(owner, *s.Currency, "manual", lines, e.discountsOf(s), s.AutomaticTax.Enabled)
	i.Metadata, i.Description = s.InvoiceCreation.InvoiceData.Metadata, s.InvoiceCreation.InvoiceData.Description
	if err := e.announce("invoice.created", i); err != nil {
		return err
	}
	if err := e.finalize(i); err != nil {
		return err
	}
	s.PaymentIntent = i.PaymentIntent
	if one := e.state.paymentIntents.get(value(i.PaymentIntent)); one != nil {
		one.Metadata, one.Description = s.Private.Metadata, s.Private.Description
	}
	return e.collectSold(s, i, m)
}

// discountsOf are the discounts that the session's purchase has made.
func (e *Emulator) discountsOf(s *session) []string {
	ids := []string{}
	for id, d := range e.state.discounts.newest() {
		if value(d.CheckoutSession) == s.ID {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids)
	return ids
}

// setUp keeps a card for later.
func (e *Emulator) setUp(s *session, m *paymentMethod) error {
	one := e.newSetup(value(s.Customer), s.Private.Metadata)
	one.Status, one.PaymentMethod, one.Description = "succeeded", &m.ID, s.Private.Description
	s.SetupIntent = &one.ID
	return e.announce("setup_intent.succeeded", one)
}
