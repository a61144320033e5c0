package emulator

import "strings"

type (
	customer struct {
		ID                  string            `json:"id"`
		Object              string            `json:"object"`
		Address             *address          `json:"address"`
		Balance             int64             `json:"balance"`
		Created             int64             `json:"created"`
		Currency            *string           `json:"currency"`
		DefaultSource       *string           `json:"default_source"`
		Delinquent          bool              `json:"delinquent"`
		Description         *string           `json:"description"`
		Discount            *string           `json:"discount"`
		Email               *string           `json:"email"`
		InvoicePrefix       string            `json:"invoice_prefix"`
		InvoiceSettings     invoiceSettings   `json:"invoice_settings"`
		Livemode            bool              `json:"livemode"`
		Metadata            map[string]string `json:"metadata"`
		Name                *string           `json:"name"`
		NextInvoiceSequence int64             `json:"next_invoice_sequence"`
		Phone               *string           `json:"phone"`
		PreferredLocales    []string          `json:"preferred_locales"`
		Shipping            *shipping         `json:"shipping"`
		TaxExempt           string            `json:"tax_exempt"`
		TestClock           *string           `json:"test_clock"`
		Private             struct {
			Deleted bool `json:"deleted"`
		} `json:"_emulator"`
	}

	address struct {
		City       *string `json:"city"`
		Country    *string `json:"country"`
		Line1      *string `json:"line1"`
		Line2      *string `json:"line2"`
		PostalCode *string `json:"postal_code"`
		State      *string `json:"state"`
	}

	shipping struct {
		Address *address `json:"address"`
		Name    string   `json:"name"`
		Phone   *string  `json:"phone"`
	}

	invoiceSettings struct {
		CustomFields         []string `json:"custom_fields"`
		DefaultPaymentMethod *string  `json:"default_payment_method"`
		Footer               *string  `json:"footer"`
		RenderingOptions     *string  `json:"rendering_options"`
	}

	// gone is what is left of what was deleted.
	gone struct {
		ID      string `json:"id"`
		Object  string `json:"object"`
		Deleted bool   `json:"deleted"`
	}
)

const customerTakes = "email name description phone address shipping metadata tax tax_exempt invoice_settings preferred_locales balance next_invoice_sequence invoice_prefix"

var customerOperations = map[string]operation{
	"POST /v1/customers":        {customerTakes + " payment_method tax_id_data", "", createCustomer},
	"GET /v1/customers":         {"email" + paging, "", listCustomers},
	"GET /v1/customers/{id}":    {"", "", retrieveCustomer},
	"POST /v1/customers/{id}":   {customerTakes + " default_source", "", updateCustomer},
	"DELETE /v1/customers/{id}": {"", "", deleteCustomer},
}

// customer is nil for one that is unknown or deleted.
func (e *Emulator) customer(id string) *customer {
	if c := e.state.customers.get(id); c != nil && !c.Private.Deleted {
		return c
	}
	return nil
}

func createCustomer(e *Emulator, p params) (any, error) {
	id := newID("cus_")
	c := e.state.customers.put(id, &customer{
		ID: id, Object: "customer", Created: e.now().Unix(), InvoicePrefix: id[4:12],
		Metadata: map[string]string{}, NextInvoiceSequence: 1, PreferredLocales: []string{}, TaxExempt: "none",
	})
	e.readCustomer(c, p)
	for _, one := range p.items("tax_id_data") {
		e.addTaxID(c, one)
	}
	if given := p.Get("payment_method"); given != "" {
		if err := e.attach(given, c); err != nil {
			return nil, err
		}
	}
	return c, e.announce("customer.created", c)
}

func (e *Emulator) readCustomer(c *customer, p params) {
	for name, into := range map[string]**string{"email": &c.Email, "name": &c.Name, "description": &c.Description, "phone": &c.Phone} {
		p.word(name, into)
	}
	c.Metadata, c.Balance = p.merged(c.Metadata), p.signed("balance", c.Balance)
	c.Address = p.address("address", c.Address)
	c.TaxExempt = p.choice("tax_exempt", c.TaxExempt, "none", "exempt", "reverse")
	c.NextInvoiceSequence = p.count("next_invoice_sequence", c.NextInvoiceSequence)
	if p.gives("preferred_locales") {
		c.PreferredLocales = append([]string{}, p.all("preferred_locales")...)
	}
	if prefix := p.Get("invoice_prefix"); prefix != "" {
		c.InvoicePrefix = prefix
	}
	if p.gives("shipping") {
		sent := p.sub("shipping")
		c.Shipping = &shipping{Address: sent.address("address", nil), Name: sent.Get("name")}
		sent.word("phone", &c.Shipping.Phone)
	}
	settings := p.sub("invoice_settings")
	settings.word("default_payment_method", &c.InvoiceSettings.DefaultPaymentMethod)
	settings.word("footer", &c.InvoiceSettings.Footer)
	if method := value(c.InvoiceSettings.DefaultPaymentMethod); settings.Has("default_payment_method") && method != "" && !e.owns(c.ID, method) {
		p.refuse(noSuch("PaymentMethod", method, "invoice_settings[default_payment_method]"))
	}
}

// address reads the fields that are given; an empty value unsets all.
func (p params) address(name string, before *address) *address {
	if !p.gives(name) {
		return before
	}
	if p.Has(name) {
		return nil
	}
	inner, a := p.sub(name), address{}
	for field, into := range map[string]**string{
		"city": &a.City, "country": &a.Country, "line1": &a.Line1, "line2": &a.Line2, "postal_code": &a.PostalCode, "state": &a.State,
	} {
		inner.word(field, into)
	}
	return &a
}

func retrieveCustomer(e *Emulator, p params) (any, error) {
	c := e.state.customers.look(p.id)
	switch {
	case c == nil:
		return nil, noSuch("customer", p.id, "")
	case c.Private.Deleted:
		return gone{c.ID, "customer", true}, nil
	}
	return c, nil
}

func updateCustomer(e *Emulator, p params) (any, error) {
	c := e.customer(p.id)
	if c == nil {
		return nil, noSuch("customer", p.id, "")
	}
	e.readCustomer(c, p)
	return c, e.announceChange("customer.updated", c)
}

func listCustomers(e *Emulator, p params) (any, error) {
	return page(e.state.customers, "/v1/customers", p, func(c *customer) bool {
		return !c.Private.Deleted && p.is("email", value(c.Email)) && p.made(c.Created)
	})
}

// deleteCustomer ends the subscriptions too, at once.
func deleteCustomer(e *Emulator, p params) (any, error) {
	c := e.customer(p.id)
	if c == nil {
		return nil, noSuch("customer", p.id, "")
	}
	for _, s := range e.state.subscriptions.find(func(s *subscription) bool { return s.Customer == c.ID && !s.ended() }) {
		if err := e.end(s, "canceled", "cancellation_requested"); err != nil {
			return nil, err
		}
	}
	c.Private.Deleted = true
	return gone{c.ID, "customer", true}, e.announce("customer.deleted", c)
}

// line is an address as people write it; "" for none.
func (a *address) line() string {
	if a == nil {
		return ""
	}
	var parts []string
	for _, one := range []*string{a.Line1, a.Line2, a.PostalCode, a.City, a.State, a.Country} {
		if one != nil {
			parts = append(parts, *one)
		}
	}
	return strings.Join(parts, ", ")
}
