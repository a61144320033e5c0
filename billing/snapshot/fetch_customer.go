package snapshot

import (
	"context"
	"fmt"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

// FetchCustomer reads a customer's details from Stripe into found; it returns
// [stripeapi.ErrUnknownCustomer] where Stripe does not know them.
func (s *Fetcher) FetchCustomer(ctx context.Context, c payments.Customer, found *Snapshot) error {
	params := &stripe.CustomerParams{}
	params.Context = ctx
	params.AddExpand("invoice_settings.default_payment_method")
	params.AddExpand("tax_ids")
	customer, err := s.stripe.Customers.Get(c.StripeID, params)
	if err = stripeapi.Classify(err); stripeapi.IsMissing(err, "") {
		return fmt.Errorf("%w: %s: %w", stripeapi.ErrUnknownCustomer, c.StripeID, err)
	}
	if err == nil {
		found.Details = detailsFrom(customer)
		found.fingerprint, found.discount = fingerprintOf(customer), customer.Discount
	}
	return err
}

func detailsFrom(c *stripe.Customer) payments.CustomerDetails {
	d := payments.CustomerDetails{
		Email: c.Email, Name: c.Name, Deleted: c.Deleted, Currency: string(c.Currency), Balance: c.Balance,
	}
	if c.Address != nil {
		d.Address, d.Country = addressLines(c.Address), c.Address.Country
	}
	if c.TaxIDs != nil {
		for _, id := range c.TaxIDs.Data {
			d.TaxIDs = append(d.TaxIDs, id.Value)
		}
	}
	d.HasMethod = c.DefaultSource != nil || c.InvoiceSettings != nil && c.InvoiceSettings.DefaultPaymentMethod != nil
	if c.InvoiceSettings != nil {
		d.Card = cardFrom(c.InvoiceSettings.DefaultPaymentMethod)
	}
	return d
}

func fingerprintOf(c *stripe.Customer) string {
	if c.InvoiceSettings == nil || c.InvoiceSettings.DefaultPaymentMethod == nil ||
		c.InvoiceSettings.DefaultPaymentMethod.Card == nil {
		return ""
	}
	return c.InvoiceSettings.DefaultPaymentMethod.Card.Fingerprint
}

func addressLines(a *stripe.Address) []string {
	var lines []string
	for _, line := range []string{a.Line1, a.Line2, strings.TrimSpace(a.PostalCode + " " + a.City), a.State, a.Country} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func cardFrom(method *stripe.PaymentMethod) *payments.Card {
	if method == nil || method.Card == nil {
		return nil
	}
	return &payments.Card{
		Brand: string(method.Card.Brand), Last4: method.Card.Last4, ExpMonth: int(method.Card.ExpMonth),
		ExpYear: int(method.Card.ExpYear),
	}
}
