package api

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

func createSession(tx *store.Tx, p params.Params) (any, error) {
	s := newSession(tx, p)
	if owner := objects.Value(s.Customer); owner != "" && rules.Customer(tx, owner) == nil {
		return nil, apierror.NotFound("customer", owner, "customer")
	}
	if err := readLines(tx, s, p); err != nil {
		return nil, err
	}
	if err := oneCurrency(tx, s); err != nil {
		return nil, err
	}
	offers, err := readOffers(tx, p, objects.Value(s.Customer))
	if err != nil {
		return nil, err
	}
	s.Private.Offers = offers
	readTerms(s, p)
	readSessionTrial(s, p, tx.Now().Unix())
	readCollection(tx, s, p)
	if *p.Fault != nil {
		return nil, *p.Fault
	}
	checkout.UpdateTotals(tx, s)
	return tx.Sessions.Put(s.ID, s), nil
}

// oneCurrency: what recurs is billed in the customer's currency.
func oneCurrency(tx *store.Tx, s *objects.Session) error {
	owner := tx.Customers.Look(objects.Value(s.Customer))
	if owner == nil || s.Mode != "subscription" || owner.Currency == nil ||
		*owner.Currency == objects.Value(s.Currency) {
		return nil
	}
	return apierror.BadParam("", "", "You cannot combine currencies on a single customer. This customer has an active "+
		"subscription, subscription schedule, discount, quote, or invoice item with currency "+*owner.Currency+".")
}

func newSession(tx *store.Tx, p params.Params) *objects.Session {
	id := objects.NewID("cs_test_")
	url := tx.PageURL("/checkout/" + id)
	s := &objects.Session{
		ID: id, Object: "checkout.session", URL: &url, Mode: p.Choice("mode", "payment", "subscription", "setup"),
		Metadata: p.Keyed("metadata"), SuccessURL: new(p.Get("success_url")), Status: "open", PaymentStatus: "unpaid",
		PaymentMethodTypes: []string{"card", "sepa_debit"}, Created: tx.Now().Unix(),
		ExpiresAt:    p.Number("expires_at", tx.Now().Add(sessionLife).Unix()),
		CustomFields: []string{}, ShippingOptions: []string{}, PaymentMethodOptions: map[string]string{}, UIMode: "hosted",
	}
	for name, into := range map[string]**string{
		"customer": &s.Customer, "customer_email": &s.CustomerEmail,
		"client_reference_id": &s.ClientReferenceID, "cancel_url": &s.CancelURL,
		"locale": &s.Locale, "submit_type": &s.SubmitType,
	} {
		p.Word(name, into)
	}
	if left := s.ExpiresAt - s.Created; left < int64((30*time.Minute).Seconds()) ||
		left > int64(sessionLife.Seconds()) {
		p.Bad(
			"expires_at",
			"",
			"The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
		)
	}
	if given := p.All("payment_method_types"); len(given) > 0 {
		s.PaymentMethodTypes = given
	}
	if s.Mode == "setup" {
		s.PaymentStatus = "no_payment_required"
	}
	return s
}

func readLines(tx *store.Tx, s *objects.Session, p params.Params) error {
	for _, one := range p.Items("line_items") {
		sold, err := offered(tx, s, one)
		if err != nil {
			return err
		}
		if s.Currency != nil && *s.Currency != sold.Currency {
			return apierror.BadParam("line_items", "", "All prices of a session have the same currency.")
		}
		s.Currency = &sold.Currency
		checkAmount(sold, one.Count("quantity", 1), one)
		adjust := one.Sub("adjustable_quantity")
		s.Private.Lines = append(s.Private.Lines, objects.SessionLine{
			ID: objects.NewID("li_"), Price: sold.ID, Quantity: one.Count("quantity", 1),
			Adjustable: adjust.Flag("enabled", false),
			Minimum:    adjust.Number("minimum", 1), Maximum: adjust.Number("maximum", 99),
		})
	}
	switch {
	case s.Mode == "setup" && len(s.Private.Lines) > 0:
		return apierror.BadParam("line_items", "", "`line_items` cannot be used in `setup` mode.")
	case s.Mode != "setup" && len(s.Private.Lines) == 0:
		return apierror.MissingParam("line_items")
	case s.Mode == "subscription" && recurs(tx, s) == 0:
		return apierror.BadParam(
			"line_items",
			"",
			"You must provide at least one recurring price in `subscription` mode.",
		)
	}
	return nil
}

// offered is the price that a line of a session names, or describes.
func offered(tx *store.Tx, s *objects.Session, p params.Params) (*objects.Price, error) {
	id := p.Get("price")
	one := tx.Prices.Look(id)
	if inner := p.Sub("price_data"); p.Gives("price_data") {
		owner := inner.Get("product")
		if inner.Gives("product_data") {
			made, err := createProduct(tx, inner.Sub("product_data"))
			if err != nil {
				return nil, err
			}
			owner = made.(*objects.Product).ID
		}
		made, err := addPrice(tx, inner, owner)
		if err != nil {
			return nil, err
		}
		one = made
	}
	switch {
	case one == nil && id == "":
		return nil, apierror.MissingParam(p.Full("price"))
	case one == nil:
		return nil, apierror.NotFound("price", id, p.Full("price"))
	case !one.Active:
		return nil, apierror.BadParam(
			p.Full("price"), "price_inactive",
			"The price specified is inactive. This field only accepts active prices.",
		)
	case !tx.Products.Look(one.Product).Active:
		return nil, apierror.BadParam(
			p.Full("price"), "",
			"Price `"+one.ID+"` is not available to be purchased because its product is not active.",
		)
	case s.Mode == "payment" && one.Recurring != nil:
		return nil, apierror.BadParam(
			p.Full("price"), "",
			"You specified `payment` mode but passed a recurring price. "+
				"Either switch to `subscription` mode or use only one-time prices.",
		)
	}
	return one, nil
}

func recurs(tx *store.Tx, s *objects.Session) int {
	n := 0
	for _, one := range s.Private.Lines {
		if tx.Prices.Look(one.Price).Recurring != nil {
			n++
		}
	}
	return n
}

// readSessionTrial reads the trial of a session in subscription mode.
func readSessionTrial(s *objects.Session, p params.Params, now int64) {
	data := p.Sub("subscription_data")
	if data.Has("trial_period_days") {
		s.Private.TrialDays = data.Count("trial_period_days", 1)
	}
	data.Moment("trial_end", &s.Private.TrialEnd)
	if end := s.Private.TrialEnd; end != nil && *end < now+48*3600 {
		data.Bad("trial_end", "", "The `trial_end` date has to be at least 2 days in the future.")
	}
	if s.Private.TrialDays > 730 {
		data.Bad("trial_period_days", "", "A trial lasts 730 days at most.")
	}
	s.Private.TrialWithout = data.Sub("trial_settings").Sub("end_behavior").Choice(
		"missing_payment_method", "create_invoice", "cancel", "pause",
	)
}
