package objects

type (
	// Dispute is a charge that its customer disputes at their bank.
	Dispute struct {
		ID                  string            `json:"id"`
		Object              string            `json:"object"`
		Amount              int64             `json:"amount"`
		BalanceTransactions []string          `json:"balance_transactions"`
		Charge              string            `json:"charge"`
		Created             int64             `json:"created"`
		Currency            string            `json:"currency"`
		Evidence            map[string]string `json:"evidence"`
		EvidenceDetails     EvidenceDetails   `json:"evidence_details"`
		IsChargeRefundable  bool              `json:"is_charge_refundable"`
		Livemode            bool              `json:"livemode"`
		Metadata            map[string]string `json:"metadata"`
		PaymentIntent       *string           `json:"payment_intent"`
		Reason              string            `json:"reason"`
		Status              string            `json:"status"`
	}

	// EvidenceDetails is what is known of the evidence in a dispute.
	EvidenceDetails struct {
		DueBy           *int64 `json:"due_by"`
		HasEvidence     bool   `json:"has_evidence"`
		PastDue         bool   `json:"past_due"`
		SubmissionCount int64  `json:"submission_count"`
	}
)
