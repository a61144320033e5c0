package views

import (
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// SubscribeForm asks for an address to write to when a policy changes.
type SubscribeForm struct {
	Email   string
	Invalid models.Invalid
}

// Message is a page that says that something is done.
type Message struct {
	Heading, Text string
	Upcoming      []*policy.Version
}
