package emulator

import (
	"net/http"
	"strings"
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

// showQuestion is the page of the bank that asks for 3D Secure, about a payment
// or about a checkout page.
func (e *Emulator) showQuestion(w http.ResponseWriter, r *http.Request) {
	v, found := e.question(r.PathValue("id"))
	switch {
	case !found:
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
	case !v.asks:
		e.show(w, r, http.StatusOK, "Nothing to confirm", told("Nothing to confirm", "Your bank asks nothing any more.", v.back, "Go on"))
	default:
		e.show(w, r, http.StatusOK, "Confirm your payment", askPage(v))
	}
}

// takeAnswer leads back to where the customer came from, or on if they paid.
func (e *Emulator) takeAnswer(w http.ResponseWriter, r *http.Request) {
	v, found := e.question(r.PathValue("id"))
	answer := r.PostFormValue("answer")
	if !found || !v.asks || answer != "approve" && unconfirmed[answer] == "" {
		e.showQuestion(w, r)
		return
	}
	next, err := e.answerFor(v, answer)
	if err != nil {
		e.fails(w, r, err)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (e *Emulator) answerFor(v askView, answer string) (string, error) {
	back := v.back
	if answer != "approve" {
		back += "?answer=" + answer
	}
	if !strings.HasPrefix(v.id, "cs_") {
		return back, e.Authenticate(v.id, answer)
	}
	done, err := e.Answer(v.id, answer)
	if done.Next != "" {
		back = done.Next
	}
	return back, err
}

func (e *Emulator) question(id string) (askView, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return askView{}, false
	}
	if s := e.state.sessions.look(id); s != nil {
		return e.questionOfSession(s), true
	}
	if one := e.state.paymentIntents.look(id); one != nil {
		return e.questionOfIntent(one), true
	}
	return askView{}, false
}

func (e *Emulator) questionOfSession(s *session) askView {
	v := e.viewOf(s)
	made := askView{id: s.ID, what: v.plan, amount: v.due, back: Prefix + "/checkout/" + s.ID, asks: s.Private.Asked != nil}
	if made.asks {
		card := digitsOf(s.Private.Asked.Card)
		made.card = card[max(0, len(card)-4):]
	}
	return made
}

func (e *Emulator) questionOfIntent(one *paymentIntent) askView {
	made := askView{id: one.ID, what: "A payment", amount: full(one.Amount, one.Currency), back: "/", asks: one.Status == "requires_action"}
	if i := e.state.invoices.look(value(one.Invoice)); i != nil {
		made.what, made.back = "Invoice "+value(i.Number), Prefix+"/invoice/"+i.ID
	}
	if m := e.state.paymentMethods.look(value(one.PaymentMethod)); m != nil {
		made.card = m.last4()
	}
	return made
}
