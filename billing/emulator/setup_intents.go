package emulator

type setupIntent struct {
	ID                 string            `json:"id"`
	Object             string            `json:"object"`
	CancellationReason *string           `json:"cancellation_reason"`
	ClientSecret       string            `json:"client_secret"`
	Created            int64             `json:"created"`
	Customer           *string           `json:"customer"`
	Description        *string           `json:"description"`
	LastSetupError     *paymentError     `json:"last_setup_error"`
	Livemode           bool              `json:"livemode"`
	Metadata           map[string]string `json:"metadata"`
	NextAction         *nextAction       `json:"next_action"`
	PaymentMethod      *string           `json:"payment_method"`
	PaymentMethodTypes []string          `json:"payment_method_types"`
	Status             string            `json:"status"`
	Usage              string            `json:"usage"`
}

var setupIntentOperations = map[string]operation{
	"GET /v1/setup_intents":      {"customer payment_method" + paging, "", listSetupIntents},
	"GET /v1/setup_intents/{id}": {"client_secret", "", retrieveSetupIntent},
}

func (e *Emulator) newSetup(owner string, metadata map[string]string) *setupIntent {
	id := newID("seti_")
	return e.state.setupIntents.put(id, &setupIntent{
		ID: id, Object: "setup_intent", ClientSecret: id + newID("_secret_"), Created: e.now().Unix(), Customer: optional(owner),
		Metadata: metadata, PaymentMethodTypes: []string{"card"}, Status: "requires_payment_method", Usage: "off_session",
	})
}

func retrieveSetupIntent(e *Emulator, p params) (any, error) {
	if one := e.state.setupIntents.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("setupintent", p.id, "")
}

func listSetupIntents(e *Emulator, p params) (any, error) {
	return page(e.state.setupIntents, "/v1/setup_intents", p, func(one *setupIntent) bool {
		return p.is("customer", value(one.Customer)) && p.is("payment_method", value(one.PaymentMethod)) && p.made(one.Created)
	})
}
