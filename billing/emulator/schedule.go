package emulator

import "slices"

type (
	// schedule is a subscription schedule: phases that a subscription goes through.
	schedule struct {
		ID                   string            `json:"id"`
		Object               string            `json:"object"`
		Application          *string           `json:"application"`
		CanceledAt           *int64            `json:"canceled_at"`
		CompletedAt          *int64            `json:"completed_at"`
		Created              int64             `json:"created"`
		CurrentPhase         *phaseSpan        `json:"current_phase"`
		Customer             string            `json:"customer"`
		DefaultSettings      scheduleDefaults  `json:"default_settings"`
		EndBehavior          string            `json:"end_behavior"`
		Livemode             bool              `json:"livemode"`
		Metadata             map[string]string `json:"metadata"`
		Phases               []phase           `json:"phases"`
		ReleasedAt           *int64            `json:"released_at"`
		ReleasedSubscription *string           `json:"released_subscription"`
		Status               string            `json:"status"`
		Subscription         *string           `json:"subscription"`
		TestClock            *string           `json:"test_clock"`
	}

	scheduleDefaults struct {
		AutomaticTax         subscriptionTax     `json:"automatic_tax"`
		BillingCycleAnchor   string              `json:"billing_cycle_anchor"`
		CollectionMethod     string              `json:"collection_method"`
		DefaultPaymentMethod *string             `json:"default_payment_method"`
		Description          *string             `json:"description"`
		InvoiceSettings      subscriptionInvoice `json:"invoice_settings"`
		OnBehalfOf           *string             `json:"on_behalf_of"`
	}

	phaseSpan struct {
		EndDate   int64 `json:"end_date"`
		StartDate int64 `json:"start_date"`
	}

	phase struct {
		AddInvoiceItems      []string          `json:"add_invoice_items"`
		AutomaticTax         *subscriptionTax  `json:"automatic_tax,omitempty"` // without it the schedule's counts
		BillingCycleAnchor   *string           `json:"billing_cycle_anchor"`
		CollectionMethod     *string           `json:"collection_method"`
		Coupon               *string           `json:"coupon"`
		Currency             string            `json:"currency"`
		DefaultPaymentMethod *string           `json:"default_payment_method"`
		DefaultTaxRates      []string          `json:"default_tax_rates"`
		Description          *string           `json:"description"`
		Discounts            []phaseDiscount   `json:"discounts"`
		EndDate              int64             `json:"end_date"`
		Items                []phaseItem       `json:"items"`
		Metadata             map[string]string `json:"metadata"`
		ProrationBehavior    string            `json:"proration_behavior"`
		StartDate            int64             `json:"start_date"`
		TrialEnd             *int64            `json:"trial_end"`
	}

	phaseItem struct {
		Discounts []phaseDiscount   `json:"discounts"`
		Metadata  map[string]string `json:"metadata"`
		Price     string            `json:"price"`
		Quantity  int64             `json:"quantity"`
		TaxRates  []string          `json:"tax_rates"`
	}

	phaseDiscount struct {
		Coupon        *string `json:"coupon"`
		Discount      *string `json:"discount"`
		PromotionCode *string `json:"promotion_code"`
	}
)

// newSchedule has one phase: what the subscription is, until its period ends. How it is
// paid stands in that phase alone: others that do not repeat it pay as the customer does.
func (e *Emulator) newSchedule(s *subscription) *schedule {
	id := newID("sub_sched_")
	now := phase{
		AddInvoiceItems: []string{}, Currency: s.Currency, DefaultTaxRates: []string{}, Discounts: []phaseDiscount{}, StartDate: s.CurrentPeriodStart,
		EndDate: s.CurrentPeriodEnd, Items: phaseItems(s.Items.Data), Metadata: s.Metadata, ProrationBehavior: "create_prorations",
		AutomaticTax: pointer(s.AutomaticTax), DefaultPaymentMethod: s.DefaultPaymentMethod,
	}
	for _, id := range s.Discounts {
		now.Discounts = append(now.Discounts, phaseDiscount{Discount: &id})
	}
	one := &schedule{
		ID: id, Object: "subscription_schedule", Created: e.now().Unix(), CurrentPhase: now.span(), Customer: s.Customer, EndBehavior: "release",
		DefaultSettings: scheduleDefaults{BillingCycleAnchor: "automatic", CollectionMethod: "charge_automatically", InvoiceSettings: s.InvoiceSettings},
		Metadata:        map[string]string{}, Phases: []phase{now}, Status: "active", Subscription: &s.ID,
	}
	if s.Status == "trialing" {
		one.Phases[0].TrialEnd = s.TrialEnd
	}
	if s.CancelAt != nil {
		one.EndBehavior = "cancel"
	}
	return e.state.schedules.put(id, one)
}

func phaseItems(all []item) []phaseItem {
	var found []phaseItem
	for _, one := range all {
		found = append(found, phaseItem{[]phaseDiscount{}, map[string]string{}, one.Price, one.Quantity, []string{}})
	}
	return found
}

func (p phase) span() *phaseSpan { return &phaseSpan{EndDate: p.EndDate, StartDate: p.StartDate} }

// runs reports whether a schedule still decides about its subscription.
func (one *schedule) runs() bool { return one.Status == "active" || one.Status == "not_started" }

// current is the phase that it is in.
func (one *schedule) current() *phase {
	i := slices.IndexFunc(one.Phases, func(p phase) bool { return p.StartDate == one.CurrentPhase.StartDate })
	return &one.Phases[i]
}

// next is the phase that begins where the current one ends; nil: it is the last.
func (one *schedule) next() *phase {
	i := slices.IndexFunc(one.Phases, func(p phase) bool { return p.StartDate == one.CurrentPhase.EndDate })
	if i < 0 {
		return nil
	}
	return &one.Phases[i]
}

// managing is the schedule that decides about a subscription; nil if none does.
func (e *Emulator) managing(s *subscription) *schedule {
	one := e.state.schedules.get(value(s.Schedule))
	if one == nil || !one.runs() {
		return nil
	}
	return one
}
