package objects

// FinalizationError is why an invoice stays a draft.
type FinalizationError struct {
	Code    string `json:"code"`
	DocURL  string `json:"doc_url"`
	Message string `json:"message"`
	Type    string `json:"type"`
}

type (
	// Invoice is a bill.
	Invoice struct {
		ID                     string             `json:"id"`
		Object                 string             `json:"object"`
		AccountCountry         *string            `json:"account_country"`
		AccountName            *string            `json:"account_name"`
		AmountDue              int64              `json:"amount_due"`
		AmountPaid             int64              `json:"amount_paid"`
		AmountRemaining        int64              `json:"amount_remaining"`
		AmountShipping         int64              `json:"amount_shipping"`
		AttemptCount           int64              `json:"attempt_count"`
		Attempted              bool               `json:"attempted"`
		AutoAdvance            bool               `json:"auto_advance"`
		AutomaticTax           AutomaticTax       `json:"automatic_tax"`
		AutomaticallyFinalizes *int64             `json:"automatically_finalizes_at"`
		BillingReason          string             `json:"billing_reason"`
		Charge                 *string            `json:"charge"`
		CollectionMethod       string             `json:"collection_method"`
		Created                int64              `json:"created"`
		Currency               string             `json:"currency"`
		Customer               string             `json:"customer"`
		CustomerAddress        *Address           `json:"customer_address"`
		CustomerEmail          *string            `json:"customer_email"`
		CustomerName           *string            `json:"customer_name"`
		CustomerPhone          *string            `json:"customer_phone"`
		CustomerTaxExempt      *string            `json:"customer_tax_exempt"`
		CustomerTaxIDs         []ShownTaxID       `json:"customer_tax_ids"`
		DefaultPaymentMethod   *string            `json:"default_payment_method"`
		DefaultTaxRates        []string           `json:"default_tax_rates"`
		Description            *string            `json:"description"`
		Discount               *string            `json:"discount"`
		Discounts              []string           `json:"discounts"`
		DueDate                *int64             `json:"due_date"`
		EffectiveAt            *int64             `json:"effective_at"`
		EndingBalance          *int64             `json:"ending_balance"`
		Footer                 *string            `json:"footer"`
		HostedInvoiceURL       *string            `json:"hosted_invoice_url"`
		InvoicePDF             *string            `json:"invoice_pdf"`
		Issuer                 Issuer             `json:"issuer"`
		LastFinalizationError  *FinalizationError `json:"last_finalization_error"`
		Lines                  List[*Line]        `json:"lines"`
		Livemode               bool               `json:"livemode"`
		Metadata               map[string]string  `json:"metadata"`
		NextPaymentAttempt     *int64             `json:"next_payment_attempt"`
		Number                 *string            `json:"number"`
		Paid                   bool               `json:"paid"`
		PaidOutOfBand          bool               `json:"paid_out_of_band"`
		PaymentIntent          *string            `json:"payment_intent"`
		PaymentSettings        PaymentSettings    `json:"payment_settings"`
		PeriodEnd              int64              `json:"period_end"`
		PeriodStart            int64              `json:"period_start"`
		PostPaymentCredit      int64              `json:"post_payment_credit_notes_amount"`
		PrePaymentCredit       int64              `json:"pre_payment_credit_notes_amount"`
		StartingBalance        int64              `json:"starting_balance"`
		Status                 string             `json:"status"`
		StatusTransitions      transitions        `json:"status_transitions"`
		Subscription           *string            `json:"subscription"`
		SubscriptionDetails    *MetadataOf        `json:"subscription_details"`
		SubscriptionProration  *int64             `json:"subscription_proration_date,omitempty"`
		Subtotal               int64              `json:"subtotal"`
		SubtotalExcludingTax   *int64             `json:"subtotal_excluding_tax"`
		Tax                    *int64             `json:"tax"`
		Total                  int64              `json:"total"`
		TotalDiscountAmounts   []DiscountAmount   `json:"total_discount_amounts"`
		TotalExcludingTax      *int64             `json:"total_excluding_tax"`
		TotalTaxAmounts        []TaxAmount        `json:"total_tax_amounts"`
		WebhooksDeliveredAt    *int64             `json:"webhooks_delivered_at"`
		Private                invoicePrivate     `json:"_emulator"`
	}

	invoicePrivate struct {
		Pending bool `json:"pending"` // paying it applies the subscription's pending update
	}

	// Line is a line of an invoice.
	Line struct {
		ID                 string            `json:"id"`
		Object             string            `json:"object"`
		Amount             int64             `json:"amount"`
		AmountExcludingTax *int64            `json:"amount_excluding_tax"`
		Currency           string            `json:"currency"`
		Description        *string           `json:"description"`
		DiscountAmounts    []DiscountAmount  `json:"discount_amounts"`
		Discountable       bool              `json:"discountable"`
		Discounts          []string          `json:"discounts"`
		Invoice            *string           `json:"invoice"`
		InvoiceItem        string            `json:"invoice_item,omitempty"`
		Livemode           bool              `json:"livemode"`
		Metadata           map[string]string `json:"metadata"`
		Period             Period            `json:"period"`
		Price              string            `json:"price"`
		Proration          bool              `json:"proration"`
		ProrationDetails   *ProrationDetails `json:"proration_details"`
		Quantity           *int64            `json:"quantity"`
		Subscription       *string           `json:"subscription"`
		SubscriptionItem   string            `json:"subscription_item,omitempty"`
		TaxAmounts         []TaxAmount       `json:"tax_amounts"`
		TaxRates           []string          `json:"tax_rates"`
		Type               string            `json:"type"`
	}

	// Period is the span of time that a line is for.
	Period struct {
		End   int64 `json:"end"`
		Start int64 `json:"start"`
	}

	// AutomaticTax is whether tax is worked out, and how far that is.
	AutomaticTax struct {
		Enabled   bool    `json:"enabled"`
		Liability *Issuer `json:"liability"`
		Status    *string `json:"status"`
	}

	// Issuer is whose invoice it is.
	Issuer struct {
		Type string `json:"type"`
	}

	// ShownTaxID is a tax id as an invoice prints it.
	ShownTaxID struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	}

	// PaymentSettings is how invoices are paid.
	PaymentSettings struct {
		DefaultMandate       *string  `json:"default_mandate,omitempty"`
		PaymentMethodOptions *string  `json:"payment_method_options"`
		PaymentMethodTypes   []string `json:"payment_method_types"`
		SaveDefault          *string  `json:"save_default_payment_method,omitempty"`
	}

	transitions struct {
		FinalizedAt           *int64 `json:"finalized_at"`
		MarkedUncollectibleAt *int64 `json:"marked_uncollectible_at"`
		PaidAt                *int64 `json:"paid_at"`
		VoidedAt              *int64 `json:"voided_at"`
	}

	// MetadataOf is the metadata of something else.
	MetadataOf struct {
		Metadata map[string]string `json:"metadata"`
	}

	// DiscountAmount is what a discount takes off.
	DiscountAmount struct {
		Amount   int64  `json:"amount"`
		Discount string `json:"discount"`
	}

	// TaxAmount is a tax and what it is taken of.
	TaxAmount struct {
		Amount           int64   `json:"amount"`
		Inclusive        bool    `json:"inclusive"`
		TaxRate          string  `json:"tax_rate"`
		TaxabilityReason *string `json:"taxability_reason"`
		TaxableAmount    *int64  `json:"taxable_amount"`
	}

	// ProrationDetails is what a proration credits.
	ProrationDetails struct {
		CreditedItems *string `json:"credited_items"`
	}
)
