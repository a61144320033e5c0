package emulator

import (
	"strings"
	"time"
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
		switches    Switches
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

// consolePages are the lists, in the order of the tabs.
var consolePages = []consoleLink{
	{"", "Clock and switches"},
	{"customers", "Customers"},
	{"sessions", "Checkouts"},
	{"subscriptions", "Subscriptions"},
	{"payments", "Payments"},
	{"events", "Events"},
	{"reset", "Reset"},
}

func (e *Emulator) lookConsole(page string) (consoleView, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.catchUp() // what is wrong is told by the next act
	v := consoleView{page: page, now: moment(e.now().Unix())}
	for _, one := range consolePages {
		if one.address == page {
			v.title = one.label
		}
	}
	if set := e.state.settings.look(only1); set != nil {
		v.switches = set.Switches
	}
	if at := e.nextRenewal(); at > 0 {
		v.renewal = moment(at)
	}
	switch page {
	case "customers":
		v.rows = rowsOf(e.state.customers, e.customerRow)
	case "sessions":
		v.rows = rowsOf(e.state.sessions, e.sessionRow)
	case "subscriptions":
		v.rows = rowsOf(e.state.subscriptions, e.subscriptionRow)
	case "payments":
		v.rows = rowsOf(e.state.paymentIntents, e.paymentRow)
	case "events":
		v.rows = e.eventRows()
	}
	if len(v.rows) > consoleRows {
		v.rows, v.more = v.rows[:consoleRows], true
	}
	return v, v.title != ""
}

func moment(at int64) string { return time.Unix(at, 0).UTC().Format("Mon 2 January 2006, 15:04 UTC") }

// rowsOf are the newest of a table, and one more where there are more.
func rowsOf[T any](t *table[T], row func(*T) consoleRow) []consoleRow {
	var rows []consoleRow
	for _, one := range t.newest() {
		if rows = append(rows, row(one)); len(rows) > consoleRows {
			break
		}
	}
	return rows
}

// nextRenewal is when the next subscription renews, or its trial ends; 0 for
// never.
func (e *Emulator) nextRenewal() int64 {
	first := int64(0)
	for _, s := range e.state.subscriptions.newest() {
		if !s.ended() && s.Status != "paused" && s.Status != "incomplete" && (first == 0 || s.CurrentPeriodEnd < first) {
			first = s.CurrentPeriodEnd
		}
	}
	return first
}

func (e *Emulator) mailOf(owner *string) string {
	if c := e.state.customers.look(value(owner)); c != nil {
		return value(c.Email)
	}
	return "a guest"
}

func (e *Emulator) customerRow(c *customer) consoleRow {
	made := consoleRow{id: c.ID, title: value(c.Email), words: "since " + moment(c.Created), links: e.linksOf(c.ID)}
	if c.Private.Deleted {
		made.state = "deleted"
		return made
	}
	if card := e.cardOf(c); card != "" {
		made.words += "; " + card
		made.acts = append(made.acts, consoleButton{act: "renew_card", id: c.ID, label: "The bank renews the card"})
	}
	for _, number := range []string{goodCard, laterCard, secureCard} {
		made.acts = append(made.acts, consoleButton{act: "card", id: c.ID + " " + number, label: "Give card " + number[12:]})
	}
	return made
}

func (e *Emulator) sessionRow(s *session) consoleRow {
	v := e.viewOf(s)
	made := consoleRow{id: s.ID, title: v.title(), state: s.Status, words: e.mailOf(s.Customer) + "; " + v.due + "; " + s.PaymentStatus + "; " + moment(s.Created), links: e.linksOf(s.ID)}
	if s.Status == "open" {
		made.links = append(made.links, consoleLink{Prefix + "/checkout/" + s.ID, "Open the page"})
		made.acts = append(made.acts, consoleButton{act: "expire", id: s.ID, label: "Let it expire", hurts: true})
	}
	return made
}

func (e *Emulator) subscriptionRow(s *subscription) consoleRow {
	one := e.portalPlan(s)
	words := e.mailOf(&s.Customer) + "; " + one.price + "; " + strings.ToLower(one.until[:1]) + one.until[1:]
	made := consoleRow{id: s.ID, title: one.name, state: s.Status, words: words, links: e.linksOf(s.ID)}
	if s.Schedule != nil {
		made.links = append(made.links, e.linksOf(*s.Schedule)...)
	}
	if i := e.state.invoices.look(value(s.LatestInvoice)); i != nil && i.Number != nil {
		made.links = append(made.links, consoleLink{Prefix + "/invoice/" + i.ID, "Latest invoice (" + i.Status + ")"})
	}
	if i := e.state.invoices.look(value(s.LatestInvoice)); i != nil && i.LastFinalizationError != nil {
		made.log = append(made.log, "Its invoice could not be finalized: "+i.LastFinalizationError.Message)
		made.acts = append(made.acts, consoleButton{act: "finalize", id: i.ID, label: "Finalize the invoice"})
	}
	if !s.ended() {
		made.acts = append(made.acts, consoleButton{act: "lose_address", id: s.ID, label: "Lose the address that its tax needs", hurts: true})
		made.acts = append(made.acts, consoleButton{act: "end", id: s.ID, label: "End it now", hurts: true})
	}
	return made
}

func (e *Emulator) linksOf(id string) []consoleLink {
	return []consoleLink{{Prefix + "/console/object/" + id, id}}
}
