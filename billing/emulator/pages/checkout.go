package pages

import (
	"log/slog"
	"net/http"
	"strconv"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// show is the hosted page: what is sold and a form for the card.
func (p *checkoutPages) show(w http.ResponseWriter, r *http.Request) {
	v, found := p.look(r.PathValue("id"))
	v.declined = unconfirmed[r.URL.Query().Get("answer")]
	switch {
	case !found:
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case v.status == "complete":
		p.write(w, r, http.StatusOK, "Already paid", paidPage(v))
	case v.status == "expired":
		p.write(w, r, http.StatusGone, "Expired", expiredPage(v))
	default:
		p.showForm(w, r, http.StatusOK, v)
	}
}

func (p *checkoutPages) showForm(w http.ResponseWriter, r *http.Request, status int, v view) {
	p.write(w, r, status, "Checkout", payPage(v))
}

// pay takes the card, or only reckons anew. Paying twice charges once.
func (p *checkoutPages) pay(w http.ResponseWriter, r *http.Request) {
	given := readPayment(r)
	v, found := p.quote(r.PathValue("id"), given)
	if !found || v.status == "expired" {
		p.show(w, r)
		return
	}
	v.keep(r)
	if v.status == "complete" {
		http.Redirect(w, r, v.successURL, http.StatusSeeOther)
		return
	}
	updates := r.PostFormValue("act") == "update"
	if !updates && given.Card != objects.BankDebit && (given.Card != "" || !v.free) {
		v.add(checkCard(readCard(r), p.clock.Now()))
	}
	switch {
	case len(v.wrong) > 0:
		p.showForm(w, r, http.StatusUnprocessableEntity, v)
	case updates:
		p.showForm(w, r, http.StatusOK, v)
	default:
		done, err := p.actions.Pay(v.id, given)
		p.conclude(w, r, v, done, err)
	}
}

func (p *checkoutPages) conclude(w http.ResponseWriter, r *http.Request, v view, done objects.Outcome, err error) {
	v.declined = done.Message
	switch {
	case err != nil:
		slog.Error("the Stripe emulator cannot save its state", "err", err)
		v.declined = "The payment could not be stored. Please try again."
		p.showForm(w, r, http.StatusInternalServerError, v)
	case done.Status == objects.Completed || done.Status == objects.Processing:
		http.Redirect(w, r, done.Next, http.StatusSeeOther)
	case done.Status == objects.NeedsSCA:
		http.Redirect(w, r, store.Prefix+"/authenticate/"+v.id, http.StatusSeeOther)
	case done.Status == objects.Declined || done.Field == "number":
		v.declined += " Nothing was charged; please try another card."
		p.showForm(w, r, http.StatusPaymentRequired, v)
	case done.Status == objects.Invalid:
		v.declined, v.wrong[done.Field] = "", done.Message
		p.showForm(w, r, http.StatusUnprocessableEntity, v)
	default: // it expired this moment
		p.show(w, r)
	}
}

func readPayment(r *http.Request) objects.Payment {
	quantity, err := strconv.ParseInt(typedText(r, "quantity"), 10, 64)
	if err != nil && typedText(r, "quantity") != "" {
		quantity = -1
	}
	given := objects.Payment{
		Card: readCard(r).Number, Expiry: typedText(r, "expiry"), Quantity: quantity,
		PromotionCode: typedText(r, "promotion_code"), Name: typedText(r, "name"),
		Email: typedText(r, "email"), TaxID: typedText(r, "tax_id"), TaxIDType: "eu_vat",
		Terms:   r.PostFormValue("terms") != "",
		Address: typedAddress(r),
	}
	if r.PostFormValue("method") == objects.BankDebit {
		given.Card = objects.BankDebit
	}
	return given
}
