// Package webhooks receives Stripe's events. An event is only a hint that something
// changed: it is stored, so that a job follows it, and nothing else of it is
// believed. The handler of the webhook calls it. Start reading at
// [Receiver.Receive].
package webhooks

import "github.com/prokken/prokken/models"

// Receiver verifies and stores events.
type Receiver struct {
	db      *models.DB
	secrets []string
	isLive  bool
}

// New makes a [Receiver]. An event signed with any of the secrets is Stripe's; while one is
// rolled there are two. It follows live events, or those of tests, not both.
func New(db *models.DB, secrets []string, isLive bool) *Receiver {
	return &Receiver{db, secrets, isLive}
}

// Path is where Stripe sends events to, below the site's address.
const Path = "/webhooks/stripe"
