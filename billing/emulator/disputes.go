package emulator

import "time"

type (
	dispute struct {
		ID                  string            `json:"id"`
		Object              string            `json:"object"`
		Amount              int64             `json:"amount"`
		BalanceTransactions []string          `json:"balance_transactions"`
		Charge              string            `json:"charge"`
		Created             int64             `json:"created"`
		Currency            string            `json:"currency"`
		Evidence            map[string]string `json:"evidence"`
		EvidenceDetails     evidenceDetails   `json:"evidence_details"`
		IsChargeRefundable  bool              `json:"is_charge_refundable"`
		Livemode            bool              `json:"livemode"`
		Metadata            map[string]string `json:"metadata"`
		PaymentIntent       *string           `json:"payment_intent"`
		Reason              string            `json:"reason"`
		Status              string            `json:"status"`
	}

	evidenceDetails struct {
		DueBy           *int64 `json:"due_by"`
		HasEvidence     bool   `json:"has_evidence"`
		PastDue         bool   `json:"past_due"`
		SubmissionCount int64  `json:"submission_count"`
	}
)

var disputeOperations = map[string]operation{
	"GET /v1/disputes":             {"charge payment_intent" + paging, "", listDisputes},
	"GET /v1/disputes/{id}":        {"", "", retrieveDispute},
	"POST /v1/disputes/{id}":       {"metadata evidence submit", "", updateDispute},
	"POST /v1/disputes/{id}/close": {"", "", closeDispute},
}

// openDispute: the customer asks their bank for the money; it is gone until the
// dispute is won.
func (e *Emulator) openDispute(one *charge, reason string) (*dispute, error) {
	if !one.Paid || one.Disputed || one.Refunded {
		return nil, badState("", "Only a charge that is paid, not refunded and not disputed yet can be disputed.")
	}
	id, now := newID("dp_"), e.now()
	one.Disputed = true
	made := e.state.disputes.put(id, &dispute{
		ID: id, Object: "dispute", Amount: one.Amount - one.AmountRefunded, BalanceTransactions: []string{}, Charge: one.ID, Created: now.Unix(),
		Currency: one.Currency, Evidence: map[string]string{}, Metadata: map[string]string{}, PaymentIntent: one.PaymentIntent, Reason: reason,
		EvidenceDetails: evidenceDetails{DueBy: pointer(now.Add(9 * 24 * time.Hour).Unix())}, Status: "needs_response",
	})
	return made, e.announceAll(news{"charge.dispute.created", made}, news{"charge.dispute.funds_withdrawn", made})
}

// decide ends a dispute, won or lost.
func (e *Emulator) decide(one *dispute, won bool) error {
	if one.Status == "won" || one.Status == "lost" {
		return badState("", "This dispute has been "+one.Status+" already.")
	}
	one.Status = "lost"
	if won {
		one.Status = "won"
		e.state.charges.get(one.Charge).Disputed = false
		if err := e.announce("charge.dispute.funds_reinstated", one); err != nil {
			return err
		}
	}
	return e.announce("charge.dispute.closed", one)
}

func retrieveDispute(e *Emulator, p params) (any, error) {
	if one := e.state.disputes.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("dispute", p.id, "")
}

func updateDispute(e *Emulator, p params) (any, error) {
	one := e.state.disputes.get(p.id)
	if one == nil {
		return nil, noSuch("dispute", p.id, "")
	}
	one.Metadata = p.merged(one.Metadata)
	for name, text := range p.keyed("evidence") {
		one.Evidence[name], one.EvidenceDetails.HasEvidence = text, true
	}
	if p.flag("submit", true) && one.EvidenceDetails.HasEvidence && one.Status == "needs_response" {
		one.Status, one.EvidenceDetails.SubmissionCount = "under_review", one.EvidenceDetails.SubmissionCount+1
	}
	return one, e.announceChange("charge.dispute.updated", one)
}

// closeDispute gives it up.
func closeDispute(e *Emulator, p params) (any, error) {
	one := e.state.disputes.get(p.id)
	if one == nil {
		return nil, noSuch("dispute", p.id, "")
	}
	return one, e.decide(one, false)
}

func listDisputes(e *Emulator, p params) (any, error) {
	return page(e.state.disputes, "/v1/disputes", p, func(one *dispute) bool {
		return p.is("charge", one.Charge) && p.is("payment_intent", value(one.PaymentIntent)) && p.made(one.Created)
	})
}
