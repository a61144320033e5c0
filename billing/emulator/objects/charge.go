package objects

type (
	// Charge is a try to take money with a payment method.
	Charge struct {
		ID                   string            `json:"id"`
		Object               string            `json:"object"`
		Amount               int64             `json:"amount"`
		AmountCaptured       int64             `json:"amount_captured"`
		AmountRefunded       int64             `json:"amount_refunded"`
		BalanceTransaction   *string           `json:"balance_transaction"`
		BillingDetails       BillingDetails    `json:"billing_details"`
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
		Outcome              *ChargeOutcome    `json:"outcome"`
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

	// ChargeOutcome is why a charge succeeded or failed.
	ChargeOutcome struct {
		NetworkStatus *string `json:"network_status"`
		Reason        *string `json:"reason"`
		RiskLevel     string  `json:"risk_level"`
		SellerMessage *string `json:"seller_message"`
		Type          string  `json:"type"`
	}
)
