package pages

import (
	"net/http"
	"net/url"

	"github.com/prokken/prokken/billing/emulator/api"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
)

// portalAct is what a form of the portal does; page is shown again where it is
// refused.
type portalAct struct {
	page    string
	allowed func(v portalView) bool
	do      func(p *portalPages, v *portalView, r *http.Request) error
}

var portalActs = map[string]portalAct{
	"card":    {"card", func(v portalView) bool { return v.can.PaymentMethodUpdate.Enabled }, (*portalPages).changeCard},
	"details": {"details", func(v portalView) bool { return v.can.CustomerUpdate.Enabled }, (*portalPages).changeDetails},
	"tax":     {"details", func(v portalView) bool { return v.allows("tax_id") }, (*portalPages).changeTaxIDs},
	"cancel": {"cancel", func(v portalView) bool {
		return v.can.SubscriptionCancel.Enabled && v.chosen != nil
	}, (*portalPages).cancel},
	"resume": {"", func(v portalView) bool { return v.chosen != nil }, (*portalPages).resume},
	"plan": {"plan", func(v portalView) bool {
		return v.can.SubscriptionUpdate.Enabled && v.chosen != nil
	}, (*portalPages).changePlan},
}

func (v portalView) allows(field string) bool {
	return v.can.CustomerUpdate.Enabled && objects.Among(v.can.CustomerUpdate.AllowedUpdates, field)
}

func (p *portalPages) changeCard(v *portalView, r *http.Request) error {
	typed := readCard(r)
	if v.add(checkCard(typed, p.clock.Now())); len(v.wrong) > 0 {
		return nil
	}
	_, err := p.actions.GiveCard(v.owner.ID, typed)
	return err
}

func (p *portalPages) changeDetails(v *portalView, r *http.Request) error {
	form := url.Values{}
	if v.allows("name") {
		form.Set("name", typedText(r, "name"))
	}
	if v.allows("email") {
		form.Set("email", typedText(r, "email"))
		if !checkout.IsEmail(form.Get("email")) {
			v.wrong["email"] = "Please enter your email address."
		}
	}
	if v.allows("address") {
		for _, field := range []string{"line1", "postal_code", "city", "country"} {
			form.Set("address["+field+"]", typedText(r, field))
		}
		if len(form.Get("address[country]")) != 2 {
			v.wrong["country"] = "Please choose your country."
		}
	}
	if len(v.wrong) > 0 {
		return nil
	}
	return p.operate(api.UpdateCustomer, form, v.owner.ID)
}

// changeTaxIDs adds a tax id, or takes one away.
func (p *portalPages) changeTaxIDs(v *portalView, r *http.Request) error {
	if id := r.PostFormValue("remove"); id != "" {
		return p.operate(api.DeleteTaxID, nil, v.owner.ID, id)
	}
	given := typedText(r, "tax_id")
	if len(given) < 4 || len(given) > 40 {
		v.wrong["tax_id"] = "This is not a tax id. An example: DE123456789."
		return nil
	}
	return p.operate(api.CreateTaxID, url.Values{"type": {"eu_vat"}, "value": {given}}, v.owner.ID)
}

func (p *portalPages) cancel(v *portalView, r *http.Request) error {
	form := url.Values{"cancellation_details[comment]": {typedText(r, "comment")}}
	if reason := typedText(r, "feedback"); reason != "" {
		form.Set("cancellation_details[feedback]", reason)
	}
	if v.can.SubscriptionCancel.Mode == "immediately" {
		form.Set("prorate", params.Bool(v.can.SubscriptionCancel.ProrationBehavior != "none"))
		form.Set("invoice_now", params.Bool(v.can.SubscriptionCancel.ProrationBehavior == "always_invoice"))
		return p.operate(api.CancelSubscription, form, v.chosen.id)
	}
	form.Set("cancel_at_period_end", "true")
	return p.operate(api.UpdateSubscription, form, v.chosen.id)
}

func (p *portalPages) resume(v *portalView, _ *http.Request) error {
	if v.chosen.paused {
		return p.operate(api.ResumeSubscription, nil, v.chosen.id)
	}
	return p.operate(api.UpdateSubscription, url.Values{"cancel_at_period_end": {"false"}}, v.chosen.id)
}
