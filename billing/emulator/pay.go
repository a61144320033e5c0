package emulator

import (
	"errors"
	"net/mail"
	"strings"
	"time"
)

// Payment is what a customer does on the hosted page.
type Payment struct {
	Card          string  `json:"card"`           // the number of a test card, or [BankDebit]; "" where nothing is due and no card is asked for
	Expiry        string  `json:"expiry"`         // of the card, like 12/34; "" is far away
	Quantity      int64   `json:"quantity"`       // of the line that can be adjusted; 0 leaves it
	PromotionCode string  `json:"promotion_code"` // as typed
	Name          string  `json:"name"`
	Email         string  `json:"email"` // for a session without a customer
	Address       Address `json:"address"`
	TaxIDType     string  `json:"tax_id_type"` // like eu_vat
	TaxID         string  `json:"tax_id"`
	Terms         bool    `json:"terms"` // the terms are accepted
}

// Address is a billing address; empty if none was typed.
type Address struct {
	Line1      string `json:"line1"`
	Line2      string `json:"line2"`
	PostalCode string `json:"postal_code"`
	City       string `json:"city"`
	State      string `json:"state"`
	Country    string `json:"country"` // two letters
}

// The ways in which paying can end.
const (
	Completed  = "completed"       // paid, or nothing was due; paid before, too
	Processing = "processing"      // completed, and the bank has to say yes yet
	NeedsSCA   = "requires_action" // 3D Secure asks; see [Emulator.Answer]
	Declined   = "declined"        // the bank says no
	Invalid    = "invalid"         // Field says what is wrong
	Expired    = "expired"         // nothing can be paid any more
	Unknown    = "unknown"         // there is no such session
)

// Outcome is how paying ended.
type Outcome struct {
	Status  string `json:"status"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message,omitempty"`
	Decline string `json:"decline_code,omitempty"`
	Next    string `json:"next,omitempty"` // where the customer goes on
}

func (p Payment) card() card { return card{number: p.Card, expiry: p.Expiry} }

func invalid(field, message string) Outcome {
	return Outcome{Status: Invalid, Field: field, Message: message}
}

// Pay is the hosted page's act. It completes a session once; doing it again
// charges nobody again. The error is about storing alone.
func (e *Emulator) Pay(sessionID string, given Payment) (Outcome, error) {
	return e.acting(sessionID, func(s *session) (Outcome, error) {
		s.Private.Asked = nil
		return e.pay(s, given)
	})
}

// Answer is what the customer does when 3D Secure asks: approve, fail or
// abandon.
func (e *Emulator) Answer(sessionID, answer string) (Outcome, error) {
	return e.acting(sessionID, func(s *session) (Outcome, error) {
		asked := s.Private.Asked
		if asked == nil {
			return invalid("answer", "Nothing is asked."), nil
		}
		s.Private.Asked = nil
		switch answer {
		case "approve":
			return e.finish(s, *asked, verdict{})
		case "fail":
			return Outcome{Status: Declined, Message: failed3DS.message, Decline: failed3DS.decline}, nil
		}
		return Outcome{Status: Declined, Message: "The payment was not confirmed. Nothing was charged."}, nil
	})
}

// acting does something to an open session, and minds when webhooks come.
func (e *Emulator) acting(id string, act func(s *session) (Outcome, error)) (Outcome, error) {
	var done Outcome
	err := e.transact(func() (err error) {
		e.paying = true
		s := e.state.sessions.get(id)
		switch {
		case s == nil:
			done = Outcome{Status: Unknown, Message: "There is no such payment page."}
		case s.Status == "expired":
			done = Outcome{Status: Expired, Message: "This payment page has expired. Nothing was charged."}
		case s.Status == "complete":
			done = Outcome{Status: Completed, Next: s.next()}
		default:
			done, err = act(s)
		}
		return err
	})
	e.mu.Lock()
	e.paying = false
	e.mu.Unlock()
	if err == nil && e.Switches().Redirect == "before" {
		e.untilTried(5 * time.Second)
	}
	return done, err
}

// untilTried waits until everything was tried once.
func (e *Emulator) untilTried(within time.Duration) {
	for end := time.Now().Add(within); e.pending(true) > 0 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
}

func (s *session) next() string {
	return strings.ReplaceAll(value(s.SuccessURL), "{CHECKOUT_SESSION_ID}", s.ID)
}

// pay checks what was typed, asks the bank and completes the session.
func (e *Emulator) pay(s *session, given Payment) (Outcome, error) {
	before := *s
	before.Private.Lines = append([]sessionLine{}, s.Private.Lines...)
	if wrong := e.fillIn(s, given); wrong != nil {
		*s = before
		return *wrong, nil
	}
	said, wrong := e.ask(s, given)
	switch {
	case wrong != nil:
		*s = before
		return *wrong, nil
	case said.asks:
		s.Private.Asked = &given
		return Outcome{Status: NeedsSCA, Message: "Your bank asks you to confirm this payment."}, nil
	case said.code != "":
		*s = before
		return Outcome{Status: Declined, Message: said.message, Decline: said.decline}, nil
	}
	return e.finish(s, given, said)
}

// ask is the bank's word; a session on which nothing is due may do without a
// card.
func (e *Emulator) ask(s *session, given Payment) (verdict, *Outcome) {
	if given.Card == "" && s.needsNoCard() {
		return verdict{}, nil
	}
	m, err := e.newMethod(given.card(), billingDetails{})
	if err != nil {
		wrong := wrongCard(err)
		return verdict{}, &wrong
	}
	if !among(s.PaymentMethodTypes, m.Type) {
		wrong := invalid("number", "This page does not take that way to pay.")
		return verdict{}, &wrong
	}
	said := e.judge(m, true)
	if said.waits && s.Mode == "setup" {
		said = verdict{}
	}
	return said, nil
}

// wrongCard is a card that does not get as far as a bank.
func wrongCard(err error) Outcome {
	var r *refusal
	if errors.As(err, &r) && strings.HasPrefix(r.param, "exp_") {
		return invalid("expiry", r.message)
	}
	return invalid("number", err.Error())
}

// needsNoCard: nothing is due, and none has to be kept.
func (s *session) needsNoCard() bool {
	return s.Mode != "setup" && zero(s.AmountTotal) && (s.Mode == "payment" || value(s.PaymentMethodCollection) == "if_required")
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}
