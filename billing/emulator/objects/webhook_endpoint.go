package objects

import "slices"

// WebhookEndpoint is an address that events are sent to.
type WebhookEndpoint struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"`
	APIVersion    *string           `json:"api_version"`
	Application   *string           `json:"application"`
	Created       int64             `json:"created"`
	Description   *string           `json:"description"`
	EnabledEvents []string          `json:"enabled_events"`
	Livemode      bool              `json:"livemode"`
	Metadata      map[string]string `json:"metadata"`
	Secret        string            `json:"secret,omitempty"`
	Status        string            `json:"status"`
	URL           string            `json:"url"`
}

// Wants reports whether a type of event is sent to it.
func (w *WebhookEndpoint) Wants(kind string) bool {
	return w.Status == "enabled" && (slices.Contains(w.EnabledEvents, "*") || slices.Contains(w.EnabledEvents, kind))
}

// Hidden is the endpoint without its secret, which only its maker sees.
func (w *WebhookEndpoint) Hidden() WebhookEndpoint {
	shown := *w
	shown.Secret = ""
	return shown
}
