package emulator

type (
	charge struct {
		ID                   string            `json:"id"`
		Object               string            `json:"object"`
		Amount               int64             `json:"amount"`
		AmountCaptured       int64             `json:"amount_captured"`
		AmountRefunded       int64             `json:"amount_refunded"`
		BalanceTransaction   *string           `json:"balance_transaction"`
		BillingDetails       billingDetails    `json:"billing_details"`
		Captured             bool              `json:"captured"`
		Created              int64             `json:"created"`
		Currency             string            `json:"currency"`
		Customer             *string           `json:"customer"`
		Description          *string           `json:"description"`
		Disputed             bool              `json:"disputed"`
		FailureCode          *string           `json:"failure_code"`
		FailureMessage       *string           `json:"failure_message"`
		Invoice              *string           `json:"invoice"`
		Livemode             bool              `json:"livemode"`
		Metadata             map[string]string `json:"metadata"`
		Outcome              *outcome          `json:"outcome"`
		Paid                 bool              `json:"paid"`
		PaymentIntent        *string           `json:"payment_intent"`
		PaymentMethod        *string           `json:"payment_method"`
		PaymentMethodDetails map[string]any    `json:"payment_method_details"`
		ReceiptEmail         *string           `json:"receipt_email"`
		ReceiptURL           *string           `json:"receipt_url"`
		Refunded             bool              `json:"refunded"`
		StatementDescriptor  *string           `json:"statement_descriptor"`
		Status               string            `json:"status"`
	}

	outcome struct {
		NetworkStatus *string `json:"network_status"`
		Reason        *string `json:"reason"`
		RiskLevel     string  `json:"risk_level"`
		SellerMessage *string `json:"seller_message"`
		Type          string  `json:"type"`
	}
)

var chargeOperations = map[string]operation{
	"GET /v1/charges":              {"customer payment_intent" + paging, "", listCharges},
	"GET /v1/charges/{id}":         {"", "", retrieveCharge},
	"GET /v1/charges/{id}/refunds": {paging, "", listChargeRefunds},
}

func outcomeOf(kind, network string, reason *string, message string) *outcome {
	return &outcome{NetworkStatus: &network, Reason: reason, RiskLevel: "normal", SellerMessage: &message, Type: kind}
}

// detailsOf is the payment method as a charge shows it.
func detailsOf(m *paymentMethod) map[string]any {
	if m.Card == nil {
		return map[string]any{"type": "sepa_debit", "sepa_debit": map[string]any{
			"bank_code": m.SepaDebit.BankCode, "branch_code": m.SepaDebit.BranchCode, "country": m.SepaDebit.Country,
			"fingerprint": m.SepaDebit.Fingerprint, "last4": m.SepaDebit.Last4, "mandate": nil,
		}}
	}
	c := m.Card
	return map[string]any{"type": "card", "card": map[string]any{
		"amount_authorized": nil, "authorization_code": nil, "brand": c.Brand, "checks": c.Checks, "country": c.Country, "exp_month": c.ExpMonth, "exp_year": c.ExpYear,
		"fingerprint": c.Fingerprint, "funding": c.Funding, "installments": nil, "last4": c.Last4, "mandate": nil, "network": c.Brand,
		"three_d_secure": nil, "wallet": nil,
	}}
}

func retrieveCharge(e *Emulator, p params) (any, error) {
	if one := e.state.charges.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("charge", p.id, "")
}

func listCharges(e *Emulator, p params) (any, error) {
	return page(e.state.charges, "/v1/charges", p, func(one *charge) bool {
		return p.is("customer", value(one.Customer)) && p.is("payment_intent", value(one.PaymentIntent)) && p.made(one.Created)
	})
}

func listChargeRefunds(e *Emulator, p params) (any, error) {
	if e.state.charges.look(p.id) == nil {
		return nil, noSuch("charge", p.id, "")
	}
	return page(e.state.refunds, "/v1/charges/"+p.id+"/refunds", p, func(one *refund) bool { return one.Charge == p.id })
}
