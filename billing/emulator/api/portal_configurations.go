package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

var cancelReasons = []string{"too_expensive", "missing_features", "switched_service", "unused", "other"}

func newPortal(tx *store.Tx) *objects.PortalConfiguration {
	id, now := objects.NewID("bpc_"), tx.Now().Unix()
	made := &objects.PortalConfiguration{
		ID: id, Object: "billing_portal.configuration", Active: true, Created: now, Updated: now,
		Metadata: map[string]string{},
	}
	f := &made.Features
	f.CustomerUpdate.AllowedUpdates = []string{}
	f.SubscriptionCancel.Mode, f.SubscriptionCancel.ProrationBehavior = "at_period_end", "none"
	f.SubscriptionCancel.CancellationReason.Options = cancelReasons
	f.SubscriptionUpdate.DefaultAllowedUpdates, f.SubscriptionUpdate.ProrationBehavior = []string{}, "none"
	return tx.Portals.Put(id, made)
}

func createPortal(tx *store.Tx, p params.Params) (any, error) {
	if !p.Gives("features") {
		return nil, apierror.MissingParam("features")
	}
	made := newPortal(tx)
	readConfiguration(made, p)
	return made, events.Announce(tx, "billing_portal.configuration.created", made)
}

func readConfiguration(c *objects.PortalConfiguration, p params.Params) {
	c.Metadata, c.Active = p.Merged(c.Metadata), p.Flag("active", c.Active)
	p.Word("default_return_url", &c.DefaultReturnURL)
	profile := p.Sub("business_profile")
	profile.Word("headline", &c.BusinessProfile.Headline)
	profile.Word("privacy_policy_url", &c.BusinessProfile.PrivacyURL)
	profile.Word("terms_of_service_url", &c.BusinessProfile.TermsURL)
	c.LoginPage.Enabled = p.Sub("login_page").Flag("enabled", c.LoginPage.Enabled)
	readFeatures(&c.Features, p.Sub("features"))
}

func readFeatures(f *objects.PortalFeatures, p params.Params) {
	f.InvoiceHistory.Enabled = p.Sub("invoice_history").Flag("enabled", f.InvoiceHistory.Enabled)
	f.PaymentMethodUpdate.Enabled = p.Sub("payment_method_update").Flag("enabled", f.PaymentMethodUpdate.Enabled)
	owner := p.Sub("customer_update")
	f.CustomerUpdate.Enabled = owner.Flag("enabled", f.CustomerUpdate.Enabled)
	f.CustomerUpdate.AllowedUpdates = append([]string{}, owner.All("allowed_updates")...)
	cancel := p.Sub("subscription_cancel")
	f.SubscriptionCancel.Enabled = cancel.Flag("enabled", f.SubscriptionCancel.Enabled)
	f.SubscriptionCancel.Mode = cancel.Choice("mode", f.SubscriptionCancel.Mode, "at_period_end", "immediately")
	f.SubscriptionCancel.ProrationBehavior = cancel.Choice(
		"proration_behavior", f.SubscriptionCancel.ProrationBehavior, "none", "create_prorations",
		"always_invoice",
	)
	reason := cancel.Sub("cancellation_reason")
	f.SubscriptionCancel.CancellationReason.Enabled = reason.Flag(
		"enabled", f.SubscriptionCancel.CancellationReason.Enabled,
	)
	if options := reason.All("options"); len(options) > 0 {
		f.SubscriptionCancel.CancellationReason.Options = options
	}
	readPortalUpdate(&f.SubscriptionUpdate, p.Sub("subscription_update"))
}

func readPortalUpdate(u *objects.PortalUpdate, p params.Params) {
	u.Enabled = p.Flag("enabled", u.Enabled)
	u.ProrationBehavior = p.Choice(
		"proration_behavior", u.ProrationBehavior, "none", "create_prorations", "always_invoice",
	)
	if allowed := p.All("default_allowed_updates"); len(allowed) > 0 {
		u.DefaultAllowedUpdates = allowed
	}
	for _, one := range p.Items("products") {
		u.Products = append(u.Products, objects.PortalProduct{
			Product: one.Get("product"), Prices: append([]string{}, one.All("prices")...),
		})
	}
}

func retrievePortal(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Portals.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("configuration", p.ID, "")
}

func updatePortal(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Portals.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("configuration", p.ID, "")
	}
	readConfiguration(one, p)
	one.Updated = tx.Now().Unix()
	return one, events.AnnounceChange(tx, "billing_portal.configuration.updated", one)
}

func listPortals(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Portals.Newest(), "/v1/billing_portal/configurations", p, func(one *objects.PortalConfiguration) bool {
		return p.Is("active", params.Bool(one.Active)) && p.Is("is_default", params.Bool(one.IsDefault)) &&
			p.Made(one.Created)
	})
}
