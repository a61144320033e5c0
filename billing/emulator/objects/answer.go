package objects

import "encoding/json"

// Answer is what a request got. Mark tells requests apart.
type Answer struct {
	Status   int             `json:"status"`
	Body     json.RawMessage `json:"body"`
	Mark     string          `json:"mark"`
	At       int64           `json:"at"`
	Repeated bool            `json:"-"`
}
