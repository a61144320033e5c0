package keys

import (
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
)

// A link can be about one of these. A token of one purpose opens nothing of another.
const (
	forFlow       = "link"
	forSubscriber = "subscriber"
)

// LinkToken returns what a mailed link, or the next step of a form, carries: a flow,
// the key's id and their MAC. It is nowhere stored, so a copy of the database
// opens no linr.
func (r Ring) LinkToken(flow uuid.UUID) string { return r.signLink(forFlow, flow) }

// SubscriberToken returns what the links in mails to a subscriber carry. It is
// made as LinkToken is, for another purpose.
func (r Ring) SubscriberToken(subscriber uuid.UUID) string {
	return r.signLink(forSubscriber, subscriber)
}

// ReadSubscriberToken returns the id of the subscriber whose token it is, or
// ErrToken.
func (r Ring) ReadSubscriberToken(token string) (uuid.UUID, error) {
	return r.readLink(forSubscriber, token)
}

// LetterToken returns the token for the link of a mail, or "" for a mail without one.
func (r Ring) LetterToken(content letter.Content) string {
	switch subscriber, flow := letter.LinksOf(content); {
	case subscriber != uuid.Nil:
		return r.SubscriberToken(subscriber)
	case flow != uuid.Nil:
		return r.LinkToken(flow)
	}
	return ""
}

// ReadLinkToken returns the id of the flow that a link is about, or ErrToken. It
// does not ask whether the flow is still open.
func (r Ring) ReadLinkToken(token string) (uuid.UUID, error) { return r.readLink(forFlow, token) }

func (r Ring) signLink(purpose string, id uuid.UUID) string {
	key := r.current()
	return strings.Join([]string{id.String(), key.id, key.mac(purpose, id.String(), key.id)}, ".")
}

func (r Ring) readLink(purpose, token string) (uuid.UUID, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return uuid.Nil, ErrToken
	}
	key, found := r.byID(parts[1])
	id, err := uuid.Parse(parts[0])
	if err != nil || !found || !key.verify(parts[2], purpose, parts[0], parts[1]) {
		return uuid.Nil, ErrToken
	}
	return id, nil
}
