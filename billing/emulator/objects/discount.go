package objects

// Discount is a coupon that is given to a subscription or an invoice.
type Discount struct {
	ID               string  `json:"id"`
	Object           string  `json:"object"`
	CheckoutSession  *string `json:"checkout_session"`
	Coupon           string  `json:"coupon"`
	Customer         *string `json:"customer"`
	End              *int64  `json:"end"`
	Invoice          *string `json:"invoice"`
	InvoiceItem      *string `json:"invoice_item"`
	PromotionCode    *string `json:"promotion_code"`
	Start            int64   `json:"start"`
	Subscription     *string `json:"subscription"`
	SubscriptionItem *string `json:"subscription_item"`
}

// Offer is a coupon, and the promotion code that it was come by.
type Offer struct {
	Coupon    string  `json:"coupon"`
	Promotion *string `json:"promotion"`
}
