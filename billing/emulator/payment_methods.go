package emulator

import "time"

type (
	paymentMethod struct {
		ID             string            `json:"id"`
		Object         string            `json:"object"`
		AllowRedisplay string            `json:"allow_redisplay"`
		BillingDetails billingDetails    `json:"billing_details"`
		Card           *cardOnFile       `json:"card,omitempty"`
		Created        int64             `json:"created"`
		Customer       *string           `json:"customer"`
		Livemode       bool              `json:"livemode"`
		Metadata       map[string]string `json:"metadata"`
		SepaDebit      *sepaDebit        `json:"sepa_debit,omitempty"`
		Type           string            `json:"type"`
	}

	billingDetails struct {
		Address *address `json:"address"`
		Email   *string  `json:"email"`
		Name    *string  `json:"name"`
		Phone   *string  `json:"phone"`
	}

	cardOnFile struct {
		Brand             string        `json:"brand"`
		Checks            *cardChecks   `json:"checks"`
		Country           *string       `json:"country"`
		DisplayBrand      *string       `json:"display_brand"`
		ExpMonth          int64         `json:"exp_month"`
		ExpYear           int64         `json:"exp_year"`
		Fingerprint       *string       `json:"fingerprint"`
		Funding           string        `json:"funding"`
		GeneratedFrom     *string       `json:"generated_from"`
		Last4             string        `json:"last4"`
		Networks          *cardNetworks `json:"networks"`
		ThreeDSecureUsage *cardSecure   `json:"three_d_secure_usage"`
		Wallet            *string       `json:"wallet"`
	}

	cardChecks struct {
		AddressLine1Check *string `json:"address_line1_check"`
		PostalCodeCheck   *string `json:"address_postal_code_check"`
		CVCCheck          *string `json:"cvc_check"`
	}

	cardNetworks struct {
		Available []string `json:"available"`
		Preferred *string  `json:"preferred"`
	}

	cardSecure struct {
		Supported bool `json:"supported"`
	}

	sepaDebit struct {
		BankCode      *string `json:"bank_code"`
		BranchCode    *string `json:"branch_code"`
		Country       *string `json:"country"`
		Fingerprint   *string `json:"fingerprint"`
		GeneratedFrom *string `json:"generated_from"`
		Last4         *string `json:"last4"`
	}
)

var paymentMethodOperations = map[string]operation{
	"POST /v1/payment_methods":                       {"type card billing_details metadata", "type", createPaymentMethod},
	"GET /v1/payment_methods":                        {"customer type" + paging, "", listPaymentMethods},
	"GET /v1/payment_methods/{id}":                   {"", "", retrievePaymentMethod},
	"POST /v1/payment_methods/{id}":                  {"billing_details metadata card", "", updatePaymentMethod},
	"POST /v1/payment_methods/{id}/attach":           {"customer", "customer", attachPaymentMethod},
	"POST /v1/payment_methods/{id}/detach":           {"", "", detachPaymentMethod},
	"GET /v1/customers/{id}/payment_methods":         {"type" + paging, "", listCustomerMethods},
	"GET /v1/customers/{id}/payment_methods/{inner}": {"", "", retrieveCustomerMethod},
}

func (m *paymentMethod) last4() string {
	if m.Card == nil {
		return value(m.SepaDebit.Last4)
	}
	return m.Card.Last4
}

// wellKnown are Stripe's own test methods; each use makes a new one.
var wellKnown = map[string]string{
	"pm_card_visa": goodCard, "pm_card_chargeDeclined": declinedCard, "pm_card_visa_chargeDeclined": declinedCard,
	"pm_card_chargeDeclinedInsufficientFunds": emptyCard, "pm_card_visa_chargeDeclinedInsufficientFunds": emptyCard,
	"pm_card_chargeCustomerFail": laterCard, "pm_card_authenticationRequiredOnSetup": secureCard,
}

// method is the payment method of an id; nil if there is none.
func (e *Emulator) method(id string) *paymentMethod {
	if number := wellKnown[id]; number != "" {
		made, _ := e.newMethod(card{number: number}, billingDetails{})
		return e.state.paymentMethods.put(made.ID, made)
	}
	return e.state.paymentMethods.get(id)
}

// owns reports whether a payment method is a customer's.
func (e *Emulator) owns(owner, method string) bool {
	m := e.state.paymentMethods.look(method)
	return m != nil && value(m.Customer) == owner
}

func createPaymentMethod(e *Emulator, p params) (any, error) {
	number := p.sub("card").Get("number")
	switch {
	case p.Get("type") == "sepa_debit":
		number = BankDebit
	case p.sub("card").Get("token") == "tok_visa":
		number = goodCard
	}
	made, err := e.newMethod(card{number: number}, p.details(billingDetails{}))
	if err == nil {
		err = made.readExpiry(p, e.now())
	}
	if err != nil {
		return nil, err
	}
	made.Metadata = p.keyed("metadata")
	return e.state.paymentMethods.put(made.ID, made), nil
}

// readExpiry reads what a request says of a card.
func (m *paymentMethod) readExpiry(p params, now time.Time) error {
	inner := p.sub("card")
	if m.Card == nil || !inner.Has("exp_month") && !inner.Has("exp_year") {
		return nil
	}
	m.Card.ExpMonth, m.Card.ExpYear = inner.number("exp_month", m.Card.ExpMonth), inner.number("exp_year", m.Card.ExpYear)
	if m.Card.ExpYear >= 0 && m.Card.ExpYear < 100 {
		m.Card.ExpYear += 2000
	}
	return m.Card.checkExpiry(now)
}

func (p params) details(before billingDetails) billingDetails {
	inner := p.sub("billing_details")
	inner.word("email", &before.Email)
	inner.word("name", &before.Name)
	inner.word("phone", &before.Phone)
	before.Address = inner.address("address", before.Address)
	return before
}

func retrievePaymentMethod(e *Emulator, p params) (any, error) {
	if m := e.state.paymentMethods.look(p.id); m != nil {
		return m, nil
	}
	return nil, noSuch("PaymentMethod", p.id, "")
}

func retrieveCustomerMethod(e *Emulator, p params) (any, error) {
	if m := e.state.paymentMethods.look(p.inner); m != nil && value(m.Customer) == p.id {
		return m, nil
	}
	return nil, noSuch("PaymentMethod", p.inner, "")
}
