package objects

// Refund is money of a charge that is given back.
type Refund struct {
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
