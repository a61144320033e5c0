package objects

type (
	// Subscription is something that is paid for again and again.
	Subscription struct {
		ID                   string                 `json:"id"`
		Object               string                 `json:"object"`
		AutomaticTax         SubscriptionTax        `json:"automatic_tax"`
		BillingCycleAnchor   int64                  `json:"billing_cycle_anchor"`
		CancelAt             *int64                 `json:"cancel_at"`
		CancelAtPeriodEnd    bool                   `json:"cancel_at_period_end"`
		CanceledAt           *int64                 `json:"canceled_at"`
		CancellationDetails  cancellation           `json:"cancellation_details"`
		CollectionMethod     string                 `json:"collection_method"`
		Created              int64                  `json:"created"`
		Currency             string                 `json:"currency"`
		CurrentPeriodEnd     int64                  `json:"current_period_end"`
		CurrentPeriodStart   int64                  `json:"current_period_start"`
		Customer             string                 `json:"customer"`
		DaysUntilDue         *int64                 `json:"days_until_due"`
		DefaultPaymentMethod *string                `json:"default_payment_method"`
		DefaultTaxRates      []string               `json:"default_tax_rates"`
		Description          *string                `json:"description"`
		Discount             *string                `json:"discount"`
		Discounts            []string               `json:"discounts"`
		EndedAt              *int64                 `json:"ended_at"`
		InvoiceSettings      SubscriptionInvoice    `json:"invoice_settings"`
		Items                List[SubscriptionItem] `json:"items"`
		LatestInvoice        *string                `json:"latest_invoice"`
		Livemode             bool                   `json:"livemode"`
		Metadata             map[string]string      `json:"metadata"`
		PauseCollection      *PauseCollection       `json:"pause_collection"`
		PaymentSettings      PaymentSettings        `json:"payment_settings"`
		PendingSetupIntent   *string                `json:"pending_setup_intent"`
		PendingUpdate        *PendingUpdate         `json:"pending_update"`
		Schedule             *string                `json:"schedule"`
		StartDate            int64                  `json:"start_date"`
		Status               string                 `json:"status"`
		TestClock            *string                `json:"test_clock"`
		TrialEnd             *int64                 `json:"trial_end"`
		TrialSettings        TrialSettings          `json:"trial_settings"`
		TrialStart           *int64                 `json:"trial_start"`
		Private              subscriptionPrivate    `json:"_emulator"`
	}

	subscriptionPrivate struct {
		Warned  int64   `json:"warned"` // the trial's end that was told of
		Ahead   int64   `json:"ahead"`  // the renewal that was told of
		Pending []*Line `json:"pending"`
		Invoice string  `json:"invoice"` // of the pending update
	}

	// SubscriptionItem is a price and how many of it in a subscription.
	SubscriptionItem struct {
		ID           string            `json:"id"`
		Object       string            `json:"object"`
		Created      int64             `json:"created"`
		Discounts    []string          `json:"discounts"`
		Metadata     map[string]string `json:"metadata"`
		Price        string            `json:"price"`
		Quantity     int64             `json:"quantity"`
		Subscription string            `json:"subscription"`
		TaxRates     []string          `json:"tax_rates"`
	}

	// SubscriptionTax is whether the invoices of a subscription have tax.
	SubscriptionTax struct {
		Enabled   bool    `json:"enabled"`
		Liability *Issuer `json:"liability"`
	}

	// SubscriptionInvoice is what is on the invoices of a subscription.
	SubscriptionInvoice struct {
		AccountTaxIDs []string `json:"account_tax_ids"`
		Issuer        Issuer   `json:"issuer"`
	}

	cancellation struct {
		Comment  *string `json:"comment"`
		Feedback *string `json:"feedback"`
		Reason   *string `json:"reason"`
	}

	// PauseCollection is how long no money is asked for.
	PauseCollection struct {
		Behavior  string `json:"behavior"`
		ResumesAt *int64 `json:"resumes_at"`
	}

	// PendingUpdate is a change that counts when it is paid.
	PendingUpdate struct {
		BillingCycleAnchor *int64             `json:"billing_cycle_anchor"`
		ExpiresAt          int64              `json:"expires_at"`
		SubscriptionItems  []SubscriptionItem `json:"subscription_items"`
		TrialEnd           *int64             `json:"trial_end"`
		TrialFromPlan      *bool              `json:"trial_from_plan"`
	}

	// TrialSettings is what ends a trial.
	TrialSettings struct {
		EndBehavior EndBehavior `json:"end_behavior"`
	}

	// EndBehavior is what happens at the end of a trial without a payment method.
	EndBehavior struct {
		MissingPaymentMethod string `json:"missing_payment_method"`
	}
)

// Ended reports whether it is over for good.
func (s *Subscription) Ended() bool {
	return s.Status == "canceled" || s.Status == "incomplete_expired"
}

// Sells reports whether a price is among its items; all sell "".
func (s *Subscription) Sells(price string) bool {
	for _, one := range s.Items.Data {
		if one.Price == price {
			return true
		}
	}
	return price == ""
}

// HasStatus reports whether it is in the list of a status; "" is all but canceled ones.
func (s *Subscription) HasStatus(wanted string) bool {
	switch wanted {
	case "":
		return s.Status != "canceled"
	case "all":
		return true
	case "ended":
		return s.Ended()
	}
	return s.Status == wanted
}
