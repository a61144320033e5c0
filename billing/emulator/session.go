package emulator

type (
	session struct {
		ID                       string             `json:"id"`
		Object                   string             `json:"object"`
		AfterExpiration          *string            `json:"after_expiration"`
		AllowPromotionCodes      *bool              `json:"allow_promotion_codes"`
		AmountSubtotal           *int64             `json:"amount_subtotal"`
		AmountTotal              *int64             `json:"amount_total"`
		AutomaticTax             automaticTax       `json:"automatic_tax"`
		BillingAddressCollection *string            `json:"billing_address_collection"`
		CancelURL                *string            `json:"cancel_url"`
		ClientReferenceID        *string            `json:"client_reference_id"`
		Consent                  *consent           `json:"consent"`
		ConsentCollection        *consentCollection `json:"consent_collection"`
		Created                  int64              `json:"created"`
		Currency                 *string            `json:"currency"`
		CustomFields             []string           `json:"custom_fields"`
		CustomText               customText         `json:"custom_text"`
		Customer                 *string            `json:"customer"`
		CustomerCreation         *string            `json:"customer_creation"`
		CustomerDetails          *customerDetails   `json:"customer_details"`
		CustomerEmail            *string            `json:"customer_email"`
		ExpiresAt                int64              `json:"expires_at"`
		Invoice                  *string            `json:"invoice"`
		InvoiceCreation          *invoiceCreation   `json:"invoice_creation"`
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
		TaxIDCollection          *taxIDCollection   `json:"tax_id_collection,omitempty"`
		TotalDetails             *totalDetails      `json:"total_details"`
		UIMode                   string             `json:"ui_mode"`
		URL                      *string            `json:"url"`
		Private                  sessionPrivate     `json:"_emulator"`
	}

	// sessionPrivate is what the hosted page sells, and what comes of it.
	sessionPrivate struct {
		Lines        []sessionLine     `json:"lines"`
		Offers       []offer           `json:"offers"`
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

	sessionLine struct {
		ID         string `json:"id"`
		Price      string `json:"price"`
		Quantity   int64  `json:"quantity"`
		Adjustable bool   `json:"adjustable"`
		Minimum    int64  `json:"minimum"`
		Maximum    int64  `json:"maximum"`
	}

	consent struct {
		Promotions     *string `json:"promotions"`
		TermsOfService *string `json:"terms_of_service"`
	}

	consentCollection struct {
		PaymentMethodReuse *string `json:"payment_method_reuse_agreement"`
		Promotions         *string `json:"promotions"`
		TermsOfService     *string `json:"terms_of_service"`
	}

	customText struct {
		AfterSubmit     *message `json:"after_submit"`
		ShippingAddress *message `json:"shipping_address"`
		Submit          *message `json:"submit"`
		Terms           *message `json:"terms_of_service_acceptance"`
	}

	message struct {
		Message string `json:"message"`
	}

	customerDetails struct {
		Address   *address     `json:"address"`
		Email     *string      `json:"email"`
		Name      *string      `json:"name"`
		Phone     *string      `json:"phone"`
		TaxExempt *string      `json:"tax_exempt"`
		TaxIDs    []shownTaxID `json:"tax_ids"`
	}

	enabled struct {
		Enabled bool `json:"enabled"`
	}

	taxIDCollection struct {
		Enabled  bool   `json:"enabled"`
		Required string `json:"required"`
	}

	invoiceCreation struct {
		Enabled     bool        `json:"enabled"`
		InvoiceData invoiceData `json:"invoice_data"`
	}

	invoiceData struct {
		AccountTaxIDs    []string          `json:"account_tax_ids"`
		CustomFields     []string          `json:"custom_fields"`
		Description      *string           `json:"description"`
		Footer           *string           `json:"footer"`
		Issuer           *issuer           `json:"issuer"`
		Metadata         map[string]string `json:"metadata"`
		RenderingOptions *string           `json:"rendering_options"`
	}

	totalDetails struct {
		AmountDiscount int64 `json:"amount_discount"`
		AmountShipping int64 `json:"amount_shipping"`
		AmountTax      int64 `json:"amount_tax"`
	}

	// lineItem is a line of a session as the API shows it.
	lineItem struct {
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
