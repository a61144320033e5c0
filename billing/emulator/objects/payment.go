package objects

import "strings"

// BankDebit is the payment method that pays later, in the place of a card's number.
const BankDebit = "bank_debit"

// Payment is what a customer does on the hosted page.
type Payment struct {
	// Card is the number of a test card, or [BankDebit]; "" where nothing is due and no card is
	// asked for.
	Card          string       `json:"card"`
	Expiry        string       `json:"expiry"`         // of the card, like 12/34; "" is far away
	Quantity      int64        `json:"quantity"`       // of the line that can be adjusted; 0 leaves it
	PromotionCode string       `json:"promotion_code"` // as typed
	Name          string       `json:"name"`
	Email         string       `json:"email"` // for a session without a customer
	Address       TypedAddress `json:"address"`
	TaxIDType     string       `json:"tax_id_type"` // like eu_vat
	TaxID         string       `json:"tax_id"`
	Terms         bool         `json:"terms"` // the terms are accepted
}

// TypedAddress is a billing address; empty if none was typed.
type TypedAddress struct {
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
	NeedsSCA   = "requires_action" // 3D Secure asks, and waits for an answer
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

// Stored is the address as objects hold it.
func (a TypedAddress) Stored() *Address {
	return &Address{
		City: Optional(a.City), Country: Optional(strings.ToUpper(a.Country)),
		Line1: Optional(a.Line1), Line2: Optional(a.Line2),
		PostalCode: Optional(a.PostalCode), State: Optional(a.State),
	}
}
