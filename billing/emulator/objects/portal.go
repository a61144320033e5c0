package objects

type (
	// PortalSession is one visit to the customer portal.
	PortalSession struct {
		ID            string      `json:"id"`
		Object        string      `json:"object"`
		Configuration string      `json:"configuration"`
		Created       int64       `json:"created"`
		Customer      string      `json:"customer"`
		Flow          *PortalFlow `json:"flow"`
		Livemode      bool        `json:"livemode"`
		Locale        *string     `json:"locale"`
		OnBehalfOf    *string     `json:"on_behalf_of"`
		ReturnURL     *string     `json:"return_url"`
		URL           string      `json:"url"`
	}

	// PortalFlow is the one thing that a visit to the portal is about.
	PortalFlow struct {
		AfterCompletion           afterCompletion `json:"after_completion"`
		SubscriptionCancel        map[string]any  `json:"subscription_cancel"`
		SubscriptionUpdate        map[string]any  `json:"subscription_update"`
		SubscriptionUpdateConfirm map[string]any  `json:"subscription_update_confirm"`
		Type                      string          `json:"type"`
	}

	afterCompletion struct {
		HostedConfirmation map[string]any `json:"hosted_confirmation"`
		Redirect           map[string]any `json:"redirect"`
		Type               string         `json:"type"`
	}

	// PortalConfiguration is what the customer portal offers.
	PortalConfiguration struct {
		ID               string            `json:"id"`
		Object           string            `json:"object"`
		Active           bool              `json:"active"`
		Application      *string           `json:"application"`
		BusinessProfile  businessProfile   `json:"business_profile"`
		Created          int64             `json:"created"`
		DefaultReturnURL *string           `json:"default_return_url"`
		Features         PortalFeatures    `json:"features"`
		IsDefault        bool              `json:"is_default"`
		Livemode         bool              `json:"livemode"`
		LoginPage        loginPage         `json:"login_page"`
		Metadata         map[string]string `json:"metadata"`
		Updated          int64             `json:"updated"`
	}

	businessProfile struct {
		Headline   *string `json:"headline"`
		PrivacyURL *string `json:"privacy_policy_url"`
		TermsURL   *string `json:"terms_of_service_url"`
	}

	loginPage struct {
		Enabled bool    `json:"enabled"`
		URL     *string `json:"url"`
	}

	// PortalFeatures is what customers may do in the portal.
	PortalFeatures struct {
		CustomerUpdate      portalCustomer `json:"customer_update"`
		InvoiceHistory      enabled        `json:"invoice_history"`
		PaymentMethodUpdate enabled        `json:"payment_method_update"`
		SubscriptionCancel  portalCancel   `json:"subscription_cancel"`
		SubscriptionUpdate  PortalUpdate   `json:"subscription_update"`
	}

	portalCustomer struct {
		AllowedUpdates []string `json:"allowed_updates"`
		Enabled        bool     `json:"enabled"`
	}

	portalCancel struct {
		CancellationReason struct {
			Enabled bool     `json:"enabled"`
			Options []string `json:"options"`
		} `json:"cancellation_reason"`
		Enabled           bool   `json:"enabled"`
		Mode              string `json:"mode"`
		ProrationBehavior string `json:"proration_behavior"`
	}

	// PortalUpdate is which plans customers may change to.
	PortalUpdate struct {
		DefaultAllowedUpdates []string        `json:"default_allowed_updates"`
		Enabled               bool            `json:"enabled"`
		Products              []PortalProduct `json:"products"`
		ProrationBehavior     string          `json:"proration_behavior"`
	}

	// PortalProduct is a product and those of its prices that can be chosen.
	PortalProduct struct {
		Prices  []string `json:"prices"`
		Product string   `json:"product"`
	}
)
