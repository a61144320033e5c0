package emulator

import (
	"fmt"
	"time"
)

// portalLife is how long a portal's address works.
const portalLife = time.Hour

type (
	// portalView is what the customer's portal shows.
	portalView struct {
		form
		id, address, back string
		owner             *customer
		email             string
		card              string // which one is charged
		can               portalFeatures
		plans             []portalPlan
		invoices          []portalInvoice
		taxIDs            []portalTaxID
		flow, after       string // the one page it is about, and where it leads then
		chosen            *portalPlan
		done              string
	}

	portalPlan struct {
		id, name, price, status, until string
		ends, paused, isLive           bool
		choices                        []portalChoice
		quote                          *portalQuote
	}

	portalChoice struct{ id, name, price string }

	portalQuote struct {
		price, name, due, at, renews string
		now                          bool // it is charged at once
		rows                         []invoiceRow
	}

	portalInvoice struct{ number, date, total, status, address string }

	portalTaxID struct{ id, value string }
)

// lookPortal is what a portal session shows; the subscription is the one that
// the page is about.
func (e *Emulator) lookPortal(id, subscription string) (v portalView, found, expired bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return v, false, false
	}
	p := e.state.portalSessions.look(id)
	if p == nil {
		return v, false, false
	}
	owner := e.state.customers.look(p.Customer)
	if owner == nil || owner.Private.Deleted {
		return v, false, false
	}
	kept := *owner // it may change while the page is written
	owner = &kept
	v = portalView{form: newForm(), id: id, address: Prefix + "/portal/" + id, back: value(p.ReturnURL), owner: owner, email: value(owner.Email)}
	v.can = e.state.portals.look(p.Configuration).Features
	v.typed["name"], v.typed["email"] = value(owner.Name), v.email
	v.keepAddress(owner.Address)
	v.readFlow(p)
	e.fillPortal(&v, subscription)
	return v, true, e.now().After(time.Unix(p.Created, 0).Add(portalLife))
}

// readFlow: a flow ends where it says, or at the site.
func (v *portalView) readFlow(p *portalSession) {
	if p.Flow == nil {
		return
	}
	v.flow, v.after = p.Flow.Type, v.back
	if to, _ := p.Flow.AfterCompletion.Redirect["return_url"].(string); to != "" {
		v.after = to
	}
}

func (e *Emulator) fillPortal(v *portalView, subscription string) {
	for id, s := range e.state.subscriptions.newest() {
		if s.Customer != v.owner.ID || s.Status == "incomplete_expired" {
			continue
		}
		v.plans = append(v.plans, e.portalPlan(s))
		if id == subscription && !s.ended() {
			one := v.plans[len(v.plans)-1]
			v.chosen = &one
			v.chosen.choices = e.portalChoices(s, v.can.SubscriptionUpdate)
		}
	}
	for _, i := range e.state.invoices.newest() {
		if i.Customer == v.owner.ID && i.Number != nil && len(v.invoices) < 24 {
			v.invoices = append(v.invoices, portalInvoice{*i.Number, day(i.Created), full(i.Total, i.Currency), i.Status, Prefix + "/invoice/" + i.ID})
		}
	}
	for _, one := range e.taxIDsOf(v.owner.ID) {
		v.taxIDs = append(v.taxIDs, portalTaxID{one.ID, one.Value})
	}
	v.card = e.cardOf(v.owner)
}

// cardOf is what the customer's renewals are charged to.
func (e *Emulator) cardOf(owner *customer) string {
	switch m := e.chargedTo(owner); {
	case m == nil:
		return ""
	case m.Card == nil:
		return "Bank account, ends in " + m.last4()
	default:
		return fmt.Sprintf("Visa, ends in %s, valid until %02d/%d", m.last4(), m.Card.ExpMonth, m.Card.ExpYear)
	}
}

// chargedTo is the payment method of the newest subscription that has one of its
// own, or the customer's; nil if there is none.
func (e *Emulator) chargedTo(owner *customer) *paymentMethod {
	ids := []string{}
	for _, s := range e.state.subscriptions.newest() {
		if s.Customer == owner.ID && !s.ended() {
			ids = append(ids, value(s.DefaultPaymentMethod))
		}
	}
	for _, id := range append(ids, value(owner.InvoiceSettings.DefaultPaymentMethod)) {
		if m := e.state.paymentMethods.look(id); m != nil {
			return m
		}
	}
	return nil
}

func (e *Emulator) portalPlan(s *subscription) portalPlan {
	sold := e.state.prices.look(s.Items.Data[0].Price)
	made := portalPlan{
		id: s.ID, name: e.describe(sold, s.Items.Data[0].Quantity), price: full(sold.UnitAmount*s.Items.Data[0].Quantity, sold.Currency) + " " + sold.Recurring.every(),
		status: s.Status, ends: s.CancelAt != nil && !s.ended(), paused: s.Status == "paused", isLive: !s.ended(),
	}
	switch {
	case s.ended():
		made.until = "Ended on " + day(*s.EndedAt)
	case s.CancelAt != nil:
		made.until = "Ends on " + day(*s.CancelAt)
	case s.Status == "trialing":
		made.until = "Free until " + day(*s.TrialEnd) + ", then it renews"
	default:
		made.until = "Renews on " + day(s.CurrentPeriodEnd)
	}
	return made
}

// portalChoices are the prices that the plan can change to: those that the
// configuration lists, or all there are.
func (e *Emulator) portalChoices(s *subscription, allowed portalUpdate) []portalChoice {
	var found []portalChoice
	now := s.Items.Data[0].Price
	for id, one := range e.state.prices.newest() {
		if id == now || !one.Active || !e.state.products.look(one.Product).Active || one.Recurring == nil || one.Currency != s.Currency || !allowed.has(id) {
			continue
		}
		found = append(found, portalChoice{id, e.state.products.look(one.Product).Name, full(one.UnitAmount, one.Currency) + " " + one.Recurring.every()})
	}
	return found
}

func (u portalUpdate) has(price string) bool {
	for _, one := range u.Products {
		if among(one.Prices, price) {
			return true
		}
	}
	return len(u.Products) == 0
}
