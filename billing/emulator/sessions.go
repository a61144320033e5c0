package emulator

import (
	"net/http"
	"time"
)

// sessionLife is how long a hosted page can be paid.
const sessionLife = 24 * time.Hour

var sessionRequires = []string{"mode", "customer", "success_url", "line_items[0][price]", "line_items[0][quantity]"}

func createSession(e *Emulator, p params) (any, error) {
	if err := e.checkSession(p); err != nil {
		return nil, err
	}
	quantity, err := p.number("line_items[0][quantity]", 1)
	if err == nil && quantity == 0 {
		err = badParam("line_items[0][quantity]", "parameter_invalid_integer", "The quantity is at least 1.")
	}
	if err != nil {
		return nil, err
	}
	made := &checkout{
		Session: e.newSession(p), Price: p.Get("line_items[0][price]"), Quantity: quantity,
		SubscriptionMetadata: p.keyed("subscription_data[metadata]"),
	}
	made.price(e.state.Prices[made.Price])
	e.state.Checkouts[made.Session.ID] = made
	return made.Session, nil
}

// checkSession refuses what names nothing, and what the emulator cannot do.
func (e *Emulator) checkSession(p params) error {
	owner, sold := p.Get("customer"), p.Get("line_items[0][price]")
	switch {
	case p.Get("mode") != "subscription":
		return badParam("mode", "", "The emulator only knows the mode subscription.")
	case e.state.Customers[owner] == nil:
		return noSuch("customer", owner, "customer")
	case e.state.Prices[sold] == nil:
		return noSuch("price", sold, "line_items[0][price]")
	case p.Has("line_items[1][price]"):
		return badParam("line_items", "", "The emulator sells one thing at a time.")
	}
	return nil
}

func (e *Emulator) newSession(p params) session {
	id := newID("cs_test_")
	url := e.baseURL + Prefix + "/checkout/" + id
	return session{
		ID: id, Object: "checkout.session", URL: &url, Mode: p.Get("mode"),
		Customer: p.Get("customer"), ClientReferenceID: p.optional("client_reference_id"), Metadata: p.keyed("metadata"),
		SuccessURL: p.Get("success_url"), CancelURL: p.Get("cancel_url"),
		Status: "open", PaymentStatus: "unpaid", PaymentMethodTypes: []string{"card"},
		Created: e.now().Unix(), ExpiresAt: e.now().Add(sessionLife).Unix(),
	}
}

func (c *checkout) price(one *price) {
	total := one.UnitAmount * c.Quantity
	c.Session.AmountSubtotal, c.Session.AmountTotal, c.Session.Currency = total, total, one.Currency
}

func retrieveSession(e *Emulator, p params) (any, error) {
	if c := e.state.Checkouts[p.id]; c != nil {
		return c.Session, nil
	}
	return nil, noSuch("checkout.session", p.id, "")
}

func expireSession(e *Emulator, p params) (any, error) {
	c := e.state.Checkouts[p.id]
	if c == nil {
		return nil, noSuch("checkout.session", p.id, "")
	}
	if c.Session.Status != "open" {
		message := "Only Checkout Sessions with a status in [\"open\"] can be expired. This one is " + c.Session.Status + "."
		return nil, &refusal{http.StatusBadRequest, invalidRequest, "", message, ""}
	}
	c.expire()
	return c.Session, e.announce("checkout.session.expired", c.Session)
}
