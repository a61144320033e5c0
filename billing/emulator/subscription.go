package emulator

type (
	subscription struct {
		ID                   string              `json:"id"`
		Object               string              `json:"object"`
		AutomaticTax         subscriptionTax     `json:"automatic_tax"`
		BillingCycleAnchor   int64               `json:"billing_cycle_anchor"`
		CancelAt             *int64              `json:"cancel_at"`
		CancelAtPeriodEnd    bool                `json:"cancel_at_period_end"`
		CanceledAt           *int64              `json:"canceled_at"`
		CancellationDetails  cancellation        `json:"cancellation_details"`
		CollectionMethod     string              `json:"collection_method"`
		Created              int64               `json:"created"`
		Currency             string              `json:"currency"`
		CurrentPeriodEnd     int64               `json:"current_period_end"`
		CurrentPeriodStart   int64               `json:"current_period_start"`
		Customer             string              `json:"customer"`
		DaysUntilDue         *int64              `json:"days_until_due"`
		DefaultPaymentMethod *string             `json:"default_payment_method"`
		DefaultTaxRates      []string            `json:"default_tax_rates"`
		Description          *string             `json:"description"`
		Discount             *string             `json:"discount"`
		Discounts            []string            `json:"discounts"`
		EndedAt              *int64              `json:"ended_at"`
		InvoiceSettings      subscriptionInvoice `json:"invoice_settings"`
		Items                list[item]          `json:"items"`
		LatestInvoice        *string             `json:"latest_invoice"`
		Livemode             bool                `json:"livemode"`
		Metadata             map[string]string   `json:"metadata"`
		PauseCollection      *pauseCollection    `json:"pause_collection"`
		PaymentSettings      paymentSettings     `json:"payment_settings"`
		PendingSetupIntent   *string             `json:"pending_setup_intent"`
		PendingUpdate        *pendingUpdate      `json:"pending_update"`
		Schedule             *string             `json:"schedule"`
		StartDate            int64               `json:"start_date"`
		Status               string              `json:"status"`
		TestClock            *string             `json:"test_clock"`
		TrialEnd             *int64              `json:"trial_end"`
		TrialSettings        trialSettings       `json:"trial_settings"`
		TrialStart           *int64              `json:"trial_start"`
		Private              subscriptionPrivate `json:"_emulator"`
	}

	subscriptionPrivate struct {
		Warned  int64   `json:"warned"` // the trial's end that was told of
		Ahead   int64   `json:"ahead"`  // the renewal that was told of
		Pending []*line `json:"pending"`
		Invoice string  `json:"invoice"` // of the pending update
	}

	item struct {
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

	subscriptionTax struct {
		Enabled   bool    `json:"enabled"`
		Liability *issuer `json:"liability"`
	}

	subscriptionInvoice struct {
		AccountTaxIDs []string `json:"account_tax_ids"`
		Issuer        issuer   `json:"issuer"`
	}

	cancellation struct {
		Comment  *string `json:"comment"`
		Feedback *string `json:"feedback"`
		Reason   *string `json:"reason"`
	}

	pauseCollection struct {
		Behavior  string `json:"behavior"`
		ResumesAt *int64 `json:"resumes_at"`
	}

	pendingUpdate struct {
		BillingCycleAnchor *int64 `json:"billing_cycle_anchor"`
		ExpiresAt          int64  `json:"expires_at"`
		SubscriptionItems  []item `json:"subscription_items"`
		TrialEnd           *int64 `json:"trial_end"`
		TrialFromPlan      *bool  `json:"trial_from_plan"`
	}

	trialSettings struct {
		EndBehavior endBehavior `json:"end_behavior"`
	}

	endBehavior struct {
		MissingPaymentMethod string `json:"missing_payment_method"`
	}
)

func (s *subscription) ended() bool {
	return s.Status == "canceled" || s.Status == "incomplete_expired"
}

func (e *Emulator) newSubscription(owner *customer, currency string) *subscription {
	id, now := newID("sub_"), e.now().Unix()
	return e.state.subscriptions.put(id, &subscription{
		ID: id, Object: "subscription", BillingCycleAnchor: now, CollectionMethod: "charge_automatically", Created: now, Currency: currency,
		CurrentPeriodStart: now, Customer: owner.ID, DefaultTaxRates: []string{}, Discounts: []string{},
		InvoiceSettings: subscriptionInvoice{Issuer: issuer{"self"}}, Metadata: map[string]string{},
		Items:           list[item]{Object: "list", Data: []item{}, URL: "/v1/subscription_items?subscription=" + id},
		PaymentSettings: paymentSettings{SaveDefault: pointer("off")}, StartDate: now, Status: "incomplete",
		TrialSettings: trialSettings{endBehavior{"create_invoice"}},
	})
}

func (e *Emulator) newItem(s *subscription, price string, quantity int64) item {
	return item{
		ID: newID("si_"), Object: "subscription_item", Created: e.now().Unix(), Discounts: []string{}, Metadata: map[string]string{},
		Price: price, Quantity: quantity, Subscription: s.ID, TaxRates: []string{},
	}
}

// interval is what the subscription's prices share.
func (e *Emulator) interval(items []item) *recurring {
	return e.state.prices.look(items[0].Price).Recurring
}

func (e *Emulator) setDiscounts(s *subscription, ids []string) {
	s.Discounts, s.Discount = ids, nil
	if len(ids) > 0 {
		s.Discount = &ids[0]
	}
}
