package emulator

import "time"

func createSession(e *Emulator, p params) (any, error) {
	s := e.newSession(p)
	if owner := value(s.Customer); owner != "" && e.customer(owner) == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	if err := e.readLines(s, p); err != nil {
		return nil, err
	}
	offers, err := e.offers(p, value(s.Customer))
	if err != nil {
		return nil, err
	}
	s.Private.Offers = offers
	s.readTerms(p)
	s.readTrial(p, e.now().Unix())
	e.readCollection(s, p)
	if *p.fault != nil {
		return nil, *p.fault
	}
	e.reckon(s)
	return e.state.sessions.put(s.ID, s), nil
}

func (e *Emulator) newSession(p params) *session {
	id := newID("cs_test_")
	url := e.baseURL + Prefix + "/checkout/" + id
	s := &session{
		ID: id, Object: "checkout.session", URL: &url, Mode: p.choice("mode", "payment", "subscription", "setup"),
		Metadata: p.keyed("metadata"), SuccessURL: pointer(p.Get("success_url")), Status: "open", PaymentStatus: "unpaid",
		PaymentMethodTypes: []string{"card", "sepa_debit"}, Created: e.now().Unix(), ExpiresAt: p.number("expires_at", e.now().Add(sessionLife).Unix()),
		CustomFields: []string{}, ShippingOptions: []string{}, PaymentMethodOptions: map[string]string{}, UIMode: "hosted",
	}
	for name, into := range map[string]**string{
		"customer": &s.Customer, "customer_email": &s.CustomerEmail, "client_reference_id": &s.ClientReferenceID, "cancel_url": &s.CancelURL,
		"locale": &s.Locale, "submit_type": &s.SubmitType,
	} {
		p.word(name, into)
	}
	if left := s.ExpiresAt - s.Created; left < int64((30*time.Minute).Seconds()) || left > int64(sessionLife.Seconds()) {
		p.bad("expires_at", "", "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.")
	}
	if given := p.all("payment_method_types"); len(given) > 0 {
		s.PaymentMethodTypes = given
	}
	if s.Mode == "setup" {
		s.PaymentStatus = "no_payment_required"
	}
	return s
}

func (e *Emulator) readLines(s *session, p params) error {
	for _, one := range p.items("line_items") {
		sold, err := e.offered(s, one)
		if err != nil {
			return err
		}
		if s.Currency != nil && *s.Currency != sold.Currency {
			return badParam("line_items", "", "All prices of a session have the same currency.")
		}
		s.Currency = &sold.Currency
		sold.afford(one.count("quantity", 1), one)
		adjust := one.sub("adjustable_quantity")
		s.Private.Lines = append(s.Private.Lines, sessionLine{
			ID: newID("li_"), Price: sold.ID, Quantity: one.count("quantity", 1), Adjustable: adjust.flag("enabled", false),
			Minimum: adjust.number("minimum", 1), Maximum: adjust.number("maximum", 99),
		})
	}
	switch {
	case s.Mode == "setup" && len(s.Private.Lines) > 0:
		return badParam("line_items", "", "`line_items` cannot be used in `setup` mode.")
	case s.Mode != "setup" && len(s.Private.Lines) == 0:
		return missingParam("line_items")
	case s.Mode == "subscription" && e.recurs(s) == 0:
		return badParam("line_items", "", "You must provide at least one recurring price in `subscription` mode.")
	}
	return nil
}

// offered is the price that a line of a session names, or describes.
func (e *Emulator) offered(s *session, p params) (*price, error) {
	id := p.Get("price")
	one := e.state.prices.look(id)
	if inner := p.sub("price_data"); p.gives("price_data") {
		owner := inner.Get("product")
		if inner.gives("product_data") {
			made, err := createProduct(e, inner.sub("product_data"))
			if err != nil {
				return nil, err
			}
			owner = made.(*product).ID
		}
		made, err := e.addPrice(inner, owner)
		if err != nil {
			return nil, err
		}
		one = made
	}
	switch {
	case one == nil && id == "":
		return nil, missingParam(p.full("price"))
	case one == nil:
		return nil, noSuch("price", id, p.full("price"))
	case !one.Active:
		return nil, badParam(p.full("price"), "price_inactive", "The price specified is inactive. This field only accepts active prices.")
	case !e.state.products.look(one.Product).Active:
		return nil, badParam(p.full("price"), "", "Price `"+one.ID+"` is not available to be purchased because its product is not active.")
	case s.Mode == "payment" && one.Recurring != nil:
		return nil, badParam(p.full("price"), "", "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.")
	}
	return one, nil
}

func (e *Emulator) recurs(s *session) int {
	n := 0
	for _, one := range s.Private.Lines {
		if e.state.prices.look(one.Price).Recurring != nil {
			n++
		}
	}
	return n
}

// readTrial reads the trial of a session in subscription mode.
func (s *session) readTrial(p params, now int64) {
	data := p.sub("subscription_data")
	if data.Has("trial_period_days") {
		s.Private.TrialDays = data.count("trial_period_days", 1)
	}
	data.moment("trial_end", &s.Private.TrialEnd)
	if end := s.Private.TrialEnd; end != nil && *end < now+48*3600 {
		data.bad("trial_end", "", "The `trial_end` date has to be at least 2 days in the future.")
	}
	if s.Private.TrialDays > 730 {
		data.bad("trial_period_days", "", "A trial lasts 730 days at most.")
	}
	s.Private.TrialWithout = data.sub("trial_settings").sub("end_behavior").choice("missing_payment_method", "create_invoice", "cancel", "pause")
}
