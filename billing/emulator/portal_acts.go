package emulator

import (
	"net/http"
	"net/url"
)

// portalAct is what a form of the portal does; page is shown again where it is
// refused.
type portalAct struct {
	page    string
	allowed func(v portalView) bool
	do      func(e *Emulator, v *portalView, r *http.Request) error
}

var portalActs = map[string]portalAct{
	"card":    {"card", func(v portalView) bool { return v.can.PaymentMethodUpdate.Enabled }, (*Emulator).portalCard},
	"details": {"details", func(v portalView) bool { return v.can.CustomerUpdate.Enabled }, (*Emulator).portalDetails},
	"tax":     {"details", func(v portalView) bool { return v.allows("tax_id") }, (*Emulator).portalTax},
	"cancel":  {"cancel", func(v portalView) bool { return v.can.SubscriptionCancel.Enabled && v.chosen != nil }, (*Emulator).portalCancel},
	"resume":  {"", func(v portalView) bool { return v.chosen != nil }, (*Emulator).portalResume},
	"plan":    {"plan", func(v portalView) bool { return v.can.SubscriptionUpdate.Enabled && v.chosen != nil }, (*Emulator).portalChange},
}

func (v portalView) allows(field string) bool {
	return v.can.CustomerUpdate.Enabled && among(v.can.CustomerUpdate.AllowedUpdates, field)
}

// operate does an operation of the API.
func (e *Emulator) operate(do func(*Emulator, params) (any, error), id string, form url.Values) error {
	return e.transact(func() error {
		p := newParams(form, id)
		_, err := do(e, p)
		if *p.fault != nil {
			return *p.fault
		}
		return err
	})
}

func (e *Emulator) portalCard(v *portalView, r *http.Request) error {
	typed := readCard(r)
	if v.add(typed.check(e.Now())); len(v.wrong) > 0 {
		return nil
	}
	_, err := e.giveCard(v.owner.ID, typed)
	return err
}

func (e *Emulator) portalDetails(v *portalView, r *http.Request) error {
	form := url.Values{}
	if v.allows("name") {
		form.Set("name", typedText(r, "name"))
	}
	if v.allows("email") {
		form.Set("email", typedText(r, "email"))
		if !isEmail(form.Get("email")) {
			v.wrong["email"] = "Please type your e-mail address."
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
	return e.operate(updateCustomer, v.owner.ID, form)
}

// portalTax adds a tax id, or takes one away.
func (e *Emulator) portalTax(v *portalView, r *http.Request) error {
	if id := r.PostFormValue("remove"); id != "" {
		return e.transact(func() error {
			_, err := deleteTaxID(e, params{id: v.owner.ID, inner: id, fault: new(error)})
			return err
		})
	}
	given := typedText(r, "tax_id")
	if len(given) < 4 || len(given) > 40 {
		v.wrong["tax_id"] = "This is not a tax id. An example: DE123456789."
		return nil
	}
	return e.operate(createTaxID, v.owner.ID, url.Values{"type": {"eu_vat"}, "value": {given}})
}

func (e *Emulator) portalCancel(v *portalView, r *http.Request) error {
	form := url.Values{"cancellation_details[comment]": {typedText(r, "comment")}}
	if reason := typedText(r, "feedback"); reason != "" {
		form.Set("cancellation_details[feedback]", reason)
	}
	if v.can.SubscriptionCancel.Mode == "immediately" {
		form.Set("prorate", yes(v.can.SubscriptionCancel.ProrationBehavior != "none"))
		form.Set("invoice_now", yes(v.can.SubscriptionCancel.ProrationBehavior == "always_invoice"))
		return e.operate(cancelSubscription, v.chosen.id, form)
	}
	form.Set("cancel_at_period_end", "true")
	return e.operate(updateSubscription, v.chosen.id, form)
}

func (e *Emulator) portalResume(v *portalView, _ *http.Request) error {
	if v.chosen.paused {
		return e.operate(resumeSubscription, v.chosen.id, nil)
	}
	return e.operate(updateSubscription, v.chosen.id, url.Values{"cancel_at_period_end": {"false"}})
}
