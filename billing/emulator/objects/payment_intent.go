package objects

type (
	// PaymentIntent is a payment, with all tries to make it.
	PaymentIntent struct {
		ID                 string            `json:"id"`
		Object             string            `json:"object"`
		Amount             int64             `json:"amount"`
		AmountCapturable   int64             `json:"amount_capturable"`
		AmountReceived     int64             `json:"amount_received"`
		CanceledAt         *int64            `json:"canceled_at"`
		CancellationReason *string           `json:"cancellation_reason"`
		CaptureMethod      string            `json:"capture_method"`
		ClientSecret       string            `json:"client_secret"`
		ConfirmationMethod string            `json:"confirmation_method"`
		Created            int64             `json:"created"`
		Currency           string            `json:"currency"`
		Customer           *string           `json:"customer"`
		Description        *string           `json:"description"`
		Invoice            *string           `json:"invoice"`
		LastPaymentError   *PaymentError     `json:"last_payment_error"`
		LatestCharge       *string           `json:"latest_charge"`
		Livemode           bool              `json:"livemode"`
		Metadata           map[string]string `json:"metadata"`
		NextAction         *NextAction       `json:"next_action"`
		PaymentMethod      *string           `json:"payment_method"`
		PaymentMethodTypes []string          `json:"payment_method_types"`
		ReceiptEmail       *string           `json:"receipt_email"`
		SetupFutureUsage   *string           `json:"setup_future_usage"`
		Status             string            `json:"status"`
		Private            struct {
			Session  string `json:"session"`
			SettleAt int64  `json:"settle_at"`
		} `json:"_emulator"`
	}

	// PaymentError is why the last try failed.
	PaymentError struct {
		Code        string `json:"code"`
		DeclineCode string `json:"decline_code"`
		DocURL      string `json:"doc_url"`
		Message     string `json:"message"`
		Type        string `json:"type"`
	}

	// NextAction is what the customer has to do.
	NextAction struct {
		RedirectToURL *RedirectTo `json:"redirect_to_url,omitempty"`
		Type          string      `json:"type"`
	}

	// RedirectTo is where the customer has to go.
	RedirectTo struct {
		ReturnURL *string `json:"return_url"`
		URL       string  `json:"url"`
	}
)
