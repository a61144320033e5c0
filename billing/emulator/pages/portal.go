package pages

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/store"
)

// portalDone is what a customer reads after an act.
var portalDone = map[string]string{
	"card": "Your card was changed.", "details": "Your details were saved.", "cancel": "Your plan was cancelled.",
	"resume": "Your plan continues.", "plan": "Your plan was changed.", "tax": "Your tax IDs were saved.",
}

// flowPages is where a flow leads at once.
var flowPages = map[string]string{
	"payment_method_update": "card", "subscription_cancel": "cancel",
	"subscription_update": "plan", "subscription_update_confirm": "plan",
}

func (p *portalPages) show(w http.ResponseWriter, r *http.Request) {
	v, open := p.open(w, r)
	if !open {
		return
	}
	page := r.PathValue("page")
	if v.flow != "" && page == "" && r.URL.Query().Get("done") == "" {
		http.Redirect(w, r, p.flowAddress(v), http.StatusSeeOther)
		return
	}
	v.done = portalDone[r.URL.Query().Get("done")]
	if price := r.URL.Query().Get("price"); page == "plan" && price != "" && v.chosen != nil {
		v = p.previewPlan(v, price)
	}
	p.showPage(w, r, http.StatusOK, page, v)
}

// open answers for a portal that is not there or has expired.
func (p *portalPages) open(w http.ResponseWriter, r *http.Request) (portalView, bool) {
	v, found, expired := p.look(r.PathValue("id"), r.FormValue("subscription"))
	switch {
	case !found:
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case expired:
		p.write(
			w, r, http.StatusGone, "Expired",
			told(
				"This page has expired", "Nothing was changed. Please open it again from the site.", v.back,
				"Back to the site",
			),
		)
	}
	return v, found && !expired
}

// flowAddress is the page that the flow is about.
func (p *portalPages) flowAddress(v portalView) string {
	to := v.address + "/" + flowPages[v.flow]
	p.store.View(func(tx *store.Tx) {
		flow := tx.PortalSessions.Look(v.id).Flow
		for _, about := range []map[string]any{
			flow.SubscriptionCancel, flow.SubscriptionUpdate, flow.SubscriptionUpdateConfirm,
		} {
			if id, _ := about["subscription"].(string); id != "" {
				to += "?subscription=" + id + flowPrice(about)
			}
		}
	})
	return to
}

// flowPrice reads the items as they were made, and as they were stored.
func flowPrice(about map[string]any) string {
	items, _ := render.Tree(about["items"]).([]any)
	for _, one := range items {
		if item, isItem := one.(map[string]any); isItem && item["price"] != nil {
			return "&price=" + item["price"].(string)
		}
	}
	return ""
}

// showPage shows only what the configuration allows.
func (p *portalPages) showPage(w http.ResponseWriter, r *http.Request, status int, page string, v portalView) {
	pages := map[string]struct {
		allowed bool
		content templ.Component
	}{
		"":        {true, portalHome(v)},
		"card":    {v.can.PaymentMethodUpdate.Enabled, portalCard(v)},
		"details": {v.can.CustomerUpdate.Enabled, portalDetails(v)},
		"cancel":  {v.can.SubscriptionCancel.Enabled && v.chosen != nil, portalCancelPage(v)},
		"plan":    {v.can.SubscriptionUpdate.Enabled && v.chosen != nil, portalPlanPage(v)},
	}
	chosen, known := pages[page]
	if !known || !chosen.allowed {
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	p.write(w, r, status, "Your billing", chosen.content)
}

// act does what a form of the portal asks for.
func (p *portalPages) act(w http.ResponseWriter, r *http.Request) {
	v, open := p.open(w, r)
	if !open {
		return
	}
	page := r.PathValue("page")
	act, known := portalActs[page]
	if !known || !act.allowed(v) {
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	v.keep(r)
	err := act.do(p, &v, r)
	var refused *apierror.Error
	switch {
	case len(v.wrong) > 0 || errors.As(err, &refused):
		if refused != nil {
			v.declined = refused.Message
		}
		p.showPage(w, r, http.StatusUnprocessableEntity, act.page, v)
	case err != nil:
		p.fail(w, r, err)
	case v.after != "" && flowPages[v.flow] == page:
		http.Redirect(w, r, v.after, http.StatusSeeOther)
	default:
		http.Redirect(w, r, v.address+"?done="+page, http.StatusSeeOther)
	}
}
