package emulator

import (
	"net/http"
	"time"
)

// bankTime is how long a bank debit takes when nobody settles it.
const bankTime = 5 * 24 * time.Hour

// refusal is the card error that a verdict means.
func (v verdict) refusal(intent string) *refusal {
	return &refusal{status: http.StatusPaymentRequired, kind: cardError, code: v.code, message: v.message, decline: v.decline, intent: intent}
}

// collect charges a payment method; no method is a decline.
func (e *Emulator) collect(one *paymentIntent, m *paymentMethod, present bool) (verdict, error) {
	if m == nil {
		one.Status = "requires_payment_method"
		return verdict{code: "resource_missing", decline: "missing", message: "There is no payment method to charge."}, nil
	}
	one.PaymentMethod, one.NextAction = &m.ID, nil
	said := e.judge(m, present)
	switch {
	case said.asks:
		one.Status = "requires_action"
		one.NextAction = &nextAction{Type: "redirect_to_url", RedirectToURL: &redirectTo{URL: e.baseURL + Prefix + "/authenticate/" + one.ID}}
		return said, e.announce("payment_intent.requires_action", one)
	case said.waits:
		one.Status, one.Private.SettleAt = "processing", e.now().Add(bankTime).Unix()
		made := e.addCharge(one, m)
		made.Status = "pending"
		return said, e.announceAll(news{"charge.pending", made}, news{"payment_intent.processing", one})
	case said.code != "":
		return said, e.decline(one, m, said)
	}
	return said, e.succeed(one, m)
}

func (e *Emulator) succeed(one *paymentIntent, m *paymentMethod) error {
	made := e.latest(one, m)
	made.Status, made.Paid, made.Captured, made.AmountCaptured = "succeeded", true, true, one.Amount
	made.Outcome = outcomeOf("authorized", "approved_by_network", nil, "Payment complete.")
	one.Status, one.AmountReceived, one.LastPaymentError, one.NextAction, one.Private.SettleAt = "succeeded", one.Amount, nil, nil, 0
	return e.announceAll(news{"charge.succeeded", made}, news{"payment_intent.succeeded", one})
}

func (e *Emulator) decline(one *paymentIntent, m *paymentMethod, said verdict) error {
	made := e.latest(one, m)
	made.Status, made.FailureCode, made.FailureMessage = "failed", &said.code, &said.message
	made.Outcome = outcomeOf("issuer_declined", "declined_by_network", &said.decline, said.message)
	one.Status, one.NextAction, one.Private.SettleAt = "requires_payment_method", nil, 0
	one.LastPaymentError = &paymentError{
		Code: said.code, DeclineCode: said.decline, Message: said.message, Type: cardError, DocURL: "https://stripe.com/docs/error-codes/" + dashed(said.code),
	}
	return e.announceAll(news{"charge.failed", made}, news{"payment_intent.payment_failed", one})
}

// latest is the charge that is under way, or a new one.
func (e *Emulator) latest(one *paymentIntent, m *paymentMethod) *charge {
	if under := e.state.charges.get(value(one.LatestCharge)); under != nil && under.Status == "pending" {
		return under
	}
	return e.addCharge(one, m)
}

func (e *Emulator) addCharge(one *paymentIntent, m *paymentMethod) *charge {
	id := newID("ch_")
	made := &charge{
		ID: id, Object: "charge", Amount: one.Amount, BillingDetails: m.BillingDetails, Created: e.now().Unix(), Currency: one.Currency,
		Customer: one.Customer, Description: one.Description, Invoice: one.Invoice, Metadata: one.Metadata,
		PaymentIntent: &one.ID, PaymentMethod: &m.ID, PaymentMethodDetails: detailsOf(m),
		StatementDescriptor: nil,
	}
	one.LatestCharge = &id
	return e.state.charges.put(id, made)
}

// settle ends a bank debit, one way or the other.
func (e *Emulator) settle(one *paymentIntent, paid bool) error {
	if one.Status != "processing" {
		return badState("payment_intent_unexpected_state", "This payment is not under way: it is "+one.Status+".")
	}
	m := e.state.paymentMethods.get(value(one.PaymentMethod))
	said := verdict{}
	var err error
	if paid {
		err = e.succeed(one, m)
	} else {
		said = verdict{code: "payment_intent_payment_attempt_failed", decline: "insufficient_funds", message: "The bank returned the debit."}
		err = e.decline(one, m, said)
	}
	if err != nil {
		return err
	}
	return e.follow(one, said)
}

// follow lets the invoice and the checkout session know how a payment that was
// waited for ended.
func (e *Emulator) follow(one *paymentIntent, said verdict) error {
	if i := e.state.invoices.get(value(one.Invoice)); i != nil {
		if err := e.conclude(i, said); err != nil {
			return err
		}
	}
	s := e.state.sessions.get(one.Private.Session)
	switch {
	case s == nil:
		return nil
	case !said.pays():
		return e.announce("checkout.session.async_payment_failed", s)
	}
	s.PaymentStatus = "paid"
	return e.announce("checkout.session.async_payment_succeeded", s)
}

// authenticate is the customer's answer to 3D Secure, for a payment that a
// checkout page did not ask for.
func (e *Emulator) authenticate3DS(one *paymentIntent, answer string) error {
	if one.Status != "requires_action" {
		return badState("payment_intent_unexpected_state", "This payment does not wait for its owner: it is "+one.Status+".")
	}
	m := e.state.paymentMethods.get(value(one.PaymentMethod))
	said := verdict{}
	var err error
	switch answer {
	case "approve":
		err = e.succeed(one, m)
	case "fail":
		said = failed3DS
		err = e.decline(one, m, said)
	default: // abandoned: it goes on waiting
		return nil
	}
	if err != nil {
		return err
	}
	return e.follow(one, said)
}

var failed3DS = verdict{
	code: "payment_intent_authentication_failure", decline: "authentication_required",
	message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
}
