package admin

import (
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// ActForm is what was typed into the form of an act, where it has to be corrected.
// On says which of the page's forms it is.
type ActForm struct {
	On                                   string
	Reason, Until, Amount, Item, Attempt string
	Invalid                              validation.Errors
	Problem                              string
}

// of is the form if it is that one, else an empty one.
func (f ActForm) of(on string) ActForm {
	if f.On == on {
		return f
	}
	return ActForm{}
}

// BillingDashboard is how the business goes, and what to look at.
type BillingDashboard struct {
	billing.NeedsAttention
	Figures         []billing.Figures
	Mode            billing.Mode
	Whom            Directory
	Names           billing.Names
	Notice, Problem string
	Form            ActForm
}

// isQuiet reports whether there is nothing to look at.
func (d BillingDashboard) isQuiet() bool {
	return len(d.Alerts)+len(d.PastDue)+len(d.Checkouts)+len(d.Behind) == 0
}

// attentionCount is a list of the page, and how much is in it.
type attentionCount struct {
	views.Link
	Count int
}

func (d BillingDashboard) counts() []attentionCount {
	return []attentionCount{
		{views.Link{Title: "Alerts", Href: "#alerts"}, len(d.Alerts)},
		{views.Link{Title: "Late payments", Href: "#late"}, len(d.PastDue)},
		{views.Link{Title: "Stuck checkouts", Href: "#stuck"}, len(d.Checkouts)},
		{views.Link{Title: "Out of sync with Stripe", Href: "#behind"}, len(d.Behind)},
	}
}

// plus says that a list is cut.
func plus(n int) string {
	if n == maxShown {
		return "+"
	}
	return ""
}

// theirLog is said where somebody else's account is changed.
const theirLog = "They can read it too, on their Security page and in their data export."

// Directory is who customers are.
type Directory struct {
	Customers map[uuid.UUID]payments.Customer
	Names     map[uuid.UUID]string // of users
}

// Customer is the link to a customer; nobody in particular for one that is not
// known.
func (d Directory) Customer(id uuid.UUID) views.Link {
	c, found := d.Customers[id]
	if !found {
		return views.Link{}
	}
	return views.Link{Title: d.user(c.UserID), Href: string(customerHref(id))}
}

func (d Directory) alert(a payments.Alert) views.Link {
	if a.CustomerID == nil {
		return views.Link{}
	}
	return d.Customer(*a.CustomerID)
}

func (d Directory) user(id uuid.UUID) string {
	if name := d.Names[id]; name != "" {
		return name
	}
	return "a deleted account"
}

func customerHref(id uuid.UUID) templ.SafeURL {
	return templ.SafeURL("/admin/billing/customers/" + id.String())
}

func modeWords(m billing.Mode) string {
	switch m {
	case billing.Emulated:
		return "Emulator: no real money"
	case billing.Live:
		return "Live: real money"
	case billing.Test:
		return "Test mode: no real money"
	}
	return string(m)
}

// behindWords is why a customer's copy is not as new as it should be.
func behindWords(c payments.Customer) string {
	var words []string
	if n := c.DirtySeq - c.SyncedSeq; n == 1 {
		words = append(words, "1 update waiting")
	} else if n > 1 {
		words = append(words, display.Quantity(n)+" updates waiting")
	}
	if c.Failures == 1 {
		words = append(words, "failed once")
	} else if c.Failures > 1 {
		words = append(words, "failed "+display.Number(c.Failures)+" times in a row")
	}
	return strings.Join(words, ", ")
}

// EventLog is a page of the webhooks that came in.
type EventLog struct {
	Rows            []EventRow
	Pager           views.Pager
	Notice, Problem string
}

// EventRow is one webhook. Whom is empty where nobody here is its customer.
type EventRow struct {
	payments.StripeEvent
	Whom         views.Link
	Href         string // in the dashboard
	OtherVersion bool
	Followed     bool
	Error        string // why its customer could not be fetched last
}

func (r EventRow) waits() bool { return r.Whom.Href != "" && !r.Followed }

// Customers is a page of customers, and what was searched.
type Customers struct {
	Search        string
	Rows          []payments.Customer
	Whom          Directory
	Subscriptions map[uuid.UUID]payments.Subscription // the newest of each
	Names         billing.Names
	Pager         views.Pager
}

// CustomerDetails is all that we know of a customer.
type CustomerDetails struct {
	Customer        payments.Customer
	Subscriptions   []payments.Subscription
	Charges         []payments.Charge
	Invoices        []payments.Invoice
	Purchases       []payments.Purchase
	MoreInvoices    bool
	Before          string      // the page of charges before that one; empty: the newest
	Pager           views.Pager // of charges
	Gifts           Gifts
	Mode            billing.Mode
	Names           billing.Names
	Attempt         string // of the next refund
	Synced          bool   // just now
	Different       []string
	Notice, Problem string
	Form            ActForm
}

// attempt is the id of a form: the same again while its outcome is not known.
func (d CustomerDetails) attempt(charge string) string {
	if f := d.Form.of(charge); f.Attempt != "" {
		return f.Attempt
	}
	return d.Attempt
}

// Gifts is what a user may use, and why. Customer is set on the page of one.
type Gifts struct {
	UserID, Email   string
	Customer        string
	Erased          bool
	Grants          []payments.Grant
	Sites, Audits   billing.Allowance
	Plans, Products []Item
	Names           billing.Names
	Now             time.Time
	Attempt         string
	Form            ActForm
	Notice          string
}

// Item is a plan or product by its name.
type Item struct{ ID, Name string }

func grantWords(g payments.Grant) string {
	switch g.Source {
	case payments.GrantOfSubscription:
		return "Subscription"
	case payments.GrantOfPurchase:
		return "Bought once"
	case payments.Gift:
		return "Gift"
	}
	return string(g.Source)
}

// takes reports whether a grant is a gift that can be taken back.
func (v Gifts) takes(g payments.Grant) bool { return g.Source == payments.Gift && g.Holds(v.Now) }

func chargeWords(c payments.Charge) string {
	switch {
	case c.DisputeID != "":
		return "disputed: " + strings.ReplaceAll(c.DisputeStatus, "_", " ")
	case c.Status == "failed":
		return "failed"
	case c.Status == "pending":
		return "pending"
	case c.AmountRefunded >= c.Amount:
		return "refunded"
	case c.AmountRefunded > 0:
		return "refunded in part"
	}
	return "paid"
}
