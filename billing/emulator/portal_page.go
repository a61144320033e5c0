package emulator

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"
)

// portalDone is what a customer reads after an act.
var portalDone = map[string]string{
	"card": "Your card was changed.", "details": "Your details were saved.", "cancel": "Your plan was cancelled.",
	"resume": "Your plan goes on.", "plan": "Your plan was changed.", "tax": "Your tax ids were saved.",
}

// flowPages is where a flow leads at once.
var flowPages = map[string]string{
	"payment_method_update": "card", "subscription_cancel": "cancel", "subscription_update": "plan", "subscription_update_confirm": "plan",
}

func (e *Emulator) showPortal(w http.ResponseWriter, r *http.Request) {
	v, open := e.openPortal(w, r)
	if !open {
		return
	}
	page := r.PathValue("page")
	if v.flow != "" && page == "" && r.URL.Query().Get("done") == "" {
		http.Redirect(w, r, e.flowAddress(v), http.StatusSeeOther)
		return
	}
	v.done = portalDone[r.URL.Query().Get("done")]
	if price := r.URL.Query().Get("price"); page == "plan" && price != "" && v.chosen != nil {
		v = e.previewPlan(v, price)
	}
	e.showPortalPage(w, r, http.StatusOK, page, v)
}

// openPortal answers for a portal that is not there or has expired.
func (e *Emulator) openPortal(w http.ResponseWriter, r *http.Request) (portalView, bool) {
	v, found, expired := e.lookPortal(r.PathValue("id"), r.FormValue("subscription"))
	switch {
	case !found:
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case expired:
		e.show(w, r, http.StatusGone, "Expired", told("This page has expired", "Nothing was changed. Please open it again from the site.", v.back, "Back to the site"))
	}
	return v, found && !expired
}

// flowAddress is the page that the flow is about.
func (e *Emulator) flowAddress(v portalView) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	to := v.address + "/" + flowPages[v.flow]
	flow := e.state.portalSessions.look(v.id).Flow
	for _, about := range []map[string]any{flow.SubscriptionCancel, flow.SubscriptionUpdate, flow.SubscriptionUpdateConfirm} {
		if id, _ := about["subscription"].(string); id != "" {
			to += "?subscription=" + id + flowPrice(about)
		}
	}
	return to
}

// flowPrice reads the items as they were made, and as they were stored.
func flowPrice(about map[string]any) string {
	items, _ := tree(about["items"]).([]any)
	for _, one := range items {
		if item, isItem := one.(map[string]any); isItem && item["price"] != nil {
			return "&price=" + item["price"].(string)
		}
	}
	return ""
}

// showPortalPage shows only what the configuration allows.
func (e *Emulator) showPortalPage(w http.ResponseWriter, r *http.Request, status int, page string, v portalView) {
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
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	e.show(w, r, status, "Your billing", chosen.content)
}

// actInPortal does what a form of the portal asks for.
func (e *Emulator) actInPortal(w http.ResponseWriter, r *http.Request) {
	v, open := e.openPortal(w, r)
	if !open {
		return
	}
	page := r.PathValue("page")
	act, known := portalActs[page]
	if !known || !act.allowed(v) {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	v.keep(r)
	err := act.do(e, &v, r)
	var refused *refusal
	switch {
	case len(v.wrong) > 0 || errors.As(err, &refused):
		if refused != nil {
			v.declined = refused.message
		}
		e.showPortalPage(w, r, http.StatusUnprocessableEntity, act.page, v)
	case err != nil:
		e.fails(w, r, err)
	case v.after != "" && flowPages[v.flow] == page:
		http.Redirect(w, r, v.after, http.StatusSeeOther)
	default:
		http.Redirect(w, r, v.address+"?done="+page, http.StatusSeeOther)
	}
}
