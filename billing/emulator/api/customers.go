package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

const customerTakes = "email name description phone address shipping metadata tax tax_exempt invoice_settings " +
	"preferred_locales balance coupon next_invoice_sequence invoice_prefix"

var customerOperations = map[string]operation{
	"POST /v1/customers":        {customerTakes + " payment_method tax_id_data", "", createCustomer},
	"GET /v1/customers":         {"email" + paging, "", listCustomers},
	"GET /v1/customers/{id}":    {"", "", retrieveCustomer},
	"POST /v1/customers/{id}":   {customerTakes + " default_source", "", UpdateCustomer},
	"DELETE /v1/customers/{id}": {"", "", deleteCustomer},
}

func createCustomer(tx *store.Tx, p params.Params) (any, error) {
	c := rules.NewCustomer(tx)
	readCustomer(tx, c, p)
	for _, one := range p.Items("tax_id_data") {
		readTaxID(tx, c, one)
	}
	if given := p.Get("payment_method"); given != "" {
		if err := rules.Attach(tx, given, c); err != nil {
			return nil, err
		}
	}
	if err := readCustomerCoupon(tx, c, p); err != nil {
		return nil, err
	}
	return c, events.Announce(tx, "customer.created", c)
}

func readCustomer(tx *store.Tx, c *objects.Customer, p params.Params) {
	for name, into := range map[string]**string{
		"email": &c.Email, "name": &c.Name, "description": &c.Description, "phone": &c.Phone,
	} {
		p.Word(name, into)
	}
	c.Metadata, c.Balance = p.Merged(c.Metadata), p.Signed("balance", c.Balance)
	c.Address = readAddress(p, "address", c.Address)
	c.TaxExempt = p.Choice("tax_exempt", c.TaxExempt, "none", "exempt", "reverse")
	c.NextInvoiceSequence = p.Count("next_invoice_sequence", c.NextInvoiceSequence)
	if p.Gives("preferred_locales") {
		c.PreferredLocales = append([]string{}, p.All("preferred_locales")...)
	}
	if prefix := p.Get("invoice_prefix"); prefix != "" {
		c.InvoicePrefix = prefix
	}
	if p.Gives("shipping") {
		sent := p.Sub("shipping")
		c.Shipping = &objects.Shipping{Address: readAddress(sent, "address", nil), Name: sent.Get("name")}
		sent.Word("phone", &c.Shipping.Phone)
	}
	settings := p.Sub("invoice_settings")
	settings.Word("default_payment_method", &c.InvoiceSettings.DefaultPaymentMethod)
	settings.Word("footer", &c.InvoiceSettings.Footer)
	if method := objects.Value(c.InvoiceSettings.DefaultPaymentMethod); settings.Has("default_payment_method") &&
		method != "" && !rules.Owns(tx, c.ID, method) {
		p.Refuse(apierror.NotFound("PaymentMethod", method, "invoice_settings[default_payment_method]"))
	}
}

// readAddress reads the fields that are given; an empty value unsets all.
func readAddress(p params.Params, name string, before *objects.Address) *objects.Address {
	if !p.Gives(name) {
		return before
	}
	if p.Has(name) {
		return nil
	}
	inner, a := p.Sub(name), objects.Address{}
	for field, into := range map[string]**string{
		"city": &a.City, "country": &a.Country, "line1": &a.Line1, "line2": &a.Line2,
		"postal_code": &a.PostalCode, "state": &a.State,
	} {
		inner.Word(field, into)
	}
	return &a
}

func retrieveCustomer(tx *store.Tx, p params.Params) (any, error) {
	c := tx.Customers.Look(p.ID)
	switch {
	case c == nil:
		return nil, apierror.NotFound("customer", p.ID, "")
	case c.Private.Deleted:
		return objects.Deleted{ID: c.ID, Object: "customer", Deleted: true}, nil
	}
	return c, nil
}

// UpdateCustomer changes a customer.
func UpdateCustomer(tx *store.Tx, p params.Params) (any, error) {
	c := rules.Customer(tx, p.ID)
	if c == nil {
		return nil, apierror.NotFound("customer", p.ID, "")
	}
	readCustomer(tx, c, p)
	if err := readCustomerCoupon(tx, c, p); err != nil {
		return nil, err
	}
	return c, events.AnnounceChange(tx, "customer.updated", c)
}

// readCustomerCoupon gives a customer the discount of a coupon; an empty one takes it away.
func readCustomerCoupon(tx *store.Tx, c *objects.Customer, p params.Params) error {
	if !p.Has("coupon") {
		return nil
	}
	if c.Discount = nil; p.Get("coupon") == "" {
		return nil
	}
	offer, err := readOffer(tx, p, c.ID)
	if err != nil {
		return err
	}
	c.Discount = &rules.Redeem(tx, []objects.Offer{offer}, c.ID, nil, nil)[0]
	return events.Announce(tx, "customer.discount.created", tx.Discounts.Look(*c.Discount))
}

func listCustomers(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Customers.Newest(), "/v1/customers", p, func(c *objects.Customer) bool {
		return !c.Private.Deleted && p.Is("email", objects.Value(c.Email)) && p.Made(c.Created)
	})
}

// deleteCustomer ends the subscriptions too, at once.
func deleteCustomer(tx *store.Tx, p params.Params) (any, error) {
	c := rules.Customer(tx, p.ID)
	if c == nil {
		return nil, apierror.NotFound("customer", p.ID, "")
	}
	for _, s := range tx.Subscriptions.Find(func(s *objects.Subscription) bool {
		return s.Customer == c.ID && !s.Ended()
	}) {
		if err := rules.End(tx, s, "canceled", "cancellation_requested"); err != nil {
			return nil, err
		}
	}
	c.Private.Deleted = true
	return objects.Deleted{ID: c.ID, Object: "customer", Deleted: true}, events.Announce(tx, "customer.deleted", c)
}
