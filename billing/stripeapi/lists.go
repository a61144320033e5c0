package stripeapi

// How far lists are read.
const (
	// recent is how many of what only ever grows are always looked at, and how
	// many Stripe lists at a time.
	PageSize = 100
	// most is where a list that goes further back ends.
	MaxListed = 10 * PageSize
)
