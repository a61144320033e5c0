// Package checkout is what the hosted payment page does with a session: it takes over what
// the customer typed, asks the bank, and starts the subscription or makes the payment. The
// packages clock, actions, api and pages call it. Start reading at [Pay].
package checkout

import (
	"errors"
	"net/mail"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Invalid is the outcome where a field is at fault.
func Invalid(field, message string) objects.Outcome {
	return objects.Outcome{Status: objects.Invalid, Field: field, Message: message}
}

// Pay checks what was typed, asks the bank and completes the session.
func Pay(tx *store.Tx, s *objects.Session, given objects.Payment) (objects.Outcome, error) {
	before := *s
	before.Private.Lines = append([]objects.SessionLine{}, s.Private.Lines...)
	if wrong := fillIn(tx, s, given); wrong != nil {
		*s = before
		return *wrong, nil
	}
	said, wrong := ask(tx, s, given)
	switch {
	case wrong != nil:
		*s = before
		return *wrong, nil
	case said.Asks:
		s.Private.Asked = &given
		return objects.Outcome{Status: objects.NeedsSCA, Message: "Your bank asks you to confirm this payment."}, nil
	case said.Code != "":
		*s = before
		return objects.Outcome{Status: objects.Declined, Message: said.Message, Decline: said.Decline}, nil
	}
	return Finish(tx, s, given, said)
}

// ask is the bank's word; a session on which nothing is due may do without a
// card.
func ask(tx *store.Tx, s *objects.Session, given objects.Payment) (rules.Verdict, *objects.Outcome) {
	if given.Card == "" && s.NeedsNoCard() {
		return rules.Verdict{}, nil
	}
	m, err := rules.NewMethod(tx, rules.CardOf(given), objects.BillingDetails{})
	if err != nil {
		wrong := WrongCard(err)
		return rules.Verdict{}, &wrong
	}
	if !objects.Among(s.PaymentMethodTypes, m.Type) {
		wrong := Invalid("number", "This page does not take that way to pay.")
		return rules.Verdict{}, &wrong
	}
	said := rules.Judge(tx, m, true)
	if said.Waits && s.Mode == "setup" {
		said = rules.Verdict{}
	}
	return said, nil
}

// WrongCard is a card that does not get as far as a bank.
func WrongCard(err error) objects.Outcome {
	var r *apierror.Error
	if errors.As(err, &r) && strings.HasPrefix(r.Param, "exp_") {
		return Invalid("expiry", r.Message)
	}
	return Invalid("number", err.Error())
}

// IsEmail reports whether a text is an e-mail address.
func IsEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}
