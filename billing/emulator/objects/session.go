package objects

import "strings"

// Next is where a customer goes who has paid.
func (s *Session) Next() string {
	return strings.ReplaceAll(Value(s.SuccessURL), "{CHECKOUT_SESSION_ID}", s.ID)
}

// NeedsNoCard: nothing is due, and none has to be kept.
func (s *Session) NeedsNoCard() bool {
	return s.Mode != "setup" && zero(s.AmountTotal) && (s.Mode == "payment" ||
		Value(s.PaymentMethodCollection) == "if_required")
}

type (
	// Session is a checkout page.
	Session struct {
		ID                       string             `json:"id"`
		Object                   string             `json:"object"`
		AfterExpiration          *string            `json:"after_expiration"`
		AllowPromotionCodes      *bool              `json:"allow_promotion_codes"`
		AmountSubtotal           *int64             `json:"amount_subtotal"`
		AmountTotal              *int64             `json:"amount_total"`
		AutomaticTax             AutomaticTax       `json:"automatic_tax"`
		BillingAddressCollection *string            `json:"billing_address_collection"`
		CancelURL                *string            `json:"cancel_url"`
		ClientReferenceID        *string            `json:"client_reference_id"`
		Consent                  *Consent           `json:"consent"`
		ConsentCollection        *ConsentCollection `json:"consent_collection"`
		Created                  int64              `json:"created"`
		Currency                 *string            `json:"currency"`
		CustomFields             []string           `json:"custom_fields"`
		CustomText               customText         `json:"custom_text"`
		Customer                 *string            `json:"customer"`
		CustomerCreation         *string            `json:"customer_creation"`
		CustomerDetails          *CustomerDetails   `json:"customer_details"`
		CustomerEmail            *string            `json:"customer_email"`
		ExpiresAt                int64              `json:"expires_at"`
		Invoice                  *string            `json:"invoice"`
		InvoiceCreation          *InvoiceCreation   `json:"invoice_creation"`
		Livemode                 bool               `json:"livemode"`
		Locale                   *string            `json:"locale"`
		Metadata                 map[string]string  `json:"metadata"`
		Mode                     string             `json:"mode"`
		PaymentIntent            *string            `json:"payment_intent"`
		PaymentLink              *string            `json:"payment_link"`
		PaymentMethodCollection  *string            `json:"payment_method_collection"`
		PaymentMethodOptions     map[string]string  `json:"payment_method_options"`
		PaymentMethodTypes       []string           `json:"payment_method_types"`
		PaymentStatus            string             `json:"payment_status"`
		PhoneNumberCollection    enabled            `json:"phone_number_collection"`
		RecoveredFrom            *string            `json:"recovered_from"`
		SetupIntent              *string            `json:"setup_intent"`
		ShippingCost             *string            `json:"shipping_cost"`
		ShippingDetails          *string            `json:"shipping_details"`
		ShippingOptions          []string           `json:"shipping_options"`
		Status                   string             `json:"status"`
		SubmitType               *string            `json:"submit_type"`
		Subscription             *string            `json:"subscription"`
		SuccessURL               *string            `json:"success_url"`
		TaxIDCollection          *TaxIDCollection   `json:"tax_id_collection,omitempty"`
		TotalDetails             *TotalDetails      `json:"total_details"`
		UIMode                   string             `json:"ui_mode"`
		URL                      *string            `json:"url"`
		Private                  sessionPrivate     `json:"_emulator"`
	}

	// sessionPrivate is what the hosted page sells, and what comes of it.
	sessionPrivate struct {
		Lines        []SessionLine     `json:"lines"`
		Offers       []Offer           `json:"offers"`
		Metadata     map[string]string `json:"metadata"` // of the subscription, payment or setup
		Description  *string           `json:"description"`
		TrialEnd     *int64            `json:"trial_end"`
		TrialDays    int64             `json:"trial_days"`
		TrialWithout string            `json:"trial_without"`
		SavesCard    bool              `json:"saves_card"`
		SavesAddress bool              `json:"saves_address"`
		SavesName    bool              `json:"saves_name"`
		Asked        *Payment          `json:"asked"` // it waits for an answer to 3D Secure
	}

	// SessionLine is something that a checkout page sells.
	SessionLine struct {
		ID         string `json:"id"`
		Price      string `json:"price"`
		Quantity   int64  `json:"quantity"`
		Adjustable bool   `json:"adjustable"`
		Minimum    int64  `json:"minimum"`
		Maximum    int64  `json:"maximum"`
	}

	// Consent is what the customer agreed to.
	Consent struct {
		Promotions     *string `json:"promotions"`
		TermsOfService *string `json:"terms_of_service"`
	}

	// ConsentCollection is what the customer is asked to agree to.
	ConsentCollection struct {
		PaymentMethodReuse *string `json:"payment_method_reuse_agreement"`
		Promotions         *string `json:"promotions"`
		TermsOfService     *string `json:"terms_of_service"`
	}

	customText struct {
		AfterSubmit     *Message `json:"after_submit"`
		ShippingAddress *Message `json:"shipping_address"`
		Submit          *Message `json:"submit"`
		Terms           *Message `json:"terms_of_service_acceptance"`
	}

	// Message is a text that a page shows.
	Message struct {
		Message string `json:"message"`
	}

	// CustomerDetails is what the customer typed.
	CustomerDetails struct {
		Address   *Address     `json:"address"`
		Email     *string      `json:"email"`
		Name      *string      `json:"name"`
		Phone     *string      `json:"phone"`
		TaxExempt *string      `json:"tax_exempt"`
		TaxIDs    []ShownTaxID `json:"tax_ids"`
	}

	enabled struct {
		Enabled bool `json:"enabled"`
	}

	// TaxIDCollection is whether a tax id is asked for.
	TaxIDCollection struct {
		Enabled  bool   `json:"enabled"`
		Required string `json:"required"`
	}

	// InvoiceCreation is whether a purchase makes an invoice.
	InvoiceCreation struct {
		Enabled     bool        `json:"enabled"`
		InvoiceData InvoiceData `json:"invoice_data"`
	}

	// InvoiceData is what is on the invoice of a purchase.
	InvoiceData struct {
		AccountTaxIDs    []string          `json:"account_tax_ids"`
		CustomFields     []string          `json:"custom_fields"`
		Description      *string           `json:"description"`
		Footer           *string           `json:"footer"`
		Issuer           *Issuer           `json:"issuer"`
		Metadata         map[string]string `json:"metadata"`
		RenderingOptions *string           `json:"rendering_options"`
	}

	// TotalDetails is what a total is made of.
	TotalDetails struct {
		AmountDiscount int64 `json:"amount_discount"`
		AmountShipping int64 `json:"amount_shipping"`
		AmountTax      int64 `json:"amount_tax"`
	}

	// LineItem is a line of a session as the API shows it.
	LineItem struct {
		ID             string  `json:"id"`
		Object         string  `json:"object"`
		AmountDiscount int64   `json:"amount_discount"`
		AmountSubtotal int64   `json:"amount_subtotal"`
		AmountTax      int64   `json:"amount_tax"`
		AmountTotal    int64   `json:"amount_total"`
		Currency       string  `json:"currency"`
		Description    *string `json:"description"`
		Price          string  `json:"price"`
		Quantity       int64   `json:"quantity"`
	}
)

// HasTrial reports whether what recurs costs nothing at first.
func (s *Session) HasTrial() bool { return s.Private.TrialDays > 0 || s.Private.TrialEnd != nil }
