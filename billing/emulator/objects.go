package emulator

import "crypto/rand"

// The objects are as Stripe's API of 2024-06-20 writes them, and are kept in
// the same form.
type (
	customer struct {
		ID       string            `json:"id"`
		Object   string            `json:"object"`
		Created  int64             `json:"created"`
		Email    string            `json:"email"`
		Livemode bool              `json:"livemode"`
		Metadata map[string]string `json:"metadata"`
		Name     *string           `json:"name"`
	}

	product struct {
		ID          string            `json:"id"`
		Object      string            `json:"object"`
		Active      bool              `json:"active"`
		Created     int64             `json:"created"`
		Description *string           `json:"description"`
		Livemode    bool              `json:"livemode"`
		Metadata    map[string]string `json:"metadata"`
		Name        string            `json:"name"`
		Type        string            `json:"type"`
		Updated     int64             `json:"updated"`
	}

	price struct {
		ID                string            `json:"id"`
		Object            string            `json:"object"`
		Active            bool              `json:"active"`
		BillingScheme     string            `json:"billing_scheme"`
		Created           int64             `json:"created"`
		Currency          string            `json:"currency"`
		Livemode          bool              `json:"livemode"`
		LookupKey         *string           `json:"lookup_key"`
		Metadata          map[string]string `json:"metadata"`
		Product           string            `json:"product"`
		Recurring         recurring         `json:"recurring"`
		TaxBehavior       string            `json:"tax_behavior"`
		Type              string            `json:"type"`
		UnitAmount        int64             `json:"unit_amount"`
		UnitAmountDecimal string            `json:"unit_amount_decimal"`
	}

	recurring struct {
		Interval      string `json:"interval"`
		IntervalCount int64  `json:"interval_count"`
		UsageType     string `json:"usage_type"`
	}

	session struct {
		ID                 string            `json:"id"`
		Object             string            `json:"object"`
		AmountSubtotal     int64             `json:"amount_subtotal"`
		AmountTotal        int64             `json:"amount_total"`
		CancelURL          string            `json:"cancel_url"`
		ClientReferenceID  *string           `json:"client_reference_id"`
		Created            int64             `json:"created"`
		Currency           string            `json:"currency"`
		Customer           string            `json:"customer"`
		ExpiresAt          int64             `json:"expires_at"`
		Livemode           bool              `json:"livemode"`
		Metadata           map[string]string `json:"metadata"`
		Mode               string            `json:"mode"`
		PaymentMethodTypes []string          `json:"payment_method_types"`
		PaymentStatus      string            `json:"payment_status"`
		Status             string            `json:"status"`
		Subscription       *string           `json:"subscription"`
		SuccessURL         string            `json:"success_url"`
		URL                *string           `json:"url"`
	}

	subscription struct {
		ID                 string            `json:"id"`
		Object             string            `json:"object"`
		BillingCycleAnchor int64             `json:"billing_cycle_anchor"`
		CancelAt           *int64            `json:"cancel_at"`
		CancelAtPeriodEnd  bool              `json:"cancel_at_period_end"`
		CanceledAt         *int64            `json:"canceled_at"`
		CollectionMethod   string            `json:"collection_method"`
		Created            int64             `json:"created"`
		Currency           string            `json:"currency"`
		CurrentPeriodEnd   int64             `json:"current_period_end"`
		CurrentPeriodStart int64             `json:"current_period_start"`
		Customer           string            `json:"customer"`
		EndedAt            *int64            `json:"ended_at"`
		Items              list[item]        `json:"items"`
		LatestInvoice      string            `json:"latest_invoice"`
		Livemode           bool              `json:"livemode"`
		Metadata           map[string]string `json:"metadata"`
		StartDate          int64             `json:"start_date"`
		Status             string            `json:"status"`
	}

	item struct {
		ID           string            `json:"id"`
		Object       string            `json:"object"`
		Created      int64             `json:"created"`
		Metadata     map[string]string `json:"metadata"`
		Price        price             `json:"price"`
		Quantity     int64             `json:"quantity"`
		Subscription string            `json:"subscription"`
	}

	invoice struct {
		ID               string            `json:"id"`
		Object           string            `json:"object"`
		AmountDue        int64             `json:"amount_due"`
		AmountPaid       int64             `json:"amount_paid"`
		AmountRemaining  int64             `json:"amount_remaining"`
		BillingReason    string            `json:"billing_reason"`
		CollectionMethod string            `json:"collection_method"`
		Created          int64             `json:"created"`
		Currency         string            `json:"currency"`
		Customer         string            `json:"customer"`
		HostedInvoiceURL *string           `json:"hosted_invoice_url"`
		InvoicePDF       *string           `json:"invoice_pdf"`
		Lines            list[line]        `json:"lines"`
		Livemode         bool              `json:"livemode"`
		Metadata         map[string]string `json:"metadata"`
		Number           string            `json:"number"`
		Paid             bool              `json:"paid"`
		PeriodEnd        int64             `json:"period_end"`
		PeriodStart      int64             `json:"period_start"`
		Status           string            `json:"status"`
		Subscription     string            `json:"subscription"`
		Subtotal         int64             `json:"subtotal"`
		Total            int64             `json:"total"`
	}

	line struct {
		ID               string            `json:"id"`
		Object           string            `json:"object"`
		Amount           int64             `json:"amount"`
		Currency         string            `json:"currency"`
		Description      string            `json:"description"`
		Discountable     bool              `json:"discountable"`
		Invoice          string            `json:"invoice"`
		Livemode         bool              `json:"livemode"`
		Metadata         map[string]string `json:"metadata"`
		Period           period            `json:"period"`
		Price            price             `json:"price"`
		Proration        bool              `json:"proration"`
		Quantity         int64             `json:"quantity"`
		Subscription     string            `json:"subscription"`
		SubscriptionItem string            `json:"subscription_item"`
		Type             string            `json:"type"`
	}

	period struct {
		End   int64 `json:"end"`
		Start int64 `json:"start"`
	}

	event struct {
		ID              string    `json:"id"`
		Object          string    `json:"object"`
		APIVersion      string    `json:"api_version"`
		Created         int64     `json:"created"`
		Data            eventData `json:"data"`
		Livemode        bool      `json:"livemode"`
		PendingWebhooks int       `json:"pending_webhooks"`
		Type            string    `json:"type"`
	}

	eventData struct {
		Object any `json:"object"`
	}

	list[T any] struct {
		Object  string `json:"object"`
		Data    []T    `json:"data"`
		HasMore bool   `json:"has_more"`
		URL     string `json:"url"`
	}
)

// newID is an id that nobody can guess, with Stripe's prefix for its kind.
func newID(prefix string) string { return prefix + rand.Text() }
