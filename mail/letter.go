// Package mail knows which mails Prokken writes and how to send one. What they
// say stands in views. Start reading at [Letter].
package mail

import "github.com/google/uuid"

// Kind is which mail it is.
type Kind string

// The mails.
const (
	ConfirmAddress Kind = "confirm_address" // sign-up, a new address
	AddressTaken   Kind = "address_taken"   // sign-up, an address that has an account
	SessionReused  Kind = "session_reused"  // an old refresh token came back
)

// Letter is a mail that has yet to be written: whom it is for, and, for a mail
// with a link, the flow that the link opens. It holds no secret, so that the
// job queue may keep it.
type Letter struct {
	Kind Kind      `json:"kind"`
	To   string    `json:"to"`
	Flow uuid.UUID `json:"flow"`
}

// Message is a written mail.
type Message struct {
	To, Subject, Text, HTML string
}
