package emulator

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/a-h/templ"
)

// showCheckout is the hosted page: what is sold and a form for the card.
func (e *Emulator) showCheckout(w http.ResponseWriter, r *http.Request) {
	v, found := e.look(r.PathValue("id"))
	if !found {
		e.show(w, r, http.StatusNotFound, notFoundPage())
		return
	}
	switch v.status {
	case "complete":
		e.show(w, r, http.StatusOK, paidPage(v))
	case "expired":
		e.show(w, r, http.StatusGone, expiredPage(v))
	default:
		e.show(w, r, http.StatusOK, payPage(v))
	}
}

// pay takes the card. Paying twice charges once.
func (e *Emulator) pay(w http.ResponseWriter, r *http.Request) {
	v, found := e.look(r.PathValue("id"))
	if !found || v.status == "expired" {
		e.showCheckout(w, r)
		return
	}
	typed := readCard(r)
	v.name, v.expiry = typed.name, typed.expiry
	if v.status == "open" {
		if v.wrong = typed.check(e.now()); len(v.wrong) > 0 {
			e.show(w, r, http.StatusUnprocessableEntity, payPage(v))
			return
		}
		if v.declined = typed.decline(); v.declined != "" {
			e.show(w, r, http.StatusPaymentRequired, payPage(v))
			return
		}
	}
	e.complete(w, r, v)
}

func (e *Emulator) complete(w http.ResponseWriter, r *http.Request, v view) {
	paid, err := e.charge(v.id)
	switch {
	case err != nil:
		slog.Error("the Stripe emulator cannot save its state", "err", err)
		v.declined = "The payment could not be stored. Please try again."
		e.show(w, r, http.StatusInternalServerError, payPage(v))
	case !paid: // it expired this moment
		e.showCheckout(w, r)
	default:
		http.Redirect(w, r, v.successURL, http.StatusSeeOther)
	}
}

func readCard(r *http.Request) card {
	digits := strings.NewReplacer(" ", "", "-", "")
	return card{
		number: digits.Replace(r.PostFormValue("number")),
		expiry: typedText(r, "expiry"),
		cvc:    typedText(r, "cvc"),
		name:   typedText(r, "name"),
	}
}

func typedText(r *http.Request, field string) string {
	return strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue(field), ""))
}

func (e *Emulator) show(w http.ResponseWriter, r *http.Request, status int, content templ.Component) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := layout(e.stylesheet).Render(templ.WithChildren(r.Context(), content), w); err != nil {
		slog.Warn("the payment page was cut off", "err", err)
	}
}
