package emulator

type (
	portalSession struct {
		ID            string      `json:"id"`
		Object        string      `json:"object"`
		Configuration string      `json:"configuration"`
		Created       int64       `json:"created"`
		Customer      string      `json:"customer"`
		Flow          *portalFlow `json:"flow"`
		Livemode      bool        `json:"livemode"`
		Locale        *string     `json:"locale"`
		OnBehalfOf    *string     `json:"on_behalf_of"`
		ReturnURL     *string     `json:"return_url"`
		URL           string      `json:"url"`
	}

	portalFlow struct {
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

	portalConfiguration struct {
		ID               string            `json:"id"`
		Object           string            `json:"object"`
		Active           bool              `json:"active"`
		Application      *string           `json:"application"`
		BusinessProfile  businessProfile   `json:"business_profile"`
		Created          int64             `json:"created"`
		DefaultReturnURL *string           `json:"default_return_url"`
		Features         portalFeatures    `json:"features"`
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

	portalFeatures struct {
		CustomerUpdate      portalCustomer `json:"customer_update"`
		InvoiceHistory      enabled        `json:"invoice_history"`
		PaymentMethodUpdate enabled        `json:"payment_method_update"`
		SubscriptionCancel  portalCancel   `json:"subscription_cancel"`
		SubscriptionUpdate  portalUpdate   `json:"subscription_update"`
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

	portalUpdate struct {
		DefaultAllowedUpdates []string        `json:"default_allowed_updates"`
		Enabled               bool            `json:"enabled"`
		Products              []portalProduct `json:"products"`
		ProrationBehavior     string          `json:"proration_behavior"`
	}

	portalProduct struct {
		Prices  []string `json:"prices"`
		Product string   `json:"product"`
	}
)

var portalOperations = map[string]operation{
	"POST /v1/billing_portal/sessions":            {"customer configuration flow_data locale return_url", "customer", createPortalSession},
	"POST /v1/billing_portal/configurations":      {"business_profile features default_return_url metadata login_page", "", createPortal},
	"GET /v1/billing_portal/configurations":       {"active is_default" + paging, "", listPortals},
	"GET /v1/billing_portal/configurations/{id}":  {"", "", retrievePortal},
	"POST /v1/billing_portal/configurations/{id}": {"business_profile features default_return_url metadata active login_page", "", updatePortal},
}

// createPortalSession: without a configuration the default one holds, which is
// made when it is first needed.
func createPortalSession(e *Emulator, p params) (any, error) {
	owner := e.customer(p.Get("customer"))
	if owner == nil {
		return nil, noSuch("customer", p.Get("customer"), "customer")
	}
	chosen := e.state.portals.look(p.Get("configuration"))
	if p.Get("configuration") != "" && chosen == nil {
		return nil, noSuch("configuration", p.Get("configuration"), "configuration")
	}
	if chosen == nil {
		chosen = e.defaultPortal()
	}
	flow, err := e.readFlow(p.sub("flow_data"), owner)
	if err != nil {
		return nil, err
	}
	id := newID("bps_")
	made := &portalSession{
		ID: id, Object: "billing_portal.session", Configuration: chosen.ID, Created: e.now().Unix(), Customer: owner.ID, Flow: flow,
		URL: e.baseURL + Prefix + "/portal/" + id, ReturnURL: chosen.DefaultReturnURL,
	}
	p.word("return_url", &made.ReturnURL)
	p.word("locale", &made.Locale)
	return e.state.portalSessions.put(id, made), nil
}

func (e *Emulator) defaultPortal() *portalConfiguration {
	for _, one := range e.state.portals.newest() {
		if one.IsDefault {
			return one
		}
	}
	made := e.newPortal()
	made.IsDefault = true
	f := &made.Features
	f.InvoiceHistory.Enabled, f.PaymentMethodUpdate.Enabled, f.SubscriptionCancel.Enabled, f.CustomerUpdate.Enabled = true, true, true, true
	f.CustomerUpdate.AllowedUpdates = []string{"email", "address", "tax_id", "name"}
	f.SubscriptionCancel.CancellationReason.Enabled = true
	f.SubscriptionUpdate.Enabled, f.SubscriptionUpdate.DefaultAllowedUpdates, f.SubscriptionUpdate.ProrationBehavior = true, []string{"price"}, "always_invoice"
	return made
}

// readFlow: a flow leads the customer to one thing, and back.
func (e *Emulator) readFlow(p params, owner *customer) (*portalFlow, error) {
	if len(p.Values) == 0 {
		return nil, nil
	}
	made := &portalFlow{Type: p.choice("type", "", "payment_method_update", "subscription_cancel", "subscription_update", "subscription_update_confirm")}
	made.AfterCompletion.Type = p.sub("after_completion").choice("type", "portal_homepage", "hosted_confirmation", "redirect")
	if url := p.sub("after_completion").sub("redirect").Get("return_url"); url != "" {
		made.AfterCompletion.Redirect = map[string]any{"return_url": url}
	}
	if made.Type == "" || made.Type == "payment_method_update" {
		return made, nil
	}
	inner := p.sub(made.Type)
	s := e.state.subscriptions.look(inner.Get("subscription"))
	if s == nil || s.Customer != owner.ID {
		return nil, noSuch("subscription", inner.Get("subscription"), inner.full("subscription"))
	}
	what := map[string]any{"subscription": s.ID}
	switch made.Type {
	case "subscription_cancel":
		what["retention"], made.SubscriptionCancel = nil, what
	case "subscription_update":
		made.SubscriptionUpdate = what
	default:
		what["items"], what["discounts"], made.SubscriptionUpdateConfirm = flowItems(inner), nil, what
	}
	return made, nil
}

func flowItems(p params) []map[string]any {
	found := []map[string]any{}
	for _, one := range p.items("items") {
		found = append(found, map[string]any{"id": optional(one.Get("id")), "price": optional(one.Get("price")), "quantity": one.number("quantity", 1)})
	}
	return found
}
