package objects

type (
	// PaymentMethod is a card or a bank account.
	PaymentMethod struct {
		ID             string            `json:"id"`
		Object         string            `json:"object"`
		AllowRedisplay string            `json:"allow_redisplay"`
		BillingDetails BillingDetails    `json:"billing_details"`
		Card           *CardOnFile       `json:"card,omitempty"`
		Created        int64             `json:"created"`
		Customer       *string           `json:"customer"`
		Livemode       bool              `json:"livemode"`
		Metadata       map[string]string `json:"metadata"`
		SepaDebit      *SepaDebit        `json:"sepa_debit,omitempty"`
		Type           string            `json:"type"`
	}

	// BillingDetails is whose payment method it is.
	BillingDetails struct {
		Address *Address `json:"address"`
		Email   *string  `json:"email"`
		Name    *string  `json:"name"`
		Phone   *string  `json:"phone"`
	}

	// CardOnFile is the card of a payment method.
	CardOnFile struct {
		Brand             string        `json:"brand"`
		Checks            *CardChecks   `json:"checks"`
		Country           *string       `json:"country"`
		DisplayBrand      *string       `json:"display_brand"`
		ExpMonth          int64         `json:"exp_month"`
		ExpYear           int64         `json:"exp_year"`
		Fingerprint       *string       `json:"fingerprint"`
		Funding           string        `json:"funding"`
		GeneratedFrom     *string       `json:"generated_from"`
		Last4             string        `json:"last4"`
		Networks          *CardNetworks `json:"networks"`
		ThreeDSecureUsage *CardSecure   `json:"three_d_secure_usage"`
		Wallet            *string       `json:"wallet"`
	}

	// CardChecks is what a bank checked of a card.
	CardChecks struct {
		AddressLine1Check *string `json:"address_line1_check"`
		PostalCodeCheck   *string `json:"address_postal_code_check"`
		CVCCheck          *string `json:"cvc_check"`
	}

	// CardNetworks is the networks that a card can use.
	CardNetworks struct {
		Available []string `json:"available"`
		Preferred *string  `json:"preferred"`
	}

	// CardSecure is whether a card does 3D Secure.
	CardSecure struct {
		Supported bool `json:"supported"`
	}

	// SepaDebit is the bank account of a payment method.
	SepaDebit struct {
		BankCode      *string `json:"bank_code"`
		BranchCode    *string `json:"branch_code"`
		Country       *string `json:"country"`
		Fingerprint   *string `json:"fingerprint"`
		GeneratedFrom *string `json:"generated_from"`
		Last4         *string `json:"last4"`
	}
)

// Last4 are the last digits of the card, or of the bank account.
func (m *PaymentMethod) Last4() string {
	if m.Card == nil {
		return Value(m.SepaDebit.Last4)
	}
	return m.Card.Last4
}
