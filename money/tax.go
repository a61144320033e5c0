package money

// Stripe's words for whether the tax is in a price. Where no tax is taken, there is no word.
const (
	TaxExclusive = "exclusive"
	TaxInclusive = "inclusive"
)

// WithTax adds to a price in words whether tax comes on top of it or is in it.
func WithTax(words, behavior string) string {
	switch behavior {
	case TaxExclusive:
		return words + " plus tax"
	case TaxInclusive:
		return words + " incl. VAT"
	}
	return words
}
