package pages

import (
	"errors"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
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
func (p *checkoutPages) look(id string) (v view, found bool) {
	_ = p.clock.View(func(tx *store.Tx) { // what fails is told by the next act
		if s := tx.Sessions.Look(id); s != nil {
			v, found = viewOf(tx, s), true
		}
	})
	return v, found
}

// quote is the page with the totals that what was typed leads to; nothing is
// kept.
func (p *checkoutPages) quote(id string, given objects.Payment) (view, bool) {
	var v view
	err := p.clock.Update(func(tx *store.Tx) error {
		s := tx.Sessions.Get(id)
		if s == nil {
			return apierror.NotFound("checkout.session", id, "")
		}
		wrong := problems{}
		if s.Status == "open" {
			tryOut(tx, s, given, wrong)
		}
		v = viewOf(tx, s)
		v.add(wrong)
		return store.ErrRehearsed
	})
	return v, errors.Is(err, store.ErrRehearsed)
}

func tryOut(tx *store.Tx, s *objects.Session, given objects.Payment, wrong problems) {
	for _, step := range []func(*store.Tx, *objects.Session, objects.Payment) string{
		checkout.TakeQuantity, checkout.TakePromotion,
	} {
		if said := step(tx, s, given); said != "" {
			field, message, _ := strings.Cut(said, ": ")
			wrong[field] = message
		}
	}
	if given.Address.Country != "" {
		s.CustomerDetails = &objects.CustomerDetails{Address: given.Address.Stored()}
	}
	checkout.UpdateTotals(tx, s)
}

func viewOf(tx *store.Tx, s *objects.Session) view {
	v := view{
		form: newForm(), id: s.ID, status: s.Status, mode: s.Mode, plan: "a card for later",
		successURL: s.Next(), cancelURL: objects.Value(s.CancelURL), email: objects.Value(s.CustomerEmail),
		asked:     s.Private.Asked != nil && s.Status == "open",
		codes:     s.AllowPromotionCodes != nil && *s.AllowPromotionCodes && s.Mode != "setup",
		taxIDs:    s.TaxIDCollection != nil && s.TaxIDCollection.Enabled,
		terms:     s.ConsentCollection != nil && objects.Value(s.ConsentCollection.TermsOfService) == "required",
		address:   s.AutomaticTax.Enabled || objects.Value(s.BillingAddressCollection) == "required",
		taxes:     s.AutomaticTax.Enabled,
		takesCard: objects.Among(s.PaymentMethodTypes, "card"), takesDebit: objects.Among(s.PaymentMethodTypes, "sepa_debit"),
		needsMail: s.Customer == nil, free: s.NeedsNoCard(),
	}
	v.typed["email"] = v.email
	if owner := tx.Customers.Look(objects.Value(s.Customer)); owner != nil {
		v.email = objects.Value(owner.Email)
		v.keepAddress(owner.Address)
	}
	viewLines(tx, s, &v)
	return v
}
