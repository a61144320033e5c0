package objects

type (
	// PromotionCode is a code that customers type to get a coupon.
	PromotionCode struct {
		ID             string            `json:"id"`
		Object         string            `json:"object"`
		Active         bool              `json:"active"`
		Code           string            `json:"code"`
		Coupon         string            `json:"coupon"`
		Created        int64             `json:"created"`
		Customer       *string           `json:"customer"`
		ExpiresAt      *int64            `json:"expires_at"`
		Livemode       bool              `json:"livemode"`
		MaxRedemptions *int64            `json:"max_redemptions"`
		Metadata       map[string]string `json:"metadata"`
		Restrictions   restrictions      `json:"restrictions"`
		TimesRedeemed  int64             `json:"times_redeemed"`
	}

	restrictions struct {
		FirstTimeTransaction  bool    `json:"first_time_transaction"`
		MinimumAmount         *int64  `json:"minimum_amount"`
		MinimumAmountCurrency *string `json:"minimum_amount_currency"`
	}
)
