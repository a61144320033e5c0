package payments

// Reversal says how a payment was reversed.
type Reversal string

// The ways in which a payment is reversed. A disputed one is argued about; a lost one
// went back to the customer.
const (
	NotReversed Reversal = ""
	Refunded    Reversal = "refunded"
	Disputed    Reversal = "disputed"
	Lost        Reversal = "lost"
)

// EndsPlan reports whether the plan ends whose current period was paid so.
func (r Reversal) EndsPlan() bool { return r == Refunded || r == Lost }
