package emulator

func updatePaymentMethod(e *Emulator, p params) (any, error) {
	m := e.state.paymentMethods.get(p.id)
	if m == nil {
		return nil, noSuch("PaymentMethod", p.id, "")
	}
	m.Metadata, m.BillingDetails = p.merged(m.Metadata), p.details(m.BillingDetails)
	if err := m.readExpiry(p, e.now()); err != nil {
		return nil, err
	}
	return m, e.announceChange("payment_method.updated", m)
}

func attachPaymentMethod(e *Emulator, p params) (any, error) {
	owner := e.customer(p.Get("customer"))
	if owner == nil {
		return nil, noSuch("customer", p.Get("customer"), "customer")
	}
	m := e.method(p.id)
	if m == nil {
		return nil, noSuch("PaymentMethod", p.id, "")
	}
	return m, e.attach(m.ID, owner)
}

// attach: a declined card cannot be kept at all.
func (e *Emulator) attach(id string, owner *customer) error {
	m := e.method(id)
	switch {
	case m == nil:
		return noSuch("PaymentMethod", id, "payment_method")
	case value(m.Customer) == owner.ID:
		return nil
	case m.Customer != nil:
		return badState("payment_method_unexpected_state", "The payment method you provided has already been attached to a customer.")
	}
	if said := e.judge(m, true); said.code != "" {
		return said.refusal("")
	}
	m.Customer = &owner.ID
	return e.announce("payment_method.attached", m)
}

// detachPaymentMethod takes it out of everything that would use it.
func detachPaymentMethod(e *Emulator, p params) (any, error) {
	m := e.state.paymentMethods.get(p.id)
	if m == nil {
		return nil, noSuch("PaymentMethod", p.id, "")
	}
	if m.Customer == nil {
		return nil, badState("payment_method_unexpected_state", "The payment method you provided is not attached to a customer so detachment is impossible.")
	}
	owner := e.state.customers.get(*m.Customer)
	if value(owner.InvoiceSettings.DefaultPaymentMethod) == m.ID {
		owner.InvoiceSettings.DefaultPaymentMethod = nil
		if err := e.announceChange("customer.updated", owner); err != nil {
			return nil, err
		}
	}
	for _, s := range e.state.subscriptions.find(func(s *subscription) bool { return value(s.DefaultPaymentMethod) == m.ID }) {
		s.DefaultPaymentMethod = nil
	}
	m.Customer = nil
	return m, e.announceChange("payment_method.detached", m)
}

func listPaymentMethods(e *Emulator, p params) (any, error) {
	if owner := p.Get("customer"); owner != "" && e.state.customers.look(owner) == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	return e.methodsOf(p.Get("customer"), "/v1/payment_methods", p)
}

func listCustomerMethods(e *Emulator, p params) (any, error) {
	if e.customer(p.id) == nil {
		return nil, noSuch("customer", p.id, "")
	}
	return e.methodsOf(p.id, "/v1/customers/"+p.id+"/payment_methods", p)
}

func (e *Emulator) methodsOf(owner, url string, p params) (any, error) {
	return page(e.state.paymentMethods, url, p, func(m *paymentMethod) bool {
		return m.Customer != nil && (owner == "" || *m.Customer == owner) && p.is("type", m.Type)
	})
}

// changeCard gives a customer another default payment method; the subscriptions
// follow.
func (e *Emulator) changeCard(owner *customer, given card) (*paymentMethod, error) {
	m, err := e.newMethod(given, billingDetails{Address: owner.Address, Email: owner.Email, Name: owner.Name})
	if err != nil {
		return nil, err
	}
	e.state.paymentMethods.put(m.ID, m)
	if err := e.attach(m.ID, owner); err != nil {
		return nil, err
	}
	owner.InvoiceSettings.DefaultPaymentMethod = &m.ID
	for _, s := range e.state.subscriptions.find(func(s *subscription) bool { return s.Customer == owner.ID && !s.ended() }) {
		if s.DefaultPaymentMethod != nil {
			s.DefaultPaymentMethod = &m.ID
		}
	}
	return m, e.announceChange("customer.updated", owner)
}
