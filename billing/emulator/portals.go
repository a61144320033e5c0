package emulator

var cancelReasons = []string{"too_expensive", "missing_features", "switched_service", "unused", "other"}

func (e *Emulator) newPortal() *portalConfiguration {
	id, now := newID("bpc_"), e.now().Unix()
	made := &portalConfiguration{ID: id, Object: "billing_portal.configuration", Active: true, Created: now, Updated: now, Metadata: map[string]string{}}
	f := &made.Features
	f.CustomerUpdate.AllowedUpdates = []string{}
	f.SubscriptionCancel.Mode, f.SubscriptionCancel.ProrationBehavior = "at_period_end", "none"
	f.SubscriptionCancel.CancellationReason.Options = cancelReasons
	f.SubscriptionUpdate.DefaultAllowedUpdates, f.SubscriptionUpdate.ProrationBehavior = []string{}, "none"
	return e.state.portals.put(id, made)
}

func createPortal(e *Emulator, p params) (any, error) {
	if !p.gives("features") {
		return nil, missingParam("features")
	}
	made := e.newPortal()
	made.read(p)
	return made, e.announce("billing_portal.configuration.created", made)
}

func (c *portalConfiguration) read(p params) {
	c.Metadata, c.Active = p.merged(c.Metadata), p.flag("active", c.Active)
	p.word("default_return_url", &c.DefaultReturnURL)
	profile := p.sub("business_profile")
	profile.word("headline", &c.BusinessProfile.Headline)
	profile.word("privacy_policy_url", &c.BusinessProfile.PrivacyURL)
	profile.word("terms_of_service_url", &c.BusinessProfile.TermsURL)
	c.LoginPage.Enabled = p.sub("login_page").flag("enabled", c.LoginPage.Enabled)
	c.Features.read(p.sub("features"))
}

func (f *portalFeatures) read(p params) {
	f.InvoiceHistory.Enabled = p.sub("invoice_history").flag("enabled", f.InvoiceHistory.Enabled)
	f.PaymentMethodUpdate.Enabled = p.sub("payment_method_update").flag("enabled", f.PaymentMethodUpdate.Enabled)
	owner := p.sub("customer_update")
	f.CustomerUpdate.Enabled = owner.flag("enabled", f.CustomerUpdate.Enabled)
	f.CustomerUpdate.AllowedUpdates = append([]string{}, owner.all("allowed_updates")...)
	cancel := p.sub("subscription_cancel")
	f.SubscriptionCancel.Enabled = cancel.flag("enabled", f.SubscriptionCancel.Enabled)
	f.SubscriptionCancel.Mode = cancel.choice("mode", f.SubscriptionCancel.Mode, "at_period_end", "immediately")
	f.SubscriptionCancel.ProrationBehavior = cancel.choice("proration_behavior", f.SubscriptionCancel.ProrationBehavior, "none", "create_prorations", "always_invoice")
	reason := cancel.sub("cancellation_reason")
	f.SubscriptionCancel.CancellationReason.Enabled = reason.flag("enabled", f.SubscriptionCancel.CancellationReason.Enabled)
	if options := reason.all("options"); len(options) > 0 {
		f.SubscriptionCancel.CancellationReason.Options = options
	}
	f.SubscriptionUpdate.read(p.sub("subscription_update"))
}

func (u *portalUpdate) read(p params) {
	u.Enabled = p.flag("enabled", u.Enabled)
	u.ProrationBehavior = p.choice("proration_behavior", u.ProrationBehavior, "none", "create_prorations", "always_invoice")
	if allowed := p.all("default_allowed_updates"); len(allowed) > 0 {
		u.DefaultAllowedUpdates = allowed
	}
	for _, one := range p.items("products") {
		u.Products = append(u.Products, portalProduct{Product: one.Get("product"), Prices: append([]string{}, one.all("prices")...)})
	}
}

func retrievePortal(e *Emulator, p params) (any, error) {
	if one := e.state.portals.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("configuration", p.id, "")
}

func updatePortal(e *Emulator, p params) (any, error) {
	one := e.state.portals.get(p.id)
	if one == nil {
		return nil, noSuch("configuration", p.id, "")
	}
	one.read(p)
	one.Updated = e.now().Unix()
	return one, e.announceChange("billing_portal.configuration.updated", one)
}

func listPortals(e *Emulator, p params) (any, error) {
	return page(e.state.portals, "/v1/billing_portal/configurations", p, func(one *portalConfiguration) bool {
		return p.is("active", yes(one.Active)) && p.is("is_default", yes(one.IsDefault)) && p.made(one.Created)
	})
}
