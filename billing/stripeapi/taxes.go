package stripeapi

import (
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/money"
)

// TaxBehavior returns what the tax does to a price of a subscription; empty where none is taken.
// Rates that were given in the dashboard go before Stripe Tax.
func TaxBehavior(sub *stripe.Subscription, price *stripe.Price) string {
	if len(sub.DefaultTaxRates) > 0 {
		if sub.DefaultTaxRates[0].Inclusive {
			return money.TaxInclusive
		}
		return money.TaxExclusive
	}
	if sub.AutomaticTax == nil || !sub.AutomaticTax.Enabled {
		return ""
	}
	return PriceTax(price)
}

// InvoiceTax returns what the tax on an invoice does to its prices: its own rates go before what
// the price says.
func InvoiceTax(invoice *stripe.Invoice, price *stripe.Price) string {
	switch {
	case len(invoice.TotalTaxAmounts) == 0:
		return PriceTax(price)
	case invoice.TotalTaxAmounts[0].Inclusive:
		return money.TaxInclusive
	}
	return money.TaxExclusive
}

// PriceTax returns what the tax does to a price where one is taken.
func PriceTax(price *stripe.Price) string {
	if price.TaxBehavior == stripe.PriceTaxBehaviorInclusive {
		return money.TaxInclusive
	}
	return money.TaxExclusive
}
