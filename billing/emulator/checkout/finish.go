package checkout

import (
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Finish completes a session whose payment is certain, or on its way.
func Finish(tx *store.Tx, s *objects.Session, given objects.Payment, said rules.Verdict) (objects.Outcome, error) {
	owner, err := buyer(tx, s, given)
	if err != nil {
		return objects.Outcome{}, err
	}
	m, err := keepMethod(tx, s, given, owner)
	if err != nil {
		return objects.Outcome{}, err
	}
	switch s.Mode {
	case "subscription":
		err = sell(tx, s, owner, m)
	case "payment":
		err = sellOnce(tx, s, owner, m)
	default:
		err = setUp(tx, s, m)
	}
	if err != nil {
		return objects.Outcome{}, err
	}
	s.Status, s.URL = "complete", nil
	done := objects.Outcome{Status: objects.Completed, Next: s.Next()}
	if said.Waits {
		done.Status = objects.Processing
	}
	return done, events.Announce(tx, "checkout.session.completed", s)
}

// buyer is the session's customer with what they typed; a new one where it has
// none and needs one.
func buyer(tx *store.Tx, s *objects.Session, given objects.Payment) (*objects.Customer, error) {
	d := s.CustomerDetails
	owner := tx.Customers.Get(objects.Value(s.Customer))
	if owner == nil {
		if s.Mode == "payment" && objects.Value(s.CustomerCreation) != "always" {
			return nil, nil
		}
		owner = rules.NewCustomer(tx)
		owner.Email, owner.Name = objects.Optional(objects.Value(d.Email)), objects.Optional(objects.Value(d.Name))
		if err := events.Announce(tx, "customer.created", owner); err != nil {
			return nil, err
		}
		owner.Address, s.Customer = d.Address, &owner.ID
	}
	if (s.Private.SavesAddress || owner.Address == nil) && d.Address != nil {
		owner.Address = d.Address
	}
	if s.Private.SavesName && d.Name != nil {
		owner.Name = d.Name
	}
	if given.TaxID != "" {
		rules.AddTaxID(tx, owner, given.TaxIDType, given.TaxID)
	}
	return owner, events.AnnounceChange(tx, "customer.updated", owner)
}

// keepMethod is the payment method, kept with the customer where it is used
// again; nil where none was asked for.
func keepMethod(
	tx *store.Tx, s *objects.Session, given objects.Payment, owner *objects.Customer,
) (*objects.PaymentMethod, error) {
	if given.Card == "" {
		return nil, nil
	}
	d := s.CustomerDetails
	m, err := rules.NewMethod(tx, rules.CardOf(given), objects.BillingDetails{
		Address: d.Address, Email: d.Email, Name: objects.Optional(given.Name),
	})
	if err != nil {
		return nil, err
	}
	tx.PaymentMethods.Put(m.ID, m)
	if owner != nil && s.Private.SavesCard {
		return m, rules.Attach(tx, m.ID, owner)
	}
	return m, nil
}

// sell starts the subscription and pays its first invoice.
func sell(tx *store.Tx, s *objects.Session, owner *objects.Customer, m *objects.PaymentMethod) error {
	made := rules.NewSubscription(tx, owner, *s.Currency)
	made.Metadata, made.Description = s.Private.Metadata, s.Private.Description
	made.AutomaticTax.Enabled = s.AutomaticTax.Enabled
	made.TrialSettings.EndBehavior.MissingPaymentMethod = s.Private.TrialWithout
	if made.TrialEnd = s.Private.TrialEnd; s.Private.TrialDays > 0 {
		made.TrialEnd = new(tx.Now().Unix() + s.Private.TrialDays*24*3600)
	}
	for _, one := range s.Private.Lines {
		added := rules.NewItem(tx, made, one.Price, one.Quantity)
		if sold := tx.Prices.Look(one.Price); sold.Recurring != nil {
			made.Items.Data = append(made.Items.Data, added)
			continue
		}
		made.Private.Pending = append(made.Private.Pending, onceLine(tx, made, &added))
	}
	if m != nil {
		made.DefaultPaymentMethod = &m.ID
	}
	rules.SetDiscounts(tx, made, rules.Redeem(tx, s.Private.Offers, owner.ID, &made.ID, &s.ID))
	s.Subscription = &made.ID
	if err := rules.Begin(tx, made, m, true); err != nil {
		return err
	}
	return collectSold(tx, s, tx.Invoices.Get(*made.LatestInvoice), m)
}

func onceLine(tx *store.Tx, s *objects.Subscription, one *objects.SubscriptionItem) *objects.Line {
	sold := tx.Prices.Look(one.Price)
	now := tx.Now().Unix()
	made := rules.LineFor(tx, s, one, sold.UnitAmount*one.Quantity, now, now, tx.Products.Look(sold.Product).Name)
	made.Type, made.InvoiceItem, made.SubscriptionItem = "invoiceitem", objects.NewID("ii_"), ""
	return made
}

// collectSold pays the invoice of a session; the bank's word is known.
func collectSold(tx *store.Tx, s *objects.Session, i *objects.Invoice, m *objects.PaymentMethod) error {
	s.Invoice = &i.ID
	s.PaymentStatus = "paid"
	if i.Total == 0 {
		s.PaymentStatus = "no_payment_required"
	}
	if i.Status != "open" {
		return nil
	}
	one := tx.PaymentIntents.Get(*i.PaymentIntent)
	one.Private.Session = s.ID
	if m.Card != nil { // it has been asked, and answered
		i.Attempted, i.AttemptCount, one.PaymentMethod = true, 1, &m.ID
		if err := rules.Succeed(tx, one, m); err != nil {
			return err
		}
		return rules.Conclude(tx, i, rules.Verdict{})
	}
	s.PaymentStatus = "unpaid"
	_, err := rules.Attempt(tx, i, m, true)
	return err
}
