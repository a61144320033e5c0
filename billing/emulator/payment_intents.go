package emulator

type (
	paymentIntent struct {
		ID                 string            `json:"id"`
		Object             string            `json:"object"`
		Amount             int64             `json:"amount"`
		AmountCapturable   int64             `json:"amount_capturable"`
		AmountReceived     int64             `json:"amount_received"`
		CanceledAt         *int64            `json:"canceled_at"`
		CancellationReason *string           `json:"cancellation_reason"`
		CaptureMethod      string            `json:"capture_method"`
		ClientSecret       string            `json:"client_secret"`
		ConfirmationMethod string            `json:"confirmation_method"`
		Created            int64             `json:"created"`
		Currency           string            `json:"currency"`
		Customer           *string           `json:"customer"`
		Description        *string           `json:"description"`
		Invoice            *string           `json:"invoice"`
		LastPaymentError   *paymentError     `json:"last_payment_error"`
		LatestCharge       *string           `json:"latest_charge"`
		Livemode           bool              `json:"livemode"`
		Metadata           map[string]string `json:"metadata"`
		NextAction         *nextAction       `json:"next_action"`
		PaymentMethod      *string           `json:"payment_method"`
		PaymentMethodTypes []string          `json:"payment_method_types"`
		ReceiptEmail       *string           `json:"receipt_email"`
		SetupFutureUsage   *string           `json:"setup_future_usage"`
		Status             string            `json:"status"`
		Private            struct {
			Session  string `json:"session"`
			SettleAt int64  `json:"settle_at"`
		} `json:"_emulator"`
	}

	paymentError struct {
		Code        string `json:"code"`
		DeclineCode string `json:"decline_code"`
		DocURL      string `json:"doc_url"`
		Message     string `json:"message"`
		Type        string `json:"type"`
	}

	nextAction struct {
		RedirectToURL *redirectTo `json:"redirect_to_url,omitempty"`
		Type          string      `json:"type"`
	}

	redirectTo struct {
		ReturnURL *string `json:"return_url"`
		URL       string  `json:"url"`
	}
)

var paymentIntentOperations = map[string]operation{
	"GET /v1/payment_intents":              {"customer" + paging, "", listPaymentIntents},
	"GET /v1/payment_intents/{id}":         {"client_secret", "", retrievePaymentIntent},
	"POST /v1/payment_intents/{id}":        {"metadata description receipt_email", "", updatePaymentIntent},
	"POST /v1/payment_intents/{id}/cancel": {"cancellation_reason", "", cancelPaymentIntent},
}

func (e *Emulator) newIntent(amount int64, currency, owner string) *paymentIntent {
	id := newID("pi_")
	return e.state.paymentIntents.put(id, &paymentIntent{
		ID: id, Object: "payment_intent", Amount: amount, CaptureMethod: "automatic", ClientSecret: id + newID("_secret_"),
		ConfirmationMethod: "automatic", Created: e.now().Unix(), Currency: currency, Customer: optional(owner),
		Metadata: map[string]string{}, PaymentMethodTypes: []string{"card", "sepa_debit"}, Status: "requires_payment_method",
	})
}

func retrievePaymentIntent(e *Emulator, p params) (any, error) {
	if one := e.state.paymentIntents.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("payment_intent", p.id, "")
}

func updatePaymentIntent(e *Emulator, p params) (any, error) {
	one := e.state.paymentIntents.get(p.id)
	if one == nil {
		return nil, noSuch("payment_intent", p.id, "")
	}
	one.Metadata = p.merged(one.Metadata)
	p.word("description", &one.Description)
	p.word("receipt_email", &one.ReceiptEmail)
	return one, nil
}

func cancelPaymentIntent(e *Emulator, p params) (any, error) {
	one := e.state.paymentIntents.get(p.id)
	switch {
	case one == nil:
		return nil, noSuch("payment_intent", p.id, "")
	case one.Invoice != nil, one.Status == "succeeded", one.Status == "canceled", one.Status == "processing":
		return nil, badState("payment_intent_unexpected_state", "You cannot cancel this PaymentIntent because it has a status of "+one.Status+" or belongs to an invoice.")
	}
	return one, e.cancelIntent(one, optional(p.Get("cancellation_reason")))
}

func (e *Emulator) cancelIntent(one *paymentIntent, reason *string) error {
	one.Status, one.CanceledAt, one.CancellationReason, one.NextAction = "canceled", pointer(e.now().Unix()), reason, nil
	return e.announce("payment_intent.canceled", one)
}

func listPaymentIntents(e *Emulator, p params) (any, error) {
	return page(e.state.paymentIntents, "/v1/payment_intents", p, func(one *paymentIntent) bool {
		return p.is("customer", value(one.Customer)) && p.made(one.Created)
	})
}
