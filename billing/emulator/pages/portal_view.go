package pages

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// addressLine is an address as people write it; "" for none.
func addressLine(a *objects.Address) string {
	if a == nil {
		return ""
	}
	var parts []string
	for _, one := range []*string{a.Line1, a.Line2, a.PostalCode, a.City, a.State, a.Country} {
		if one != nil {
			parts = append(parts, *one)
		}
	}
	return strings.Join(parts, ", ")
}

// portalLife is how long a portal's address works.
const portalLife = time.Hour

type (
	// portalView is what the customer's portal shows.
	portalView struct {
		form
		id, address, back string
		owner             *objects.Customer
		email             string
		card              string // which one is charged
		can               objects.PortalFeatures
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

// look is what a portal session shows; the subscription is the one that the page is about.
func (p *portalPages) look(id, subscription string) (v portalView, found, expired bool) {
	_ = p.clock.View(func(tx *store.Tx) { // what fails is told by the next act
		session := tx.PortalSessions.Look(id)
		if session == nil {
			return
		}
		owner := tx.Customers.Look(session.Customer)
		if owner == nil || owner.Private.Deleted {
			return
		}
		v, found = portalViewOf(tx, session, *owner, subscription), true
		expired = tx.Now().After(time.Unix(session.Created, 0).Add(portalLife))
	})
	return v, found, expired
}

// portalViewOf takes a copy of the customer: they may change while the page is written.
func portalViewOf(
	tx *store.Tx, session *objects.PortalSession, owner objects.Customer, subscription string,
) portalView {
	v := portalView{
		form: newForm(), id: session.ID, address: store.Prefix + "/portal/" + session.ID,
		back:  objects.Value(session.ReturnURL),
		owner: &owner, email: objects.Value(owner.Email), can: tx.Portals.Look(session.Configuration).Features,
	}
	v.typed["name"], v.typed["email"] = objects.Value(owner.Name), v.email
	v.keepAddress(owner.Address)
	v.readFlow(session)
	fillPortal(tx, &v, subscription)
	return v
}

// readFlow: a flow ends where it says, or at the site.
func (v *portalView) readFlow(p *objects.PortalSession) {
	if p.Flow == nil {
		return
	}
	v.flow, v.after = p.Flow.Type, v.back
	if to, _ := p.Flow.AfterCompletion.Redirect["return_url"].(string); to != "" {
		v.after = to
	}
}

func fillPortal(tx *store.Tx, v *portalView, subscription string) {
	for id, s := range tx.Subscriptions.Newest() {
		if s.Customer != v.owner.ID || s.Status == "incomplete_expired" {
			continue
		}
		v.plans = append(v.plans, planOf(tx, s))
		if id == subscription && !s.Ended() {
			one := v.plans[len(v.plans)-1]
			v.chosen = &one
			v.chosen.choices = choicesFor(tx, s, v.can.SubscriptionUpdate)
		}
	}
	for _, i := range tx.Invoices.Newest() {
		if i.Customer == v.owner.ID && i.Number != nil && len(v.invoices) < 24 {
			v.invoices = append(v.invoices, portalInvoice{
				*i.Number, day(i.Created), money.Full(i.Total, i.Currency), i.Status,
				store.Prefix + "/invoice/" + i.ID,
			})
		}
	}
	for _, one := range rules.TaxIDsOf(tx, v.owner.ID) {
		v.taxIDs = append(v.taxIDs, portalTaxID{one.ID, one.Value})
	}
	v.card = cardOf(tx, v.owner)
}

// cardOf is what the customer's renewals are charged to.
func cardOf(tx *store.Tx, owner *objects.Customer) string {
	switch m := rules.ChargedTo(tx, owner); {
	case m == nil:
		return ""
	case m.Card == nil:
		return "Bank account, ends in " + m.Last4()
	default:
		return fmt.Sprintf("Visa, ends in %s, valid until %02d/%d", m.Last4(), m.Card.ExpMonth, m.Card.ExpYear)
	}
}

func planOf(tx *store.Tx, s *objects.Subscription) portalPlan {
	sold := tx.Prices.Look(s.Items.Data[0].Price)
	made := portalPlan{
		id: s.ID, name: rules.Describe(tx, sold, s.Items.Data[0].Quantity),
		price:  money.Full(sold.UnitAmount*s.Items.Data[0].Quantity, sold.Currency) + " " + every(sold.Recurring),
		status: s.Status, ends: s.CancelAt != nil && !s.Ended(), paused: s.Status == "paused", isLive: !s.Ended(),
	}
	switch {
	case s.Ended():
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

// choicesFor are the prices that the plan can change to: those that the
// configuration lists, or all there are.
func choicesFor(tx *store.Tx, s *objects.Subscription, allowed objects.PortalUpdate) []portalChoice {
	var found []portalChoice
	now := s.Items.Data[0].Price
	for id, one := range tx.Prices.Newest() {
		if id == now || !one.Active || !tx.Products.Look(one.Product).Active ||
			one.Recurring == nil || one.Currency != s.Currency || !offers(allowed, id) {
			continue
		}
		found = append(found, portalChoice{
			id, tx.Products.Look(one.Product).Name,
			money.Full(one.UnitAmount, one.Currency) + " " + every(one.Recurring),
		})
	}
	return found
}

func offers(u objects.PortalUpdate, price string) bool {
	for _, one := range u.Products {
		if objects.Among(one.Prices, price) {
			return true
		}
	}
	return len(u.Products) == 0
}
