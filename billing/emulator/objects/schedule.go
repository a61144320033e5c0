package objects

import "slices"

// Held are the discounts of a phase.
func (p *Phase) Held() []string {
	ids := []string{}
	for _, one := range p.Discounts {
		ids = append(ids, *one.Discount)
	}
	return ids
}

type (
	// Schedule is a subscription schedule: phases that a subscription goes through.
	Schedule struct {
		ID                   string            `json:"id"`
		Object               string            `json:"object"`
		Application          *string           `json:"application"`
		CanceledAt           *int64            `json:"canceled_at"`
		CompletedAt          *int64            `json:"completed_at"`
		Created              int64             `json:"created"`
		CurrentPhase         *PhaseSpan        `json:"current_phase"`
		Customer             string            `json:"customer"`
		DefaultSettings      ScheduleDefaults  `json:"default_settings"`
		EndBehavior          string            `json:"end_behavior"`
		Livemode             bool              `json:"livemode"`
		Metadata             map[string]string `json:"metadata"`
		Phases               []Phase           `json:"phases"`
		ReleasedAt           *int64            `json:"released_at"`
		ReleasedSubscription *string           `json:"released_subscription"`
		Status               string            `json:"status"`
		Subscription         *string           `json:"subscription"`
		TestClock            *string           `json:"test_clock"`
	}

	// ScheduleDefaults is how a schedule pays where its phase does not say.
	ScheduleDefaults struct {
		AutomaticTax         SubscriptionTax     `json:"automatic_tax"`
		BillingCycleAnchor   string              `json:"billing_cycle_anchor"`
		CollectionMethod     string              `json:"collection_method"`
		DefaultPaymentMethod *string             `json:"default_payment_method"`
		Description          *string             `json:"description"`
		InvoiceSettings      SubscriptionInvoice `json:"invoice_settings"`
		OnBehalfOf           *string             `json:"on_behalf_of"`
	}

	// PhaseSpan is when a phase begins and ends.
	PhaseSpan struct {
		EndDate   int64 `json:"end_date"`
		StartDate int64 `json:"start_date"`
	}

	// Phase is what a subscription is for a span of time.
	Phase struct {
		AddInvoiceItems      []string          `json:"add_invoice_items"`
		AutomaticTax         *SubscriptionTax  `json:"automatic_tax,omitempty"` // without it the schedule's counts
		BillingCycleAnchor   *string           `json:"billing_cycle_anchor"`
		CollectionMethod     *string           `json:"collection_method"`
		Coupon               *string           `json:"coupon"`
		Currency             string            `json:"currency"`
		DefaultPaymentMethod *string           `json:"default_payment_method"`
		DefaultTaxRates      []string          `json:"default_tax_rates"`
		Description          *string           `json:"description"`
		Discounts            []PhaseDiscount   `json:"discounts"`
		EndDate              int64             `json:"end_date"`
		Items                []PhaseItem       `json:"items"`
		Metadata             map[string]string `json:"metadata"`
		ProrationBehavior    string            `json:"proration_behavior"`
		StartDate            int64             `json:"start_date"`
		TrialEnd             *int64            `json:"trial_end"`
	}

	// PhaseItem is a price and how many of it in a phase.
	PhaseItem struct {
		Discounts []PhaseDiscount   `json:"discounts"`
		Metadata  map[string]string `json:"metadata"`
		Price     string            `json:"price"`
		Quantity  int64             `json:"quantity"`
		TaxRates  []string          `json:"tax_rates"`
	}

	// PhaseDiscount is a discount in a phase.
	PhaseDiscount struct {
		Coupon        *string `json:"coupon"`
		Discount      *string `json:"discount"`
		PromotionCode *string `json:"promotion_code"`
	}
)

// Span is when the phase begins and ends.
func (p Phase) Span() *PhaseSpan { return &PhaseSpan{EndDate: p.EndDate, StartDate: p.StartDate} }

// Runs reports whether a schedule still decides about its subscription.
func (one *Schedule) Runs() bool { return one.Status == "active" || one.Status == "not_started" }

// Current is the phase that it is in.
func (one *Schedule) Current() *Phase {
	i := slices.IndexFunc(one.Phases, func(p Phase) bool { return p.StartDate == one.CurrentPhase.StartDate })
	return &one.Phases[i]
}

// Next is the phase that begins where the current one ends; nil: it is the last.
func (one *Schedule) Next() *Phase {
	i := slices.IndexFunc(one.Phases, func(p Phase) bool { return p.StartDate == one.CurrentPhase.EndDate })
	if i < 0 {
		return nil
	}
	return &one.Phases[i]
}
