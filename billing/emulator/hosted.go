package emulator

import (
	"log/slog"
	"net/http"
	"strconv"
)

// showCheckout is the hosted page: what is sold and a form for the card.
func (e *Emulator) showCheckout(w http.ResponseWriter, r *http.Request) {
	v, found := e.look(r.PathValue("id"))
	v.declined = unconfirmed[r.URL.Query().Get("answer")]
	switch {
	case !found:
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case v.status == "complete":
		e.show(w, r, http.StatusOK, "Already paid", paidPage(v))
	case v.status == "expired":
		e.show(w, r, http.StatusGone, "Expired", expiredPage(v))
	default:
		e.showForm(w, r, http.StatusOK, v)
	}
}

func (e *Emulator) showForm(w http.ResponseWriter, r *http.Request, status int, v view) {
	e.show(w, r, status, "Checkout", payPage(v))
}

// payCheckout takes the card, or only reckons anew. Paying twice charges once.
func (e *Emulator) payCheckout(w http.ResponseWriter, r *http.Request) {
	given := readPayment(r)
	v, found := e.quote(r.PathValue("id"), given)
	if !found || v.status == "expired" {
		e.showCheckout(w, r)
		return
	}
	v.keep(r)
	if v.status == "complete" {
		http.Redirect(w, r, v.successURL, http.StatusSeeOther)
		return
	}
	updates := r.PostFormValue("act") == "update"
	if !updates && given.Card != BankDebit && (given.Card != "" || !v.free) {
		v.add(readCard(r).check(e.Now()))
	}
	switch {
	case len(v.wrong) > 0:
		e.showForm(w, r, http.StatusUnprocessableEntity, v)
	case updates:
		e.showForm(w, r, http.StatusOK, v)
	default:
		done, err := e.Pay(v.id, given)
		e.conclusion(w, r, v, done, err)
	}
}

func (e *Emulator) conclusion(w http.ResponseWriter, r *http.Request, v view, done Outcome, err error) {
	v.declined = done.Message
	switch {
	case err != nil:
		slog.Error("the Stripe emulator cannot save its state", "err", err)
		v.declined = "The payment could not be stored. Please try again."
		e.showForm(w, r, http.StatusInternalServerError, v)
	case done.Status == Completed || done.Status == Processing:
		http.Redirect(w, r, done.Next, http.StatusSeeOther)
	case done.Status == NeedsSCA:
		http.Redirect(w, r, Prefix+"/authenticate/"+v.id, http.StatusSeeOther)
	case done.Status == Declined || done.Field == "number":
		v.declined += " Nothing was charged; please try another card."
		e.showForm(w, r, http.StatusPaymentRequired, v)
	case done.Status == Invalid:
		v.declined, v.wrong[done.Field] = "", done.Message
		e.showForm(w, r, http.StatusUnprocessableEntity, v)
	default: // it expired this moment
		e.showCheckout(w, r)
	}
}

func readPayment(r *http.Request) Payment {
	quantity, err := strconv.ParseInt(typedText(r, "quantity"), 10, 64)
	if err != nil && typedText(r, "quantity") != "" {
		quantity = -1
	}
	given := Payment{
		Card: readCard(r).number, Expiry: typedText(r, "expiry"), Quantity: quantity, PromotionCode: typedText(r, "promotion_code"), Name: typedText(r, "name"),
		Email: typedText(r, "email"), TaxID: typedText(r, "tax_id"), TaxIDType: "eu_vat", Terms: r.PostFormValue("terms") != "",
		Address: readAddress(r),
	}
	if r.PostFormValue("method") == BankDebit {
		given.Card = BankDebit
	}
	return given
}
