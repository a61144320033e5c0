package emulator

type refund struct {
	ID                    string            `json:"id"`
	Object                string            `json:"object"`
	Amount                int64             `json:"amount"`
	BalanceTransaction    *string           `json:"balance_transaction"`
	Charge                string            `json:"charge"`
	Created               int64             `json:"created"`
	Currency              string            `json:"currency"`
	Metadata              map[string]string `json:"metadata"`
	PaymentIntent         *string           `json:"payment_intent"`
	Reason                *string           `json:"reason"`
	ReceiptNumber         *string           `json:"receipt_number"`
	SourceTransferReverse *string           `json:"source_transfer_reversal"`
	Status                string            `json:"status"`
	TransferReversal      *string           `json:"transfer_reversal"`
	FailureReason         *string           `json:"failure_reason,omitempty"`
}

var refundOperations = map[string]operation{
	"POST /v1/refunds":      {"charge payment_intent amount reason metadata", "", createRefund},
	"GET /v1/refunds":       {"charge payment_intent" + paging, "", listRefunds},
	"GET /v1/refunds/{id}":  {"", "", retrieveRefund},
	"POST /v1/refunds/{id}": {"metadata", "", updateRefund},
}

func createRefund(e *Emulator, p params) (any, error) {
	id := p.Get("charge")
	if intent := p.Get("payment_intent"); intent != "" {
		one := e.state.paymentIntents.look(intent)
		if one == nil {
			return nil, noSuch("payment_intent", intent, "payment_intent")
		}
		id = value(one.LatestCharge)
	}
	if id == "" {
		return nil, missingParam("charge")
	}
	one := e.state.charges.get(id)
	if one == nil {
		return nil, noSuch("charge", id, "charge")
	}
	amount := p.number("amount", one.Amount-one.AmountRefunded)
	var reason *string
	if p.Has("reason") {
		reason = pointer(p.choice("reason", "requested_by_customer", "duplicate", "fraudulent"))
	}
	return e.refund(one, amount, reason, p.keyed("metadata"))
}

// refund gives back a part of a charge, or what is left of it.
func (e *Emulator) refund(one *charge, amount int64, reason *string, metadata map[string]string) (*refund, error) {
	left := one.Amount - one.AmountRefunded
	switch {
	case !one.Paid:
		return nil, badState("charge_not_refundable", "This charge has not been paid, so that there is nothing to refund.")
	case one.Disputed:
		return nil, badState("charge_disputed", "Charge "+one.ID+" has been charged back; cannot issue a refund.")
	case left == 0:
		return nil, badState("charge_already_refunded", "Charge "+one.ID+" has already been refunded.")
	case amount < 1 || amount > left:
		return nil, badParam("amount", "", "Refund amount ("+full(amount, one.Currency)+") is greater than unrefunded amount on charge ("+full(left, one.Currency)+")")
	}
	id := newID("re_")
	made := e.state.refunds.put(id, &refund{
		ID: id, Object: "refund", Amount: amount, Charge: one.ID, Created: e.now().Unix(), Currency: one.Currency, Metadata: metadata,
		PaymentIntent: one.PaymentIntent, Reason: reason, Status: "succeeded",
	})
	one.AmountRefunded += amount
	one.Refunded = one.AmountRefunded == one.Amount
	return made, e.announceAll(news{"charge.refunded", one}, news{"refund.created", made})
}

// failRefund: the customer's bank did not take it.
func (e *Emulator) failRefund(made *refund) error {
	if made.Status != "succeeded" {
		return badState("", "This refund is "+made.Status+".")
	}
	made.Status, made.FailureReason = "failed", pointer("lost_or_stolen_card")
	one := e.state.charges.get(made.Charge)
	one.AmountRefunded -= made.Amount
	one.Refunded = false
	return e.announceAll(news{"refund.updated", made}, news{"refund.failed", made})
}

func updateRefund(e *Emulator, p params) (any, error) {
	one := e.state.refunds.get(p.id)
	if one == nil {
		return nil, noSuch("refund", p.id, "")
	}
	one.Metadata = p.merged(one.Metadata)
	return one, e.announceChange("refund.updated", one)
}

func retrieveRefund(e *Emulator, p params) (any, error) {
	if one := e.state.refunds.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("refund", p.id, "")
}

func listRefunds(e *Emulator, p params) (any, error) {
	return page(e.state.refunds, "/v1/refunds", p, func(one *refund) bool {
		return p.is("charge", one.Charge) && p.is("payment_intent", value(one.PaymentIntent)) && p.made(one.Created)
	})
}

func (e *Emulator) refundsOf(id string) []*refund {
	found := []*refund{}
	for _, one := range e.state.refunds.newest() {
		if one.Charge == id {
			found = append(found, one)
		}
	}
	return found
}
