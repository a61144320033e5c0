package checkout

import (
	"strconv"
	"strings"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// fillIn takes over what the customer typed; nil if all of it is right.
func fillIn(tx *store.Tx, s *objects.Session, given objects.Payment) *objects.Outcome {
	for _, step := range []func(*store.Tx, *objects.Session, objects.Payment) string{
		TakeQuantity, TakePromotion, takeDetails, takeTaxID, takeConsent,
	} {
		if wrong := step(tx, s, given); wrong != "" {
			field, message, _ := strings.Cut(wrong, ": ")
			made := Invalid(field, message)
			return &made
		}
	}
	UpdateTotals(tx, s)
	return nil
}

// TakeQuantity takes over how many the customer wants. As all that take over something,
// it returns "", or the field at fault and what is wrong with it.
func TakeQuantity(tx *store.Tx, s *objects.Session, given objects.Payment) string {
	if given.Quantity == 0 {
		return ""
	}
	for at := range s.Private.Lines {
		one := &s.Private.Lines[at]
		if !one.Adjustable {
			continue
		}
		if given.Quantity < one.Minimum || given.Quantity > min(one.Maximum, rules.MaxAmount) {
			return "quantity: Please choose a quantity from " + strconv.FormatInt(
				one.Minimum, 10,
			) + " to " + strconv.FormatInt(one.Maximum, 10) + "."
		}
		if tx.Prices.Look(one.Price).UnitAmount*given.Quantity > rules.MaxAmount {
			return "quantity: This is more than can be paid at once."
		}
		one.Quantity = given.Quantity
		return ""
	}
	return "quantity: The quantity cannot be changed here."
}

// TakePromotion: the code replaces what was there.
func TakePromotion(tx *store.Tx, s *objects.Session, given objects.Payment) string {
	if given.PromotionCode == "" {
		return ""
	}
	if s.AllowPromotionCodes == nil || !*s.AllowPromotionCodes || s.Mode == "setup" {
		return "promotion_code: Promotion codes cannot be used here."
	}
	s.Private.Offers = nil
	UpdateTotals(tx, s)
	code := rules.PromotionCode(tx, given.PromotionCode)
	if err := rules.CanPromote(tx, code, objects.Value(s.Customer), *s.AmountSubtotal); err != nil {
		return "promotion_code: " + err.Error()
	}
	if c := tx.Coupons.Look(code.Coupon); c.Currency != nil && objects.Value(c.Currency) != objects.Value(s.Currency) {
		return "promotion_code: This promotion code is for another currency."
	}
	s.Private.Offers = []objects.Offer{{Coupon: code.Coupon, Promotion: &code.ID}}
	return ""
}

func takeDetails(tx *store.Tx, s *objects.Session, given objects.Payment) string {
	owner := tx.Customers.Look(objects.Value(s.Customer))
	d := &objects.CustomerDetails{
		Email: s.CustomerEmail, Name: objects.Optional(given.Name), TaxExempt: new("none"),
		TaxIDs: []objects.ShownTaxID{},
	}
	if given.Email != "" {
		d.Email = &given.Email
	}
	if owner != nil {
		d.Email, d.Address, d.Phone, d.TaxExempt = owner.Email, owner.Address, owner.Phone, &owner.TaxExempt
	}
	if given.Address != (objects.TypedAddress{}) {
		d.Address = given.Address.Stored()
	}
	switch {
	case owner == nil && !IsEmail(objects.Value(d.Email)):
		return "email: Please enter your email address."
	case given.Address != (objects.TypedAddress{}) && len(given.Address.Country) != 2:
		return "country: Please choose your country."
	case (objects.Value(s.BillingAddressCollection) == "required" ||
		s.AutomaticTax.Enabled) && (d.Address == nil || d.Address.Country == nil):
		return "country: Please enter your billing address."
	}
	s.CustomerDetails = d
	if s.AutomaticTax.Enabled {
		s.AutomaticTax.Status = new("complete")
	}
	return ""
}

func takeTaxID(tx *store.Tx, s *objects.Session, given objects.Payment) string {
	for _, one := range rules.TaxIDsOf(tx, objects.Value(s.Customer)) {
		s.CustomerDetails.TaxIDs = append(s.CustomerDetails.TaxIDs, objects.ShownTaxID{Type: one.Type, Value: one.Value})
	}
	if given.TaxID == "" {
		return ""
	}
	switch {
	case s.TaxIDCollection == nil || !s.TaxIDCollection.Enabled:
		return "tax_id: Tax ids cannot be given here."
	case !rules.IsTaxType(given.TaxIDType) || len(given.TaxID) > 40:
		return "tax_id: This is not a tax id. An example: DE123456789."
	}
	s.CustomerDetails.TaxIDs = append(s.CustomerDetails.TaxIDs, objects.ShownTaxID{
		Type: given.TaxIDType, Value: given.TaxID,
	})
	return ""
}

func takeConsent(tx *store.Tx, s *objects.Session, given objects.Payment) string {
	if s.ConsentCollection == nil || objects.Value(s.ConsentCollection.TermsOfService) != "required" {
		return ""
	}
	if !given.Terms {
		return "terms: Please agree to the terms of service."
	}
	s.Consent = &objects.Consent{TermsOfService: new("accepted")}
	return ""
}
