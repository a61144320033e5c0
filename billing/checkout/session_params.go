package checkout

import (
	"context"
	"strconv"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/snapshot"
)

// sessionParams is what the hosted page sells, and how.
func (s *Seller) sessionParams(ctx context.Context, o purchase) *stripe.CheckoutSessionParams {
	params := &stripe.CheckoutSessionParams{
		Mode:              stripe.String(string(stripe.CheckoutSessionModeSubscription)),
		Customer:          &o.customer.StripeID,
		ClientReferenceID: stripe.String(o.user.ID.String()),
		LineItems: []*stripe.CheckoutSessionLineItemParams{
			{Price: &o.price.ID, Quantity: &o.selection.Quantity},
		},
		SuccessURL:               stripe.String(s.returnAddress("{CHECKOUT_SESSION_ID}")),
		CancelURL:                stripe.String(s.terms.BaseURL + "/pricing"),
		AllowPromotionCodes:      stripe.Bool(true),
		BillingAddressCollection: stripe.String(string(stripe.CheckoutSessionBillingAddressCollectionAuto)),
	}
	params.Context = ctx
	params.AddMetadata(catalog.ItemKey, o.item.ID)
	params.AddMetadata(snapshot.PriceMark, o.price.ID)
	params.AddMetadata(snapshot.QuantityMark, strconv.FormatInt(o.selection.Quantity, 10))
	if o.isOnce() {
		params.Mode = stripe.String(string(stripe.CheckoutSessionModePayment))
		params.InvoiceCreation = &stripe.CheckoutSessionInvoiceCreationParams{Enabled: stripe.Bool(true)}
	} else {
		params.SubscriptionData = o.subscriptionData()
	}
	s.collect(params)
	return params
}

// returnAddress is the page that waits for what was bought.
func (s *Seller) returnAddress(sessionID string) string {
	return s.terms.BaseURL + "/billing/return?session_id=" + sessionID
}

// subscriptionData: a trial needs no other word than its length; Stripe takes the
// card before it begins.
func (o purchase) subscriptionData() *stripe.CheckoutSessionSubscriptionDataParams {
	data := &stripe.CheckoutSessionSubscriptionDataParams{Metadata: map[string]string{catalog.ItemKey: o.item.ID}}
	if o.trialDays > 0 {
		data.TrialPeriodDays = &o.trialDays
	}
	return data
}

// collect asks for what taxes and terms need. Stripe keeps what is typed with
// the customer.
func (s *Seller) collect(params *stripe.CheckoutSessionParams) {
	if s.terms.Tax {
		params.AutomaticTax = &stripe.CheckoutSessionAutomaticTaxParams{Enabled: stripe.Bool(true)}
		params.TaxIDCollection = &stripe.CheckoutSessionTaxIDCollectionParams{Enabled: stripe.Bool(true)}
		params.CustomerUpdate = &stripe.CheckoutSessionCustomerUpdateParams{
			Address: stripe.String("auto"), Name: stripe.String("auto"),
		}
	}
	if s.terms.Consent {
		params.ConsentCollection = &stripe.CheckoutSessionConsentCollectionParams{TermsOfService: stripe.String("required")}
	}
}
