package billing

import (
	"context"
	"strconv"

	"github.com/stripe/stripe-go/v79"
)

// sessionParams is what the hosted page sells, and how.
func (s *Service) sessionParams(ctx context.Context, o order) *stripe.CheckoutSessionParams {
	params := &stripe.CheckoutSessionParams{
		Mode:                     stripe.String(string(stripe.CheckoutSessionModeSubscription)),
		Customer:                 &o.customer.StripeID,
		ClientReferenceID:        stripe.String(o.user.ID.String()),
		LineItems:                []*stripe.CheckoutSessionLineItemParams{{Price: &o.price.ID, Quantity: &o.wish.Quantity}},
		SuccessURL:               stripe.String(s.settings.returnAddress("{CHECKOUT_SESSION_ID}")),
		CancelURL:                stripe.String(s.settings.BaseURL + "/pricing"),
		AllowPromotionCodes:      stripe.Bool(true),
		BillingAddressCollection: stripe.String(string(stripe.CheckoutSessionBillingAddressCollectionAuto)),
	}
	params.Context = ctx
	params.AddMetadata(wareKey, o.ware.id)
	params.AddMetadata(priceMark, o.price.ID)
	params.AddMetadata(quantityMark, strconv.FormatInt(o.wish.Quantity, 10))
	if o.isOnce() {
		params.Mode = stripe.String(string(stripe.CheckoutSessionModePayment))
		params.InvoiceCreation = &stripe.CheckoutSessionInvoiceCreationParams{Enabled: stripe.Bool(true)}
	} else {
		params.SubscriptionData = o.subscriptionData()
	}
	s.settings.collect(params)
	return params
}

// returnAddress is the page that waits for what was bought.
func (s Settings) returnAddress(sessionID string) string {
	return s.BaseURL + "/billing/return?session_id=" + sessionID
}

// subscriptionData: a trial needs no other word than its length; Stripe takes the
// card before it begins.
func (o order) subscriptionData() *stripe.CheckoutSessionSubscriptionDataParams {
	data := &stripe.CheckoutSessionSubscriptionDataParams{Metadata: map[string]string{wareKey: o.ware.id}}
	if o.trialDays > 0 {
		data.TrialPeriodDays = &o.trialDays
	}
	return data
}

// collect asks for what taxes and terms need. Stripe keeps what is typed with
// the customer.
func (s Settings) collect(params *stripe.CheckoutSessionParams) {
	if s.Tax {
		params.AutomaticTax = &stripe.CheckoutSessionAutomaticTaxParams{Enabled: stripe.Bool(true)}
		params.TaxIDCollection = &stripe.CheckoutSessionTaxIDCollectionParams{Enabled: stripe.Bool(true)}
		params.CustomerUpdate = &stripe.CheckoutSessionCustomerUpdateParams{Address: stripe.String("auto"), Name: stripe.String("auto")}
	}
	if s.TermsConsent {
		params.ConsentCollection = &stripe.CheckoutSessionConsentCollectionParams{TermsOfService: stripe.String("required")}
	}
}
