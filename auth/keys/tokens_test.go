package keys_test

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
)

const (
	oldSecret = "ssssssssssssssssssssssssssssssss"
	newSecret = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
)

func newRing(t testing.TB, secret string, previous ...string) keys.Ring {
	t.Helper()
	ring, err := keys.New(secret, previous...)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// TestLinksOfOnePurpose: a subscriber's token opens no flow of the same id, and
// the other way round; both outlive a change of the secret.
func TestLinksOfOnePurpose(t *testing.T) {
	ring := newRing(t, oldSecret)
	id := models.NewID()
	flow, subscriber := ring.LinkToken(id), ring.SubscriberToken(id)
	if _, err := ring.ReadLinkToken(subscriber); !errors.Is(err, keys.ErrToken) {
		t.Errorf("a subscriber's token opens a flow: %v", err)
	}
	if _, err := ring.ReadSubscriberToken(flow); !errors.Is(err, keys.ErrToken) {
		t.Errorf("a flow's token is a subscriber's: %v", err)
	}
	for _, ring := range []keys.Ring{ring, newRing(t, newSecret, oldSecret)} {
		if got, err := ring.ReadSubscriberToken(subscriber); err != nil || got != id {
			t.Errorf("%v, %v", got, err)
		}
	}
	if _, err := newRing(t, newSecret).ReadSubscriberToken(subscriber); !errors.Is(err, keys.ErrToken) {
		t.Errorf("with a secret that is forgotten: %v", err)
	}
}

// TestLetterToken: a letter gets the token of what it is about, and no other.
func TestLetterToken(t *testing.T) {
	ring := newRing(t, oldSecret)
	id := models.NewID()
	for name, tt := range map[string]struct {
		content letter.Content
		want    string
	}{
		"a flow's":       {letter.ResetPassword{Link: letter.Link{Flow: id}}, ring.LinkToken(id)},
		"a subscriber's": {letter.ConfirmSubscription{Subscription: letter.Subscription{Subscriber: id}}, ring.SubscriberToken(id)},
		"without a link": {letter.ExportReady{}, ""},
	} {
		if got := ring.LetterToken(tt.content); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
