package pages

import (
	"net/http"
	"strings"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// askView is what the bank's page shows.
type askView struct {
	id, what, amount, card string
	back                   string // where the customer came from
	asks                   bool
}

// unconfirmed is what a customer reads who comes back from the bank without its
// yes.
var unconfirmed = map[string]string{
	"fail":    "Your bank did not confirm it was you. Nothing was charged; please try again or use another card.",
	"abandon": "The payment was not confirmed. Nothing was charged; you can try again.",
}

// show is the page of the bank that asks for 3D Secure, about a payment
// or about a checkout page.
func (p *bankPages) show(w http.ResponseWriter, r *http.Request) {
	v, found := p.question(r.PathValue("id"))
	switch {
	case !found:
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case !v.asks:
		p.write(
			w, r, http.StatusOK, "Nothing to confirm",
			told("Nothing to confirm", "Your bank has nothing left to ask.", v.back, "Go on"),
		)
	default:
		p.write(w, r, http.StatusOK, "Confirm your payment", askPage(v))
	}
}

// answer leads back to where the customer came from, or on if they paid.
func (p *bankPages) answer(w http.ResponseWriter, r *http.Request) {
	v, found := p.question(r.PathValue("id"))
	answer := r.PostFormValue("answer")
	if !found || !v.asks || answer != "approve" && unconfirmed[answer] == "" {
		p.show(w, r)
		return
	}
	next, err := p.answerFor(v, answer)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (p *bankPages) answerFor(v askView, answer string) (string, error) {
	back := v.back
	if answer != "approve" {
		back += "?answer=" + answer
	}
	if !strings.HasPrefix(v.id, "cs_") {
		return back, p.actions.Authenticate(v.id, answer)
	}
	done, err := p.actions.Answer(v.id, answer)
	if done.Next != "" {
		back = done.Next
	}
	return back, err
}

// question is what the bank asks about a checkout page or a payment.
func (p *bankPages) question(id string) (v askView, found bool) {
	_ = p.clock.View(func(tx *store.Tx) { // what fails is told by the next act
		if s := tx.Sessions.Look(id); s != nil {
			v, found = questionOfSession(tx, s), true
		} else if one := tx.PaymentIntents.Look(id); one != nil {
			v, found = questionOfIntent(tx, one), true
		}
	})
	return v, found
}

func questionOfSession(tx *store.Tx, s *objects.Session) askView {
	v := viewOf(tx, s)
	made := askView{
		id: s.ID, what: v.plan, amount: v.due, back: store.Prefix + "/checkout/" + s.ID,
		asks: s.Private.Asked != nil,
	}
	if made.asks {
		card := rules.DigitsOf(s.Private.Asked.Card)
		made.card = card[max(0, len(card)-4):]
	}
	return made
}

func questionOfIntent(tx *store.Tx, one *objects.PaymentIntent) askView {
	made := askView{
		id: one.ID, what: "A payment", amount: money.Full(one.Amount, one.Currency), back: "/",
		asks: one.Status == "requires_action",
	}
	if i := tx.Invoices.Look(objects.Value(one.Invoice)); i != nil {
		made.what, made.back = "Invoice "+objects.Value(i.Number), store.Prefix+"/invoice/"+i.ID
	}
	if m := tx.PaymentMethods.Look(objects.Value(one.PaymentMethod)); m != nil {
		made.card = m.Last4()
	}
	return made
}
