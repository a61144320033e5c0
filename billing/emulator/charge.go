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
	before, announced := *c, len(e.unsent)
	bought := e.subscribe(c)
	c.Session.Status, c.Session.PaymentStatus, c.Session.URL, c.Session.Subscription = "complete", "paid", nil, &bought.ID
	err := e.announcePurchase(c, bought)
	if err == nil {
		err = e.save()
	}
	if err != nil {
		e.undo(c, before, bought)
		e.retract(announced)
		return false, err
	}
	e.publish()
	return true, nil
}

// undo forgets a purchase that could not be saved.
func (e *Emulator) undo(c *checkout, before checkout, bought *subscription) {
	*c = before
	delete(e.state.Subscriptions, bought.ID)
	delete(e.state.Invoices, bought.LatestInvoice)
}

// announcePurchase bills a purchase and notes its events.
func (e *Emulator) announcePurchase(c *checkout, bought *subscription) error {
	news := []struct {
		kind   string
		object any
	}{
		{"customer.subscription.created", e.shown(bought)},
		{"invoice.paid", e.bill(bought, c.Session.AmountTotal)},
		{"checkout.session.completed", c.Session},
	}
	for _, one := range news {
		if err := e.announce(one.kind, one.object); err != nil {
			return err
		}
	}
	return nil
}
