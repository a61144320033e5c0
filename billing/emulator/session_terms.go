package emulator

// readTerms reads what becomes of the purchase.
func (s *session) readTerms(p params) {
	name := map[string]string{"subscription": "subscription_data", "payment": "payment_intent_data", "setup": "setup_intent_data"}[s.Mode]
	for _, other := range []string{"subscription_data", "payment_intent_data", "setup_intent_data"} {
		if other != name && p.gives(other) {
			p.bad(other, "", "You can not pass `"+other+"` in `"+s.Mode+"` mode.")
		}
	}
	data := p.sub(name)
	s.Private.Metadata = data.keyed("metadata")
	data.word("description", &s.Private.Description)
	s.Private.SavesCard = s.Mode != "payment" || data.Get("setup_future_usage") != ""
	switch s.Mode {
	case "payment":
		s.CustomerCreation = pointer(p.choice("customer_creation", "if_required", "always"))
		s.InvoiceCreation = p.invoiceCreation()
	case "subscription":
		s.PaymentMethodCollection = pointer(p.choice("payment_method_collection", "always", "if_required"))
	}
	if s.Customer != nil {
		s.CustomerCreation = nil
	}
}

func (p params) invoiceCreation() *invoiceCreation {
	inner := p.sub("invoice_creation")
	data := inner.sub("invoice_data")
	made := &invoiceCreation{Enabled: inner.flag("enabled", false), InvoiceData: invoiceData{Metadata: data.keyed("metadata")}}
	data.word("description", &made.InvoiceData.Description)
	data.word("footer", &made.InvoiceData.Footer)
	return made
}

// readCollection reads what the page asks of the customer.
func (e *Emulator) readCollection(s *session, p params) {
	owner := e.state.customers.look(value(s.Customer))
	s.AutomaticTax = taxState(p.sub("automatic_tax").flag("enabled", false), owner)
	if p.gives("allow_promotion_codes") {
		s.AllowPromotionCodes = pointer(p.flag("allow_promotion_codes", false))
	}
	if p.gives("discounts") && p.flag("allow_promotion_codes", false) {
		p.bad("allow_promotion_codes", "", "You may only specify one of these parameters: allow_promotion_codes, discounts.")
	}
	if p.gives("tax_id_collection") {
		s.TaxIDCollection = &taxIDCollection{p.sub("tax_id_collection").flag("enabled", false), p.sub("tax_id_collection").choice("required", "never", "if_supported")}
	}
	if p.Has("billing_address_collection") {
		s.BillingAddressCollection = pointer(p.choice("billing_address_collection", "auto", "required"))
	}
	s.PhoneNumberCollection.Enabled = p.sub("phone_number_collection").flag("enabled", false)
	if inner := p.sub("consent_collection"); len(inner.Values) > 0 {
		s.ConsentCollection = &consentCollection{}
		inner.word("promotions", &s.ConsentCollection.Promotions)
		inner.word("terms_of_service", &s.ConsentCollection.TermsOfService)
	}
	words := p.sub("custom_text")
	for name, into := range map[string]**message{
		"after_submit": &s.CustomText.AfterSubmit, "shipping_address": &s.CustomText.ShippingAddress,
		"submit": &s.CustomText.Submit, "terms_of_service_acceptance": &s.CustomText.Terms,
	} {
		if said := words.sub(name).Get("message"); said != "" {
			*into = &message{said}
		}
	}
	update := p.sub("customer_update")
	s.Private.SavesAddress = update.choice("address", "never", "auto") == "auto"
	s.Private.SavesName = update.choice("name", "never", "auto") == "auto"
	if s.Customer == nil && p.gives("customer_update") {
		p.bad("customer_update", "", "`customer_update` can only be used with `customer`.")
	}
}
