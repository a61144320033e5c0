package emulator

import "strings"

func zero(n *int64) bool { return n == nil || *n == 0 }

// fillIn takes over what the customer typed; nil if all of it is right.
func (e *Emulator) fillIn(s *session, given Payment) *Outcome {
	for _, step := range []func(*session, Payment) string{e.takeQuantity, e.takePromotion, e.takeDetails, e.takeTaxID, e.takeConsent} {
		if wrong := step(s, given); wrong != "" {
			field, message, _ := strings.Cut(wrong, ": ")
			made := invalid(field, message)
			return &made
		}
	}
	e.reckon(s)
	return nil
}

func (e *Emulator) takeQuantity(s *session, given Payment) string {
	if given.Quantity == 0 {
		return ""
	}
	for at := range s.Private.Lines {
		one := &s.Private.Lines[at]
		if !one.Adjustable {
			continue
		}
		if given.Quantity < one.Minimum || given.Quantity > min(one.Maximum, most) {
			return "quantity: Please choose a quantity from " + count(one.Minimum) + " to " + count(one.Maximum) + "."
		}
		if e.state.prices.look(one.Price).UnitAmount*given.Quantity > most {
			return "quantity: This is more than can be paid at once."
		}
		one.Quantity = given.Quantity
		return ""
	}
	return "quantity: The quantity cannot be changed here."
}

// takePromotion: the code replaces what was there.
func (e *Emulator) takePromotion(s *session, given Payment) string {
	if given.PromotionCode == "" {
		return ""
	}
	if s.AllowPromotionCodes == nil || !*s.AllowPromotionCodes || s.Mode == "setup" {
		return "promotion_code: Promotion codes cannot be used here."
	}
	s.Private.Offers = nil
	e.reckon(s)
	code := e.promotion(given.PromotionCode)
	if err := e.canPromote(code, value(s.Customer), *s.AmountSubtotal); err != nil {
		return "promotion_code: " + err.Error()
	}
	if c := e.state.coupons.look(code.Coupon); c.Currency != nil && value(c.Currency) != value(s.Currency) {
		return "promotion_code: This promotion code is for another currency."
	}
	s.Private.Offers = []offer{{code.Coupon, &code.ID}}
	return ""
}

func (e *Emulator) takeDetails(s *session, given Payment) string {
	owner := e.state.customers.look(value(s.Customer))
	d := &customerDetails{Email: s.CustomerEmail, Name: optional(given.Name), TaxExempt: pointer("none"), TaxIDs: []shownTaxID{}}
	if given.Email != "" {
		d.Email = &given.Email
	}
	if owner != nil {
		d.Email, d.Address, d.Phone, d.TaxExempt = owner.Email, owner.Address, owner.Phone, &owner.TaxExempt
	}
	if given.Address != (Address{}) {
		d.Address = given.Address.stored()
	}
	switch {
	case owner == nil && !isEmail(value(d.Email)):
		return "email: Please type your e-mail address."
	case given.Address != (Address{}) && len(given.Address.Country) != 2:
		return "country: Please choose your country."
	case (value(s.BillingAddressCollection) == "required" || s.AutomaticTax.Enabled) && (d.Address == nil || d.Address.Country == nil):
		return "country: Please type your billing address."
	}
	s.CustomerDetails = d
	if s.AutomaticTax.Enabled {
		s.AutomaticTax.Status = pointer("complete")
	}
	return ""
}

func (a Address) stored() *address {
	return &address{
		City: optional(a.City), Country: optional(strings.ToUpper(a.Country)), Line1: optional(a.Line1), Line2: optional(a.Line2),
		PostalCode: optional(a.PostalCode), State: optional(a.State),
	}
}

func (e *Emulator) takeTaxID(s *session, given Payment) string {
	for _, one := range e.taxIDsOf(value(s.Customer)) {
		s.CustomerDetails.TaxIDs = append(s.CustomerDetails.TaxIDs, shownTaxID{one.Type, one.Value})
	}
	if given.TaxID == "" {
		return ""
	}
	switch {
	case s.TaxIDCollection == nil || !s.TaxIDCollection.Enabled:
		return "tax_id: Tax ids cannot be given here."
	case !isTaxType(given.TaxIDType) || len(given.TaxID) > 40:
		return "tax_id: This is not a tax id. An example: DE123456789."
	}
	s.CustomerDetails.TaxIDs = append(s.CustomerDetails.TaxIDs, shownTaxID{given.TaxIDType, given.TaxID})
	return ""
}

func (e *Emulator) takeConsent(s *session, given Payment) string {
	if s.ConsentCollection == nil || value(s.ConsentCollection.TermsOfService) != "required" {
		return ""
	}
	if !given.Terms {
		return "terms: Please agree to the terms of service."
	}
	s.Consent = &consent{TermsOfService: pointer("accepted")}
	return ""
}
