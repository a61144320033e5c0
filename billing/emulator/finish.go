package emulator

import "net/url"

// finish completes a session whose payment is certain, or on its way.
func (e *Emulator) finish(s *session, given Payment, said verdict) (Outcome, error) {
	owner, err := e.buyer(s, given)
	if err != nil {
		return Outcome{}, err
	}
	m, err := e.keepMethod(s, given, owner)
	if err != nil {
		return Outcome{}, err
	}
	switch s.Mode {
	case "subscription":
		err = e.sell(s, owner, m)
	case "payment":
		err = e.sellOnce(s, owner, m)
	default:
		err = e.setUp(s, m)
	}
	if err != nil {
		return Outcome{}, err
	}
	s.Status, s.URL = "complete", nil
	done := Outcome{Status: Completed, Next: s.next()}
	if said.waits {
		done.Status = Processing
	}
	return done, e.announce("checkout.session.completed", s)
}

// buyer is the session's customer with what they typed; a new one where it has
// none and needs one.
func (e *Emulator) buyer(s *session, given Payment) (*customer, error) {
	d := s.CustomerDetails
	owner := e.state.customers.get(value(s.Customer))
	if owner == nil {
		if s.Mode == "payment" && value(s.CustomerCreation) != "always" {
			return nil, nil
		}
		made, err := createCustomer(e, newParams(url.Values{"email": {value(d.Email)}, "name": {value(d.Name)}}, ""))
		if err != nil {
			return nil, err
		}
		owner = made.(*customer)
		owner.Address, s.Customer = d.Address, &owner.ID
	}
	if (s.Private.SavesAddress || owner.Address == nil) && d.Address != nil {
		owner.Address = d.Address
	}
	if s.Private.SavesName && d.Name != nil {
		owner.Name = d.Name
	}
	if given.TaxID != "" {
		e.addTaxID(owner, newParams(url.Values{"type": {given.TaxIDType}, "value": {given.TaxID}}, ""))
	}
	return owner, e.announceChange("customer.updated", owner)
}

// keepMethod is the payment method, kept with the customer where it is used
// again; nil where none was asked for.
func (e *Emulator) keepMethod(s *session, given Payment, owner *customer) (*paymentMethod, error) {
	if given.Card == "" {
		return nil, nil
	}
	d := s.CustomerDetails
	m, err := e.newMethod(given.card(), billingDetails{Address: d.Address, Email: d.Email, Name: optional(given.Name)})
	if err != nil {
		return nil, err
	}
	e.state.paymentMethods.put(m.ID, m)
	if owner != nil && s.Private.SavesCard {
		return m, e.attach(m.ID, owner)
	}
	return m, nil
}

// sell starts the subscription and pays its first invoice.
func (e *Emulator) sell(s *session, owner *customer, m *paymentMethod) error {
	made := e.newSubscription(owner, *s.Currency)
	made.Metadata, made.Description, made.AutomaticTax.Enabled = s.Private.Metadata, s.Private.Description, s.AutomaticTax.Enabled
	made.TrialSettings.EndBehavior.MissingPaymentMethod = s.Private.TrialWithout
	if made.TrialEnd = s.Private.TrialEnd; s.Private.TrialDays > 0 {
		made.TrialEnd = pointer(e.now().Unix() + s.Private.TrialDays*24*3600)
	}
	for _, one := range s.Private.Lines {
		added := e.newItem(made, one.Price, one.Quantity)
		if sold := e.state.prices.look(one.Price); sold.Recurring != nil {
			made.Items.Data = append(made.Items.Data, added)
			continue
		}
		made.Private.Pending = append(made.Private.Pending, e.onceLine(made, &added))
	}
	if m != nil {
		made.DefaultPaymentMethod = &m.ID
	}
	e.setDiscounts(made, e.redeem(s.Private.Offers, owner.ID, &made.ID, &s.ID))
	s.Subscription = &made.ID
	if err := e.begin(made, m, true); err != nil {
		return err
	}
	return e.collectSold(s, e.state.invoices.get(*made.LatestInvoice), m)
}

func (e *Emulator) onceLine(s *subscription, one *item) *line {
	sold := e.state.prices.look(one.Price)
	now := e.now().Unix()
	made := e.lineFor(s, one, sold.UnitAmount*one.Quantity, now, now, e.state.products.look(sold.Product).Name)
	made.Type, made.InvoiceItem, made.SubscriptionItem = "invoiceitem", newID("ii_"), ""
	return made
}

// collectSold pays the invoice of a session; the bank's word is known.
func (e *Emulator) collectSold(s *session, i *invoice, m *paymentMethod) error {
	s.Invoice = &i.ID
	s.PaymentStatus = "paid"
	if i.Total == 0 {
		s.PaymentStatus = "no_payment_required"
	}
	if i.Status != "open" {
		return nil
	}
	one := e.state.paymentIntents.get(*i.PaymentIntent)
	one.Private.Session = s.ID
	if m.Card != nil { // it has been asked, and answered
		i.Attempted, i.AttemptCount, one.PaymentMethod = true, 1, &m.ID
		if err := e.succeed(one, m); err != nil {
			return err
		}
		return e.conclude(i, verdict{})
	}
	s.PaymentStatus = "unpaid"
	_, err := e.attempt(i, m, true)
	return err
}
