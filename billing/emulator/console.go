package emulator

// What only a bank, a cardholder or Stripe's dashboard can do.

// cardLife is for how many years a bank renews a card.
const cardLife = 4

// Settle ends a bank debit that is under way.
func (e *Emulator) Settle(intentID string, paid bool) error {
	return e.transact(func() error {
		one := e.state.paymentIntents.get(intentID)
		if one == nil {
			return noSuch("payment_intent", intentID, "payment_intent")
		}
		return e.settle(one, paid)
	})
}

// Authenticate is the answer to 3D Secure for a payment without a hosted page:
// approve, fail or abandon.
func (e *Emulator) Authenticate(intentID, answer string) error {
	return e.transact(func() error {
		one := e.state.paymentIntents.get(intentID)
		if one == nil {
			return noSuch("payment_intent", intentID, "payment_intent")
		}
		return e.authenticate3DS(one, answer)
	})
}

// Refund gives back an amount of a charge; 0 is all that is left.
func (e *Emulator) Refund(chargeID string, amount int64, reason string) (id string, err error) {
	err = e.transact(func() error {
		one := e.state.charges.get(chargeID)
		if one == nil {
			return noSuch("charge", chargeID, "charge")
		}
		if amount == 0 {
			amount = one.Amount - one.AmountRefunded
		}
		made, err := e.refund(one, amount, optional(reason), map[string]string{})
		if err == nil {
			id = made.ID
		}
		return err
	})
	return id, err
}

// FailRefund lets the customer's bank send a refund back.
func (e *Emulator) FailRefund(refundID string) error {
	return e.transact(func() error {
		one := e.state.refunds.get(refundID)
		if one == nil {
			return noSuch("refund", refundID, "refund")
		}
		return e.failRefund(one)
	})
}

// Dispute lets the customer dispute a charge.
func (e *Emulator) Dispute(chargeID, reason string) (id string, err error) {
	if reason == "" {
		reason = "fraudulent"
	}
	err = e.transact(func() error {
		one := e.state.charges.get(chargeID)
		if one == nil {
			return noSuch("charge", chargeID, "charge")
		}
		made, err := e.openDispute(one, reason)
		if err == nil {
			id = made.ID
		}
		return err
	})
	return id, err
}

// Decide ends a dispute.
func (e *Emulator) Decide(disputeID string, won bool) error {
	return e.transact(func() error {
		one := e.state.disputes.get(disputeID)
		if one == nil {
			return noSuch("dispute", disputeID, "dispute")
		}
		return e.decide(one, won)
	})
}

// ChangeCard gives a customer another card to be charged from now on, and
// returns its id.
func (e *Emulator) ChangeCard(customerID, number string) (id string, err error) {
	return e.giveCard(customerID, card{number: number})
}

func (e *Emulator) giveCard(customerID string, given card) (id string, err error) {
	err = e.transact(func() error {
		owner := e.customer(customerID)
		if owner == nil {
			return noSuch("customer", customerID, "customer")
		}
		m, err := e.changeCard(owner, given)
		if err == nil {
			id = m.ID
		}
		return err
	})
	return id, err
}

// RenewCard lets the bank put a new card in the place of the one that a customer
// is charged to, with the same number.
func (e *Emulator) RenewCard(customerID string) error {
	return e.transact(func() error {
		owner := e.customer(customerID)
		if owner == nil {
			return noSuch("customer", customerID, "customer")
		}
		m := e.chargedTo(owner)
		if m == nil || m.Card == nil {
			return badState("", "There is no card that could be renewed.")
		}
		m = e.state.paymentMethods.get(m.ID)
		for m.Card.ExpYear += cardLife; isOver(m.Card.ExpMonth, m.Card.ExpYear, e.now()); {
			m.Card.ExpYear += cardLife
		}
		return e.announce("payment_method.automatically_updated", m)
	})
}

// PayInvoice pays an open invoice with a card while its owner is there, as the
// invoice's page does. With 3D Secure [Emulator.Authenticate] follows.
func (e *Emulator) PayInvoice(invoiceID, number string) (Outcome, error) {
	return e.payInvoiceWith(invoiceID, card{number: number})
}

func (e *Emulator) payInvoiceWith(invoiceID string, given card) (Outcome, error) {
	var done Outcome
	err := e.transact(func() error {
		i := e.state.invoices.get(invoiceID)
		if i == nil || i.Status != "open" {
			done = Outcome{Status: Unknown, Message: "There is nothing to pay."}
			return nil
		}
		m, err := e.newMethod(given, billingDetails{Email: i.CustomerEmail, Name: i.CustomerName, Address: i.CustomerAddress})
		if err != nil {
			done = wrongCard(err)
			return nil
		}
		said, err := e.attempt(i, e.state.paymentMethods.put(m.ID, m), true)
		done = said.outcome(value(i.HostedInvoiceURL))
		return err
	})
	return done, err
}

func (v verdict) outcome(next string) Outcome {
	switch {
	case v.asks:
		return Outcome{Status: NeedsSCA, Message: "Your bank asks you to confirm this payment."}
	case v.waits:
		return Outcome{Status: Processing, Next: next}
	case v.code != "":
		return Outcome{Status: Declined, Message: v.message, Decline: v.decline}
	}
	return Outcome{Status: Completed, Next: next}
}
