package emulator

import (
	"log/slog"
	"net/http"
	"strconv"
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
	case "asked":
		e.show(w, r, http.StatusOK, askPage(v))
	default:
		e.show(w, r, http.StatusOK, payPage(v))
	}
}

// payCheckout takes the card, or the answer to 3D Secure. Paying twice charges
// once.
func (e *Emulator) payCheckout(w http.ResponseWriter, r *http.Request) {
	v, found := e.look(r.PathValue("id"))
	if !found || v.status == "expired" {
		e.showCheckout(w, r)
		return
	}
	if answer := r.PostFormValue("answer"); answer != "" {
		done, err := e.Answer(v.id, answer)
		e.conclusion(w, r, v, done, err)
		return
	}
	given, typed := readPayment(r), readCard(r)
	for _, field := range kept {
		v.typed[field] = typedText(r, field)
	}
	if v.status == "open" && given.Card != BankDebit && (given.Card != "" || !v.free) {
		if v.wrong = typed.check(e.Now()); len(v.wrong) > 0 {
			e.show(w, r, http.StatusUnprocessableEntity, payPage(v))
			return
		}
	}
	done, err := e.Pay(v.id, given)
	e.conclusion(w, r, v, done, err)
}

// kept are the fields that are shown again where something is wrong.
var kept = []string{"name", "expiry", "quantity", "promotion_code", "email", "line1", "postal_code", "city", "country", "tax_id"}

func (e *Emulator) conclusion(w http.ResponseWriter, r *http.Request, v view, done Outcome, err error) {
	v.declined = done.Message
	switch {
	case err != nil:
		slog.Error("the Stripe emulator cannot save its state", "err", err)
		v.declined = "The payment could not be stored. Please try again."
		e.show(w, r, http.StatusInternalServerError, payPage(v))
	case done.Status == Completed || done.Status == Processing:
		http.Redirect(w, r, done.Next, http.StatusSeeOther)
	case done.Status == NeedsSCA:
		e.show(w, r, http.StatusOK, askPage(v))
	case done.Status == Declined || done.Field == "number":
		v.declined += " Nothing was charged; please try another card."
		e.show(w, r, http.StatusPaymentRequired, payPage(v))
	case done.Status == Invalid:
		v.declined, v.wrong[done.Field] = "", done.Message
		e.show(w, r, http.StatusUnprocessableEntity, payPage(v))
	default: // it expired this moment
		e.showCheckout(w, r)
	}
}

func readPayment(r *http.Request) Payment {
	quantity, _ := strconv.ParseInt(typedText(r, "quantity"), 10, 64)
	given := Payment{
		Card: readCard(r).number, Quantity: quantity, PromotionCode: typedText(r, "promotion_code"), Name: typedText(r, "name"),
		Email: typedText(r, "email"), TaxID: typedText(r, "tax_id"), TaxIDType: "eu_vat", Terms: r.PostFormValue("terms") != "",
		Address: Address{Line1: typedText(r, "line1"), PostalCode: typedText(r, "postal_code"), City: typedText(r, "city"), Country: typedText(r, "country")},
	}
	if r.PostFormValue("method") == BankDebit {
		given.Card = BankDebit
	}
	return given
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
