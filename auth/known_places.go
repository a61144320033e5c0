package auth

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// maxPastSessions is how many sessions are searched for a known browser.
const maxPastSessions = 50

// unlessKnown lets people in who come from where the account is used: strangers
// who guess elsewhere do not lock its owner out. Anybody else gets the error.
func (s *core) unlessKnown(ctx context.Context, user users.User, from RequestDetails, blocked error) error {
	known, err := s.knowsPlace(ctx, user, from)
	if err != nil || known {
		return err
	}
	return blocked
}

// knowsPlace reports whether the account was used from that network or in that browser. One
// query answers it, which takes no longer for an account than for none.
func (s *core) knowsPlace(ctx context.Context, user users.User, from RequestDetails) (bool, error) {
	return sessions.WasUsed(ctx, s.db, user.ID, from.Network(), s.readRefresh(from.Refresh)...)
}

// isKnown reports whether the browser shows a token of a past session, or is of a kind and
// from a network that the account was used from.
func (s *core) isKnown(past []sessions.Session, from RequestDetails) bool {
	shown := s.readRefresh(from.Refresh)
	for _, session := range past {
		if slices.Contains(shown, session.ID) {
			return true
		}
		if session.Network == from.Network() && BrowserWords(session.UserAgent) == from.Browser() {
			return true
		}
	}
	return false
}

// readRefresh returns the sessions of those refresh tokens that are ours.
func (s *core) readRefresh(tokens []string) []uuid.UUID {
	var ids []uuid.UUID
	for _, token := range tokens {
		if id, _, err := s.keys.ReadRefresh(token); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
