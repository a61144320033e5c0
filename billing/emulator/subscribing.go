package emulator

// longestTrial is what Stripe allows, in seconds.
const longestTrial = 730 * 24 * 3600

// begin starts a subscription that has its items: with its trial, or with its
// first invoice.
func (e *Emulator) begin(s *subscription, m *paymentMethod, present bool) error {
	now := e.now().Unix()
	s.CurrentPeriodEnd = cycleEnd(now, e.interval(s.Items.Data), now)
	if s.TrialEnd != nil {
		s.TrialStart, s.CurrentPeriodEnd, s.BillingCycleAnchor = &now, *s.TrialEnd, *s.TrialEnd
	}
	i := e.draftFor(s, "subscription_create", e.periodLines(s, s.TrialEnd != nil))
	said := verdict{}
	if i.AmountDue > 0 {
		said = verdict{code: "missing"}
		if m != nil {
			said = e.judge(m, present)
		}
	}
	switch {
	case s.TrialEnd != nil:
		s.Status = "trialing"
	case said.pays() || said.waits:
		s.Status = "active"
	}
	if err := e.announceAll(news{"customer.subscription.created", s}, news{"invoice.created", i}); err != nil {
		return err
	}
	return e.finalize(i)
}

// draftFor bills a subscription, pending prorations too; what holds once is
// used up.
func (e *Emulator) draftFor(s *subscription, reason string, lines []*line) *invoice {
	owner := e.state.customers.get(s.Customer)
	e.setDiscounts(s, e.running(s.Discounts, e.now().Unix()))
	lines = append(s.Private.Pending, lines...)
	i := e.draft(owner, s.Currency, reason, lines, s.Discounts, s.AutomaticTax.Enabled)
	if i.Subtotal > 0 {
		e.setDiscounts(s, e.spend(s.Discounts))
	}
	i.Subscription, i.SubscriptionDetails, s.Private.Pending = &s.ID, &metadataOf{s.Metadata}, nil
	s.LatestInvoice = &i.ID
	return i
}

// periodLines bills the items for the subscription's current period.
func (e *Emulator) periodLines(s *subscription, isTrial bool) []*line {
	var lines []*line
	for at := range s.Items.Data {
		one := &s.Items.Data[at]
		sold := e.state.prices.look(one.Price)
		words, amount := e.words(sold, one.Quantity), sold.UnitAmount*one.Quantity
		if isTrial {
			words, amount = "Trial period for "+e.state.products.look(sold.Product).Name, 0
		}
		lines = append(lines, e.lineFor(s, one, amount, s.CurrentPeriodStart, s.CurrentPeriodEnd, words))
	}
	return lines
}

// createSubscription is for those who do without the hosted page.
func createSubscription(e *Emulator, p params) (any, error) {
	owner := e.customer(p.Get("customer"))
	if owner == nil {
		return nil, noSuch("customer", p.Get("customer"), "customer")
	}
	s := e.newSubscription(owner, "")
	if err := e.fill(s, p, owner); err != nil {
		return nil, err
	}
	i, m := (*invoice)(nil), e.state.paymentMethods.get(value(s.DefaultPaymentMethod))
	if m == nil {
		m = e.state.paymentMethods.get(value(owner.InvoiceSettings.DefaultPaymentMethod))
	}
	behavior := p.choice("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete")
	if behavior == "default_incomplete" {
		m = nil
	}
	if err := e.begin(s, m, false); err != nil {
		return nil, err
	}
	if i = e.state.invoices.get(*s.LatestInvoice); i.Status != "open" || behavior == "default_incomplete" {
		return s, nil
	}
	said, err := e.attempt(i, m, false)
	if err == nil && said.code != "" && behavior == "error_if_incomplete" {
		return nil, said.refusal("")
	}
	return s, err
}

func (e *Emulator) fill(s *subscription, p params, owner *customer) error {
	for _, one := range p.items("items") {
		sold, err := e.sold(one)
		if err != nil {
			return err
		}
		s.Currency = sold.Currency
		sold.afford(one.number("quantity", 1), one)
		s.Items.Data = append(s.Items.Data, e.newItem(s, sold.ID, one.number("quantity", 1)))
	}
	if len(s.Items.Data) == 0 {
		return missingParam("items")
	}
	s.readTrial(p, e.now().Unix())
	if err := e.readSubscription(s, p); err != nil {
		return err
	}
	offers, err := e.offers(p, owner.ID)
	e.setDiscounts(s, e.redeem(offers, owner.ID, &s.ID, nil))
	return err
}

// sold is the recurring price that an item names.
func (e *Emulator) sold(p params) (*price, error) {
	if p.gives("price_data") {
		return e.addPrice(p.sub("price_data"), p.sub("price_data").Get("product"))
	}
	id := p.Get("price")
	one := e.state.prices.look(id)
	switch {
	case one == nil:
		return nil, noSuch("price", id, p.full("price"))
	case !one.Active:
		return nil, badParam(p.full("price"), "price_inactive", "The price specified is inactive. This field only accepts active prices.")
	case !e.state.products.look(one.Product).Active:
		return nil, badParam(p.full("price"), "", "The product "+one.Product+" is marked as inactive, and thus no new subscriptions can be created to any plans of this product. You provided the price "+id+".")
	case one.Recurring == nil:
		return nil, badParam(p.full("price"), "", "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.")
	}
	return one, nil
}

// readTrial reads when a trial ends: a moment or a number of days.
func (s *subscription) readTrial(p params, now int64) {
	if p.Has("trial_period_days") {
		s.TrialEnd = pointer(now + 24*3600*p.count("trial_period_days", 1))
	} else if p.Get("trial_end") != "now" {
		p.moment("trial_end", &s.TrialEnd)
	}
	if s.TrialEnd != nil && (*s.TrialEnd <= now || *s.TrialEnd > now+longestTrial) {
		p.bad("trial_end", "", "Invalid timestamp: the trial must end in the future, within 730 days.")
		s.TrialEnd = nil
	}
}
