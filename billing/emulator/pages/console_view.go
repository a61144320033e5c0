package pages

import (
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// consoleRows is how many of each kind the console shows.
const consoleRows = 100

type (
	// consoleView is what a page of the console shows.
	consoleView struct {
		page, title string
		done, wrong string
		now         string
		renewal     string // when the next subscription renews; "" for never
		switches    objects.Switches
		rows        []consoleRow
		more        bool // there are older ones
	}

	// consoleRow is one object with what can be done to it.
	consoleRow struct {
		id, title, state, words string
		links                   []consoleLink
		acts                    []consoleButton
		log                     []string
	}

	consoleLink struct{ address, label string }

	// consoleButton sends an act about an id.
	consoleButton struct {
		act, id, label string
		amount         string // offered to be changed; "" for none
		hurts          bool
	}
)

// consoleTabs are the lists, in the order of the tabs.
var consoleTabs = []consoleLink{
	{"", "Clock and switches"},
	{"customers", "Customers"},
	{"sessions", "Checkouts"},
	{"subscriptions", "Subscriptions"},
	{"payments", "Payments"},
	{"events", "Events"},
	{"reset", "Reset"},
}

// look reads what a page of the console shows; found says whether there is such a page.
func (p *consolePages) look(page string) (v consoleView, found bool) {
	v = consoleView{page: page}
	for _, one := range consoleTabs {
		if one.address == page {
			v.title = one.label
		}
	}
	_ = p.clock.CatchUp() // what is wrong is told by the next act
	p.store.View(func(tx *store.Tx) { v.fill(tx) })
	return v, v.title != ""
}

// fill reads the clock, the switches and the rows of the page.
func (v *consoleView) fill(tx *store.Tx) {
	v.now, v.switches = moment(tx.Now().Unix()), tx.Switches()
	if at := nextRenewal(tx); at > 0 {
		v.renewal = moment(at)
	}
	v.rows = v.rowsOf(tx)
	if len(v.rows) > consoleRows {
		v.rows, v.more = v.rows[:consoleRows], true
	}
}

func (v *consoleView) rowsOf(tx *store.Tx) []consoleRow {
	switch v.page {
	case "customers":
		return rowsOf(tx, tx.Customers, customerRow)
	case "sessions":
		return rowsOf(tx, tx.Sessions, sessionRow)
	case "subscriptions":
		return rowsOf(tx, tx.Subscriptions, subscriptionRow)
	case "payments":
		return rowsOf(tx, tx.PaymentIntents, paymentRow)
	case "events":
		return eventRows(tx)
	}
	return nil
}

func moment(at int64) string { return time.Unix(at, 0).UTC().Format("Mon 2 January 2006, 15:04 UTC") }

// rowsOf are the newest of a table, and one more where there are more.
func rowsOf[T any](tx *store.Tx, t *store.Table[T], row func(*store.Tx, *T) consoleRow) []consoleRow {
	var rows []consoleRow
	for _, one := range t.Newest() {
		if rows = append(rows, row(tx, one)); len(rows) > consoleRows {
			break
		}
	}
	return rows
}

// nextRenewal is when the next subscription renews, or its trial ends; 0 for
// never.
func nextRenewal(tx *store.Tx) int64 {
	first := int64(0)
	for _, s := range tx.Subscriptions.Newest() {
		if !s.Ended() && s.Status != "paused" && s.Status != "incomplete" &&
			(first == 0 || s.CurrentPeriodEnd < first) {
			first = s.CurrentPeriodEnd
		}
	}
	return first
}

func mailOf(tx *store.Tx, owner *string) string {
	if c := tx.Customers.Look(objects.Value(owner)); c != nil {
		return objects.Value(c.Email)
	}
	return "a guest"
}

func customerRow(tx *store.Tx, c *objects.Customer) consoleRow {
	made := consoleRow{
		id:    c.ID,
		title: objects.Value(c.Email),
		words: "since " + moment(c.Created),
		links: linksOf(c.ID),
	}
	if c.Private.Deleted {
		made.state = "deleted"
		return made
	}
	if card := cardOf(tx, c); card != "" {
		made.words += "; " + card
		made.acts = append(made.acts, consoleButton{act: "renew_card", id: c.ID, label: "The bank renews the card"})
	}
	for _, number := range []string{rules.GoodCard, rules.LaterCard, rules.SecureCard, rules.AlwaysSecure} {
		made.acts = append(
			made.acts,
			consoleButton{act: "card", id: c.ID + " " + number, label: "Give card " + number[12:]},
		)
	}
	return made
}

func sessionRow(tx *store.Tx, s *objects.Session) consoleRow {
	v := viewOf(tx, s)
	made := consoleRow{
		id: s.ID, title: v.title(), state: s.Status,
		words: mailOf(tx, s.Customer) + "; " + v.due + "; " + s.PaymentStatus + "; " + moment(s.Created),
		links: linksOf(s.ID),
	}
	if s.Status == "open" {
		made.links = append(made.links, consoleLink{store.Prefix + "/checkout/" + s.ID, "Open the page"})
		made.acts = append(made.acts, consoleButton{act: "expire", id: s.ID, label: "Let it expire", hurts: true})
	}
	return made
}

func subscriptionRow(tx *store.Tx, s *objects.Subscription) consoleRow {
	one := planOf(tx, s)
	words := mailOf(tx, &s.Customer) + "; " + one.price + "; " + strings.ToLower(one.until[:1]) + one.until[1:]
	made := consoleRow{id: s.ID, title: one.name, state: s.Status, words: words, links: linksOf(s.ID)}
	if s.Schedule != nil {
		made.links = append(made.links, linksOf(*s.Schedule)...)
	}
	if i := tx.Invoices.Look(objects.Value(s.LatestInvoice)); i != nil && i.Number != nil {
		made.links = append(
			made.links,
			consoleLink{store.Prefix + "/invoice/" + i.ID, "Latest invoice (" + i.Status + ")"},
		)
	}
	if i := tx.Invoices.Look(objects.Value(s.LatestInvoice)); i != nil && i.LastFinalizationError != nil {
		made.log = append(made.log, "Its invoice could not be finalized: "+i.LastFinalizationError.Message)
		made.acts = append(made.acts, consoleButton{act: "finalize", id: i.ID, label: "Finalize the invoice"})
	}
	if !s.Ended() {
		made.acts = append(made.acts, consoleButton{
			act: "lose_address", id: s.ID, label: "Lose the address that its tax needs", hurts: true,
		})
		made.acts = append(made.acts, consoleButton{act: "end", id: s.ID, label: "End it now", hurts: true})
	}
	return made
}

func linksOf(id string) []consoleLink {
	return []consoleLink{{store.Prefix + "/console/object/" + id, id}}
}
