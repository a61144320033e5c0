package letter

import "github.com/google/uuid"

// Link is embedded by a mail whose link opens a flow.
type Link struct {
	Flow uuid.UUID `json:"flow"`
}

func (l Link) flow() uuid.UUID { return l.Flow }

// Subscription is embedded by a mail about a subscription, which its link confirms or
// ends. It is zero in a mail to somebody who has none.
type Subscription struct {
	Subscriber uuid.UUID `json:"subscriber,omitzero"`
}

func (s Subscription) subscriber() uuid.UUID { return s.Subscriber }

// LinksOf returns the subscriber or the flow that the link of a mail is about; uuid.Nil
// for what it is not about.
func LinksOf(c Content) (subscriber, flow uuid.UUID) {
	if about, has := c.(interface{ subscriber() uuid.UUID }); has {
		subscriber = about.subscriber()
	}
	if about, has := c.(interface{ flow() uuid.UUID }); has {
		flow = about.flow()
	}
	return subscriber, flow
}
