// Package pages serves what people see: the hosted checkout, invoice and customer portal
// pages, the bank's question (3D Secure), and the test console, on which one does what only
// a bank, a cardholder or time can do. A view is read from the state in one go and then
// shown; forms act through the package actions, or run operations of the API. The emulator
// alone calls it. Start reading at [Routes].
package pages

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/billing/emulator/actions"
	"github.com/prokken/prokken/billing/emulator/api"
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/clock"
	"github.com/prokken/prokken/billing/emulator/store"
)

// ConsolePath is where the test console is.
const ConsolePath = store.Prefix + "/"

// Parts are what the pages need.
type Parts struct {
	Store      *store.Store
	Clock      *clock.Clock
	Actions    *actions.Actions
	Stylesheet string // its address
}

// base is what all pages share.
type base struct {
	store      *store.Store
	clock      *clock.Clock
	actions    *actions.Actions
	stylesheet string
}

// The pages of one kind each.
type (
	checkoutPages struct{ *base }
	bankPages     struct{ *base }
	invoicePages  struct{ *base }
	portalPages   struct{ *base }
	consolePages  struct{ *base }
)

// Routes adds every address of the pages to a mux.
func Routes(mux *http.ServeMux, parts Parts) {
	shared := &base{parts.Store, parts.Clock, parts.Actions, parts.Stylesheet}
	checkout, bank, invoice := &checkoutPages{shared}, &bankPages{shared}, &invoicePages{shared}
	portal, console := &portalPages{shared}, &consolePages{shared}
	mux.HandleFunc("GET /checkout/{id}", checkout.show)
	mux.HandleFunc("POST /checkout/{id}", checkout.pay)
	mux.HandleFunc("GET /authenticate/{id}", bank.show)
	mux.HandleFunc("POST /authenticate/{id}", bank.answer)
	mux.HandleFunc("GET /invoice/{id}", invoice.show)
	mux.HandleFunc("POST /invoice/{id}", invoice.pay)
	mux.HandleFunc("GET /invoice/{id}/pdf", invoice.print)
	mux.HandleFunc("GET /portal/{id}", portal.show)
	mux.HandleFunc("GET /portal/{id}/{page}", portal.show)
	mux.HandleFunc("POST /portal/{id}/{page}", portal.act)
	mux.HandleFunc("GET /{$}", console.show)
	mux.HandleFunc("POST /{$}", console.act)
	mux.HandleFunc("GET /console/{page}", console.show)
	mux.HandleFunc("POST /console/{page}", console.act)
	mux.HandleFunc("GET /console/object/{id}", console.showObject)
}

// operate does an operation of the API.
func (p *base) operate(do api.Do, form url.Values, ids ...string) error {
	return p.clock.Update(func(tx *store.Tx) error {
		_, err := api.Run(tx, do, form, ids...)
		return err
	})
}

// write writes a page.
func (p *base) write(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := layout(title, p.stylesheet).Render(templ.WithChildren(r.Context(), content), w); err != nil {
		slog.Warn("a page of the Stripe emulator was cut off", "err", err)
	}
}

// fail shows a refusal, or that the emulator is at fault.
func (p *base) fail(w http.ResponseWriter, r *http.Request, err error) {
	var refused *apierror.Error
	if errors.As(err, &refused) {
		p.write(
			w, r, http.StatusConflict, "Not done",
			told("That was not done", refused.Message, store.Prefix+"/", "To the test console"),
		)
		return
	}
	slog.Error("the Stripe emulator cannot save its state", "err", err)
	p.write(
		w, r, http.StatusInternalServerError, "Not done",
		told("That was not done", "It could not be stored. Please try again.", "", ""),
	)
}
