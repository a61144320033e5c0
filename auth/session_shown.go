package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sessions"
)

// Shown holds all tokens that a browser sent, whichever is its own. Another host of the
// domain, or a longer path, can put a second cookie of the same name beside ours; nothing in
// a request tells the two apart but what they hold.
type Shown struct{ Access, Refresh []string }

// ErrTwoAccounts is returned where a browser shows good tokens of two accounts: one of them
// was put there by somebody else, so neither counts.
var ErrTwoAccounts = errors.New("tokens of two accounts")

// AuthenticateAny does what Authenticate does for the token that is good; the newest of several
// of one account. Where none is it returns what Authenticate does for the last one.
func (s *SessionManager) AuthenticateAny(ctx context.Context, shown Shown, from RequestDetails) (Identity, error) {
	var best Identity
	last := ErrSignedOut
	for _, token := range shown.Access {
		identity, err := s.Authenticate(ctx, token, from)
		switch {
		case errors.Is(err, ErrSignedOut):
		case errors.Is(err, ErrEnded):
			last = err
		case err != nil:
			return Identity{}, err
		case best.User.ID != uuid.Nil && best.User.ID != identity.User.ID:
			return Identity{}, ErrTwoAccounts
		case best.User.ID == uuid.Nil || identity.Expires.After(best.Expires):
			best = identity
		}
	}
	if best.User.ID == uuid.Nil {
		return Identity{}, last
	}
	return best, nil
}

// RefreshAny does what Refresh does for the token that is good. Nothing is renewed, and no
// session ends, where tokens of two accounts are.
func (s *SessionManager) RefreshAny(ctx context.Context, shown Shown, from RequestDetails) (Tokens, error) {
	if token := s.onlyRefresh(shown); token != "" {
		return s.Refresh(ctx, token, from)
	}
	token, owner, err := s.chooseRefresh(ctx, shown)
	if err != nil {
		return Tokens{}, err
	}
	if token == "" {
		return Tokens{}, ErrSignedOut
	}
	identity, err := s.AuthenticateAny(ctx, shown, from)
	if errors.Is(err, ErrTwoAccounts) || err == nil && owner != uuid.Nil && identity.User.ID != owner {
		return Tokens{}, ErrTwoAccounts
	}
	return s.Refresh(ctx, token, from)
}

// onlyRefresh returns the refresh token where all that is shown belongs to one session, and so to one
// account: there is nothing to ask the database. Else it returns "".
func (s *SessionManager) onlyRefresh(shown Shown) string {
	newest := s.newestRefresh(shown.Refresh)
	if len(newest) != 1 {
		return ""
	}
	for _, token := range shown.Access {
		if access, err := s.readAccess(token); err == nil && newest[access.Session] == "" {
			return ""
		}
	}
	for _, token := range newest {
		return token
	}
	return ""
}

// chooseRefresh returns the token with the highest counter of the newest session that is
// alive, or, where none is, of one that is not: it has to be said that it has ended. "": none
// is ours. The owner is that of a live one.
func (s *SessionManager) chooseRefresh(ctx context.Context, shown Shown) (token string, owner uuid.UUID, err error) {
	newest := s.newestRefresh(shown.Refresh)
	var chosen, ended string
	var best sessions.Session
	for id, token := range newest {
		session, err := sessions.ByID(ctx, s.db, id)
		switch {
		case errors.Is(err, models.ErrNotFound) || err == nil && !alive(session, s.now()):
			ended = token
		case err != nil:
			return "", uuid.Nil, err
		case chosen != "" && session.UserID != best.UserID:
			return "", uuid.Nil, ErrTwoAccounts
		case chosen == "" || session.CreatedAt.After(best.CreatedAt):
			chosen, best = token, session
		}
	}
	if chosen == "" {
		return ended, uuid.Nil, nil
	}
	return chosen, best.UserID, nil
}

// newestRefresh returns each session's token with the highest counter, of those that are ours.
func (s *SessionManager) newestRefresh(tokens []string) map[uuid.UUID]string {
	newest, counters := map[uuid.UUID]string{}, map[uuid.UUID]int64{}
	for _, token := range tokens {
		id, n, err := s.keys.ReadRefresh(token)
		if err == nil && (newest[id] == "" || n > counters[id]) {
			newest[id], counters[id] = token, n
		}
	}
	return newest
}
