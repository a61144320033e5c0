package rules

import (
	"net/http"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

func outcomeOf(kind, network string, reason *string, message string) *objects.ChargeOutcome {
	return &objects.ChargeOutcome{
		NetworkStatus: &network, Reason: reason, RiskLevel: "normal", SellerMessage: &message,
		Type: kind,
	}
}

// detailsOf is the payment method as a charge shows it.
func detailsOf(m *objects.PaymentMethod) map[string]any {
	if m.Card == nil {
		return map[string]any{"type": "sepa_debit", "sepa_debit": map[string]any{
			"bank_code": m.SepaDebit.BankCode, "branch_code": m.SepaDebit.BranchCode, "country": m.SepaDebit.Country,
			"fingerprint": m.SepaDebit.Fingerprint, "last4": m.SepaDebit.Last4, "mandate": nil,
		}}
	}
	c := m.Card
	return map[string]any{"type": "card", "card": map[string]any{
		"amount_authorized": nil, "authorization_code": nil, "brand": c.Brand, "checks": c.Checks,
		"country": c.Country, "exp_month": c.ExpMonth, "exp_year": c.ExpYear,
		"fingerprint": c.Fingerprint, "funding": c.Funding, "installments": nil, "last4": c.Last4,
		"mandate": nil, "network": c.Brand,
		"three_d_secure": nil, "wallet": nil,
	}}
}

// bankTime is how long a bank debit takes when nobody settles it.
const bankTime = 5 * 24 * time.Hour

// Refusal is the card error that a verdict means.
func (v Verdict) Refusal(intent string) *apierror.Error {
	return &apierror.Error{
		Status: http.StatusPaymentRequired, Type: apierror.CardError, Code: v.Code, Message: v.Message,
		Decline: v.Decline, Intent: intent,
	}
}

// Collect charges a payment method; no method is a decline.
func Collect(tx *store.Tx, one *objects.PaymentIntent, m *objects.PaymentMethod, present bool) (Verdict, error) {
	if m == nil {
		one.Status = "requires_payment_method"
		return Verdict{Code: "resource_missing", Decline: "missing", Message: "There is no payment method to charge."}, nil
	}
	one.PaymentMethod, one.NextAction = &m.ID, nil
	said := Judge(tx, m, present)
	switch {
	case said.Asks:
		one.Status = "requires_action"
		one.NextAction = &objects.NextAction{
			Type:          "redirect_to_url",
			RedirectToURL: &objects.RedirectTo{URL: tx.PageURL("/authenticate/" + one.ID)},
		}
		return said, events.Announce(tx, "payment_intent.requires_action", one)
	case said.Waits:
		one.Status, one.Private.SettleAt = "processing", tx.Now().Add(bankTime).Unix()
		made := addCharge(tx, one, m)
		made.Status = "pending"
		return said, events.AnnounceAll(
			tx, events.About("charge.pending", made), events.About("payment_intent.processing", one),
		)
	case said.Code != "":
		return said, decline(tx, one, m, said)
	}
	return said, Succeed(tx, one, m)
}

// Succeed completes a payment.
func Succeed(tx *store.Tx, one *objects.PaymentIntent, m *objects.PaymentMethod) error {
	made := latest(tx, one, m)
	made.Status, made.Paid, made.Captured, made.AmountCaptured = "succeeded", true, true, one.Amount
	made.Outcome = outcomeOf("authorized", "approved_by_network", nil, "Payment complete.")
	one.Status, one.AmountReceived, one.Private.SettleAt = "succeeded", one.Amount, 0
	one.LastPaymentError, one.NextAction = nil, nil
	return events.AnnounceAll(tx, events.About("charge.succeeded", made), events.About("payment_intent.succeeded", one))
}

func decline(tx *store.Tx, one *objects.PaymentIntent, m *objects.PaymentMethod, said Verdict) error {
	made := latest(tx, one, m)
	made.Status, made.FailureCode, made.FailureMessage = "failed", &said.Code, &said.Message
	made.Outcome = outcomeOf("issuer_declined", "declined_by_network", &said.Decline, said.Message)
	one.Status, one.NextAction, one.Private.SettleAt = "requires_payment_method", nil, 0
	one.LastPaymentError = &objects.PaymentError{
		Code: said.Code, DeclineCode: said.Decline, Message: said.Message, Type: apierror.CardError,
		DocURL: apierror.DocURL(said.Code),
	}
	return events.AnnounceAll(tx, events.About("charge.failed", made), events.About("payment_intent.payment_failed", one))
}

// latest is the charge that is under way, or a new one.
func latest(tx *store.Tx, one *objects.PaymentIntent, m *objects.PaymentMethod) *objects.Charge {
	if under := tx.Charges.Get(objects.Value(one.LatestCharge)); under != nil && under.Status == "pending" {
		return under
	}
	return addCharge(tx, one, m)
}

func addCharge(tx *store.Tx, one *objects.PaymentIntent, m *objects.PaymentMethod) *objects.Charge {
	id := objects.NewID("ch_")
	made := &objects.Charge{
		ID: id, Object: "charge", Amount: one.Amount, BillingDetails: m.BillingDetails,
		Created: tx.Now().Unix(), Currency: one.Currency,
		Customer: one.Customer, Description: one.Description, Invoice: one.Invoice, Metadata: one.Metadata,
		PaymentIntent: &one.ID, PaymentMethod: &m.ID, PaymentMethodDetails: detailsOf(m),
		StatementDescriptor: nil,
	}
	one.LatestCharge = &id
	return tx.Charges.Put(id, made)
}

// Settle ends a bank debit, one way or the other.
func Settle(tx *store.Tx, one *objects.PaymentIntent, paid bool) error {
	if one.Status != "processing" {
		return apierror.BadState("payment_intent_unexpected_state", "This payment is not under way: it is "+one.Status+".")
	}
	m := tx.PaymentMethods.Get(objects.Value(one.PaymentMethod))
	said := Verdict{}
	var err error
	if paid {
		err = Succeed(tx, one, m)
	} else {
		said = Verdict{
			Code: "payment_intent_payment_attempt_failed", Decline: "insufficient_funds",
			Message: "The bank returned the debit.",
		}
		err = decline(tx, one, m, said)
	}
	if err != nil {
		return err
	}
	return follow(tx, one, said)
}

// follow lets the invoice and the checkout session know how a payment that was
// waited for ended.
func follow(tx *store.Tx, one *objects.PaymentIntent, said Verdict) error {
	if i := tx.Invoices.Get(objects.Value(one.Invoice)); i != nil {
		if err := Conclude(tx, i, said); err != nil {
			return err
		}
	}
	s := tx.Sessions.Get(one.Private.Session)
	switch {
	case s == nil:
		return nil
	case !said.pays():
		return events.Announce(tx, "checkout.session.async_payment_failed", s)
	}
	s.PaymentStatus = "paid"
	return events.Announce(tx, "checkout.session.async_payment_succeeded", s)
}

// authenticate is the customer's answer to 3D Secure, for a payment that a
// checkout page did not ask for.
func Authenticate3DS(tx *store.Tx, one *objects.PaymentIntent, answer string) error {
	if one.Status != "requires_action" {
		return apierror.BadState(
			"payment_intent_unexpected_state",
			"This payment does not wait for its owner: it is "+one.Status+".",
		)
	}
	m := tx.PaymentMethods.Get(objects.Value(one.PaymentMethod))
	said := Verdict{}
	var err error
	switch answer {
	case "approve":
		err = Succeed(tx, one, m)
	case "fail":
		said = Failed3DS
		err = decline(tx, one, m, said)
	default: // abandoned: it goes on waiting
		return nil
	}
	if err != nil {
		return err
	}
	return follow(tx, one, said)
}

// Failed3DS is what a bank says after 3D Secure failed.
var Failed3DS = Verdict{
	Code: "payment_intent_authentication_failure", Decline: "authentication_required",
	Message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
}
