package emulator

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// bill makes the paid invoice that a subscription begins with.
func (e *Emulator) bill(bought *subscription, total int64) *invoice {
	made := &invoice{
		ID: bought.LatestInvoice, Object: "invoice", Number: e.invoiceNumber(bought.Customer), Status: "paid", Paid: true,
		BillingReason: "subscription_create", CollectionMethod: bought.CollectionMethod, Currency: bought.Currency,
		Customer: bought.Customer, Subscription: bought.ID, Metadata: map[string]string{},
		Created: bought.Created, PeriodStart: bought.Created, PeriodEnd: bought.Created,
		AmountDue: total, AmountPaid: total, Subtotal: total, Total: total,
		Lines: list[line]{Object: "list", URL: "/v1/invoices/" + bought.LatestInvoice + "/lines", Data: []line{e.billed(bought, total)}},
	}
	e.state.Invoices[made.ID] = made
	return made
}

func (e *Emulator) billed(bought *subscription, total int64) line {
	item := bought.Items.Data[0]
	return line{
		ID: newID("il_"), Object: "line_item", Amount: total, Currency: bought.Currency, Discountable: true,
		Description: fmt.Sprintf("%d × %s (at %s %s)", item.Quantity, e.state.Products[item.Price.Product].Name,
			money(item.Price.UnitAmount, item.Price.Currency), item.Price.Recurring.words()),
		Invoice: bought.LatestInvoice, Metadata: maps.Clone(bought.Metadata), Price: item.Price, Quantity: item.Quantity,
		Period:       period{Start: bought.CurrentPeriodStart, End: bought.CurrentPeriodEnd},
		Subscription: bought.ID, SubscriptionItem: item.ID, Type: "subscription",
	}
}

func (r recurring) words() string {
	if r.IntervalCount == 1 {
		return "/ " + r.Interval
	}
	return fmt.Sprintf("every %d %ss", r.IntervalCount, r.Interval)
}

// invoiceNumber counts a customer's invoices, behind what stands for the
// customer.
func (e *Emulator) invoiceNumber(owner string) string {
	count := 1
	for _, other := range e.state.Invoices {
		if other.Customer == owner {
			count++
		}
	}
	sum := sha256.Sum256([]byte(owner))
	return fmt.Sprintf("%X-%04d", sum[:4], count)
}

func listInvoices(e *Emulator, p params) (any, error) {
	owner := p.Get("customer")
	if owner != "" && e.state.Customers[owner] == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	found := []invoice{}
	for _, one := range e.state.Invoices {
		bySubscription := !p.Has("subscription") || p.Get("subscription") == one.Subscription
		byStatus := !p.Has("status") || p.Get("status") == one.Status
		if (owner == "" || one.Customer == owner) && bySubscription && byStatus {
			found = append(found, e.shownInvoice(one))
		}
	}
	slices.SortFunc(found, func(a, b invoice) int {
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(a.ID, b.ID))
	})
	return page(found, "/v1/invoices", p, func(one invoice) string { return one.ID })
}

// shownInvoice is the invoice with its prices as of now.
func (e *Emulator) shownInvoice(i *invoice) invoice {
	now := *i
	now.Lines.Data = slices.Clone(i.Lines.Data)
	for at := range now.Lines.Data {
		now.Lines.Data[at].Price = *e.state.Prices[i.Lines.Data[at].Price.ID]
	}
	return now
}
