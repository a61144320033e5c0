package api

import (
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// readTerms reads what becomes of the purchase.
func readTerms(s *objects.Session, p params.Params) {
	name := map[string]string{
		"subscription": "subscription_data", "payment": "payment_intent_data",
		"setup": "setup_intent_data",
	}[s.Mode]
	for _, other := range []string{"subscription_data", "payment_intent_data", "setup_intent_data"} {
		if other != name && p.Gives(other) {
			p.Bad(other, "", "You can not pass `"+other+"` in `"+s.Mode+"` mode.")
		}
	}
	data := p.Sub(name)
	s.Private.Metadata = data.Keyed("metadata")
	data.Word("description", &s.Private.Description)
	s.Private.SavesCard = s.Mode != "payment" || data.Get("setup_future_usage") != ""
	switch s.Mode {
	case "payment":
		s.CustomerCreation = new(p.Choice("customer_creation", "if_required", "always"))
		s.InvoiceCreation = readInvoiceCreation(p)
	case "subscription":
		s.PaymentMethodCollection = new(p.Choice("payment_method_collection", "always", "if_required"))
	}
	if s.Customer != nil {
		s.CustomerCreation = nil
	}
}

func readInvoiceCreation(p params.Params) *objects.InvoiceCreation {
	inner := p.Sub("invoice_creation")
	data := inner.Sub("invoice_data")
	made := &objects.InvoiceCreation{
		Enabled:     inner.Flag("enabled", false),
		InvoiceData: objects.InvoiceData{Metadata: data.Keyed("metadata")},
	}
	data.Word("description", &made.InvoiceData.Description)
	data.Word("footer", &made.InvoiceData.Footer)
	return made
}

// readCollection reads what the page asks of the customer.
func readCollection(tx *store.Tx, s *objects.Session, p params.Params) {
	owner := tx.Customers.Look(objects.Value(s.Customer))
	s.AutomaticTax = rules.TaxState(p.Sub("automatic_tax").Flag("enabled", false), owner)
	if p.Gives("allow_promotion_codes") {
		s.AllowPromotionCodes = new(p.Flag("allow_promotion_codes", false))
	}
	if p.Gives("discounts") && p.Flag("allow_promotion_codes", false) {
		p.Bad("allow_promotion_codes", "", "You may only specify one of these parameters: allow_promotion_codes, discounts.")
	}
	if p.Gives("tax_id_collection") {
		s.TaxIDCollection = &objects.TaxIDCollection{
			Enabled:  p.Sub("tax_id_collection").Flag("enabled", false),
			Required: p.Sub("tax_id_collection").Choice("required", "never", "if_supported"),
		}
	}
	if p.Has("billing_address_collection") {
		s.BillingAddressCollection = new(p.Choice("billing_address_collection", "auto", "required"))
	}
	s.PhoneNumberCollection.Enabled = p.Sub("phone_number_collection").Flag("enabled", false)
	if inner := p.Sub("consent_collection"); len(inner.Values) > 0 {
		s.ConsentCollection = &objects.ConsentCollection{}
		inner.Word("promotions", &s.ConsentCollection.Promotions)
		inner.Word("terms_of_service", &s.ConsentCollection.TermsOfService)
	}
	words := p.Sub("custom_text")
	for name, into := range map[string]**objects.Message{
		"after_submit": &s.CustomText.AfterSubmit, "shipping_address": &s.CustomText.ShippingAddress,
		"submit": &s.CustomText.Submit, "terms_of_service_acceptance": &s.CustomText.Terms,
	} {
		if said := words.Sub(name).Get("message"); said != "" {
			*into = &objects.Message{Message: said}
		}
	}
	update := p.Sub("customer_update")
	s.Private.SavesAddress = update.Choice("address", "never", "auto") == "auto"
	s.Private.SavesName = update.Choice("name", "never", "auto") == "auto"
	if s.Customer == nil && p.Gives("customer_update") {
		p.Bad("customer_update", "", "`customer_update` can only be used with `customer`.")
	}
}
