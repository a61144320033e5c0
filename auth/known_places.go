package auth

import (
	"context"

	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// maxPastSessions is how many sessions are searched for a known browser.
const maxPastSessions = 50

// unlessKnown lets people in who come from where the account is used: strangers
// who guess elsewhere do not lock its owner out. Anybody else gets the error.
func (s *core) unlessKnown(ctx context.Context, user users.User, from RequestDetails, blocked error) error {
	past, err := sessions.Past(ctx, s.db, user.ID, maxPastSessions)
	if err != nil {
		return err
	}
	for _, session := range past {
		if session.Network == from.Network() {
			return nil
		}
	}
	if s.isKnown(past, from) {
		return nil
	}
	return blocked
}

// isKnown reports whether the browser shows a token of a past session, or is of a kind and
// from a network that the account was used from.
func (s *core) isKnown(past []sessions.Session, from RequestDetails) bool {
	shown, _, err := s.keys.ReadRefresh(from.Refresh)
	for _, session := range past {
		if err == nil && session.ID == shown {
			return true
		}
		if session.Network == from.Network() && BrowserWords(session.UserAgent) == from.Browser() {
			return true
		}
	}
	return false
}
