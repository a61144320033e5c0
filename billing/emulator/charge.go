package emulator

// charge completes an open session, once: it saves what was bought and then
// tells the site. It reports whether the session is paid.
func (e *Emulator) charge(id string) (bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.state.expireCheckouts(e.now())
	c := e.state.Checkouts[id]
	if c.Session.Status != "open" {
		return c.Session.Status == "complete", nil
	}
	before := *c
	bought := e.subscribe(c)
	c.Session.Status, c.Session.PaymentStatus, c.Session.URL, c.Session.Subscription = "complete", "paid", nil, &bought.ID
	events, err := e.announcePurchase(c, bought)
	if err == nil {
		err = e.save()
	}
	if err != nil {
		e.undo(c, before, bought, events)
		return false, err
	}
	for _, event := range events {
		e.send(event)
	}
	return true, nil
}

// undo forgets a purchase that could not be saved.
func (e *Emulator) undo(c *checkout, before checkout, bought *subscription, events []string) {
	*c = before
	delete(e.state.Subscriptions, bought.ID)
	for _, event := range events {
		delete(e.state.Undelivered, event)
	}
}

// announcePurchase notes the events of a purchase and returns their ids.
func (e *Emulator) announcePurchase(c *checkout, bought *subscription) ([]string, error) {
	news := []struct {
		kind   string
		object any
	}{
		{"customer.subscription.created", e.shown(bought)},
		{"invoice.paid", paidInvoice(c, bought)},
		{"checkout.session.completed", c.Session},
	}
	var ids []string
	for _, one := range news {
		id, err := e.announce(one.kind, one.object)
		if err != nil {
			return ids, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func paidInvoice(c *checkout, bought *subscription) invoice {
	total := c.Session.AmountTotal
	return invoice{
		ID: bought.LatestInvoice, Object: "invoice", Status: "paid", Paid: true, BillingReason: "subscription_create",
		CollectionMethod: bought.CollectionMethod, Created: bought.Created, Currency: bought.Currency,
		Customer: bought.Customer, Subscription: bought.ID, Metadata: map[string]string{},
		AmountDue: total, AmountPaid: total, Total: total,
	}
}
