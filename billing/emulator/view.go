package emulator

import (
	"errors"
	"strings"

	"github.com/prokken/prokken/money"
)

// view is what the hosted page shows. It has no card number, so none can be
// sent back.
type view struct {
	form
	id, status            string
	asked                 bool // 3D Secure waits for an answer
	plan, description     string
	email                 string
	price                 string       // what it costs each time
	every                 string       // like "a month"; "" for what does not recur
	rows, sums            []invoiceRow // what is sold; what is taken off and added
	trial                 string       // until when it costs nothing
	then                  string       // what follows a trial or a discount
	due                   string
	nothingDue            bool
	mode                  string
	successURL, cancelURL string
	quantity              string // "" where it cannot be changed
	codes, terms, address bool   // what is asked for
	takesCard, takesDebit bool
	needsMail, taxes      bool
	free                  bool // nothing is due, and no card has to be kept
	taxIDs                bool
}

// look reads what a session's page shows.
func (e *Emulator) look(id string) (view, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return view{}, false
	}
	s := e.state.sessions.look(id)
	if s == nil {
		return view{}, false
	}
	return e.viewOf(s), true
}

// quote is the page with the totals that what was typed leads to; nothing is
// kept.
func (e *Emulator) quote(id string, given Payment) (view, bool) {
	var v view
	err := e.transact(func() error {
		s := e.state.sessions.get(id)
		if s == nil {
			return noSuch("checkout.session", id, "")
		}
		wrong := problems{}
		if s.Status == "open" {
			e.tryOut(s, given, wrong)
		}
		v = e.viewOf(s)
		v.add(wrong)
		return errRehearsed
	})
	return v, errors.Is(err, errRehearsed)
}

func (e *Emulator) tryOut(s *session, given Payment, wrong problems) {
	for _, step := range []func(*session, Payment) string{e.takeQuantity, e.takePromotion} {
		if said := step(s, given); said != "" {
			field, message, _ := strings.Cut(said, ": ")
			wrong[field] = message
		}
	}
	if given.Address.Country != "" {
		s.CustomerDetails = &customerDetails{Address: given.Address.stored()}
	}
	e.reckon(s)
}

func (e *Emulator) viewOf(s *session) view {
	v := view{
		form: newForm(), id: s.ID, status: s.Status, mode: s.Mode, plan: "a card for later", successURL: s.next(), cancelURL: value(s.CancelURL), email: value(s.CustomerEmail),
		asked: s.Private.Asked != nil && s.Status == "open",
		codes: s.AllowPromotionCodes != nil && *s.AllowPromotionCodes && s.Mode != "setup", taxIDs: s.TaxIDCollection != nil && s.TaxIDCollection.Enabled,
		terms:     s.ConsentCollection != nil && value(s.ConsentCollection.TermsOfService) == "required",
		address:   s.AutomaticTax.Enabled || value(s.BillingAddressCollection) == "required",
		taxes:     s.AutomaticTax.Enabled,
		takesCard: among(s.PaymentMethodTypes, "card"), takesDebit: among(s.PaymentMethodTypes, "sepa_debit"),
		needsMail: s.Customer == nil, free: s.needsNoCard(),
	}
	v.typed["email"] = v.email
	if owner := e.state.customers.look(value(s.Customer)); owner != nil {
		v.email = value(owner.Email)
		v.keepAddress(owner.Address)
	}
	e.viewLines(s, &v)
	return v
}

func full(amount int64, currency string) string { return money.Full(amount, currency) }
