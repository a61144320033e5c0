package auth

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
)

// CheckCookies looks, right after a log-in, whether the browser sent both tokens of the
// new session back. It returns the cookies that the browser kept out; then the session
// has ended, for nobody is logged in without both.
//
// The caller has to know that the session was begun a moment ago, for this browser: an
// access cookie that ran out is no sign of a browser that keeps it out. Its knowledge is
// a sealed address, which somebody else may come by. So more is asked for before a
// session ends: either the browser shows one of its tokens, or nobody has ever shown
// any, as when both are kept out. The first check that finds both notes that they were
// shown, and from then on the address ends nothing.
//
// A browser that shows the live tokens of another session stores cookies well: somebody
// logged in twice at once. Then nothing ends.
func (s *SessionManager) CheckCookies(
	ctx context.Context, session uuid.UUID, access, refresh string, from RequestDetails,
) ([]cookie.Name, error) {
	shown := s.shownSessions(access, refresh)
	missing := shown.missing(session)
	if len(missing) == 0 || shown.isOther(session) {
		_, err := s.Authenticate(ctx, access, from) // notes that the tokens came back
		if len(missing) == 0 || !errors.Is(err, ErrEnded) {
			return nil, err
		}
	}
	err := s.endKeptOut(ctx, session, missing, from)
	if errors.Is(err, models.ErrConflict) {
		err = nil // it had ended, or is not this browser's to end
	}
	return missing, err
}

// shownSessions are the sessions whose tokens a browser showed; uuid.Nil: none.
type shownSessions struct{ access, refresh uuid.UUID }

func (s *SessionManager) shownSessions(access, refresh string) shownSessions {
	var shown shownSessions
	if claims, err := s.readAccess(access); err == nil {
		shown.access = claims.Session
	}
	if id, _, err := s.keys.ReadRefresh(refresh); err == nil {
		shown.refresh = id
	}
	return shown
}

// missing are the cookies that carry no token of the session.
func (s shownSessions) missing(session uuid.UUID) []cookie.Name {
	var names []cookie.Name
	if s.access != session {
		names = append(names, cookie.Access)
	}
	if s.refresh != session {
		names = append(names, cookie.Refresh)
	}
	return names
}

// isOther reports whether both tokens are of one session, which is another one.
func (s shownSessions) isOther(session uuid.UUID) bool {
	return s.access == s.refresh && s.access != uuid.Nil && s.access != session
}

// tokensOfSession is how many cookies carry a token of a session.
const tokensOfSession = 2

// endKeptOut ends the session of a browser that keeps cookies out. ErrConflict: it had
// ended, or the browser shows none of its tokens while another did.
func (s *SessionManager) endKeptOut(
	ctx context.Context, session uuid.UUID, missing []cookie.Name, from RequestDetails,
) error {
	revoke := sessions.Revoke
	if len(missing) == tokensOfSession {
		revoke = sessions.RevokeUnconfirmed
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := revoke(ctx, tx, session, "the browser kept a cookie out", s.now()); err != nil {
			return err
		}
		ended, err := sessions.ByID(ctx, tx, session)
		if err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, ended.UserID, activity.CookieKeptOut, joinNames(missing), from)
	})
}

func joinNames(names []cookie.Name) string {
	var texts []string
	for _, name := range names {
		texts = append(texts, string(name))
	}
	return strings.Join(texts, ", ")
}
