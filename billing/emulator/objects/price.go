package objects

type (
	// Price is what a product costs.
	Price struct {
		ID                string            `json:"id"`
		Object            string            `json:"object"`
		Active            bool              `json:"active"`
		BillingScheme     string            `json:"billing_scheme"`
		Created           int64             `json:"created"`
		Currency          string            `json:"currency"`
		CustomUnitAmount  *string           `json:"custom_unit_amount"`
		Livemode          bool              `json:"livemode"`
		LookupKey         *string           `json:"lookup_key"`
		Metadata          map[string]string `json:"metadata"`
		Nickname          *string           `json:"nickname"`
		Product           string            `json:"product"`
		Recurring         *Recurring        `json:"recurring"`
		TaxBehavior       string            `json:"tax_behavior"`
		TiersMode         *string           `json:"tiers_mode"`
		TransformQuantity *string           `json:"transform_quantity"`
		Type              string            `json:"type"`
		UnitAmount        int64             `json:"unit_amount"`
		UnitAmountDecimal string            `json:"unit_amount_decimal"`
	}

	// Recurring is how often a price is charged.
	Recurring struct {
		AggregateUsage  *string `json:"aggregate_usage"`
		Interval        string  `json:"interval"`
		IntervalCount   int64   `json:"interval_count"`
		Meter           *string `json:"meter"`
		TrialPeriodDays *int64  `json:"trial_period_days"`
		UsageType       string  `json:"usage_type"`
	}
)
