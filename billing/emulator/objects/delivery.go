package objects

type (
	// Delivery is one event on its way to one address.
	Delivery struct {
		ID       string            `json:"id"`
		Event    string            `json:"event"`
		Type     string            `json:"type"`
		Endpoint string            `json:"endpoint"` // "" for the site's own webhook
		URL      string            `json:"url"`
		State    string            `json:"state"` // pending, delivered, failed, dropped
		Attempts []DeliveryAttempt `json:"attempts"`
	}

	// DeliveryAttempt is one try. Status is 0 where there was no answer.
	DeliveryAttempt struct {
		At           int64  `json:"at"` // milliseconds, of the real clock
		Milliseconds int64  `json:"milliseconds"`
		Status       int    `json:"status"`
		Error        string `json:"error,omitempty"`
	}
)
