package legal

import (
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// SubscribeForm asks for an address to write to when a policy changes.
type SubscribeForm struct {
	Email   string
	Invalid validation.Errors
}

// Message is a page that says that something is done.
type Message struct {
	Heading, Text string
	Upcoming      []*site.Version
}
