package objects

type (
	// TaxID is the tax id of a customer.
	TaxID struct {
		ID           string        `json:"id"`
		Object       string        `json:"object"`
		Country      *string       `json:"country"`
		Created      int64         `json:"created"`
		Customer     string        `json:"customer"`
		Livemode     bool          `json:"livemode"`
		Owner        TaxOwner      `json:"owner"`
		Type         string        `json:"type"`
		Value        string        `json:"value"`
		Verification *Verification `json:"verification"`
	}

	// TaxOwner is whose tax id it is.
	TaxOwner struct {
		Customer string `json:"customer"`
		Type     string `json:"type"`
	}

	// Verification is whether a tax id was checked.
	Verification struct {
		Status          string  `json:"status"`
		VerifiedAddress *string `json:"verified_address"`
		VerifiedName    *string `json:"verified_name"`
	}

	// CustomerTax is whether tax can be worked out for a customer.
	CustomerTax struct {
		AutomaticTax string       `json:"automatic_tax"`
		IPAddress    *string      `json:"ip_address"`
		Location     *TaxLocation `json:"location"`
	}

	// TaxLocation is where a customer pays tax.
	TaxLocation struct {
		Country string  `json:"country"`
		Source  string  `json:"source"`
		State   *string `json:"state"`
	}
)
