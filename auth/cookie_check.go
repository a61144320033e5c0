package auth

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
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
// A browser that shows a token of another session that is live stores cookies well: somebody
// logged in twice at once, or was sent here with somebody else's address. Then nothing ends, and
// nothing is to be cleared.
func (s *SessionManager) CheckCookies(
	ctx context.Context, session uuid.UUID, tokens Shown, from RequestDetails,
) ([]cookie.Name, error) {
	shown := s.shownSessions(tokens)
	missing := shown.missing(session)
	if len(missing) == 0 {
		_, err := s.Authenticate(ctx, shown.access[session], from) // notes that the tokens came back
		return nil, err
	}
	if isLive, err := s.isAnyLive(ctx, shown.others(session)); err != nil || isLive {
		return nil, err
	}
	err := s.endKeptOut(ctx, session, missing, from)
	if errors.Is(err, models.ErrConflict) {
		return nil, ErrEnded // it had ended, or is not this browser's to end
	}
	return missing, err
}

// isAnyLive reports whether one of the sessions is live.
func (s *SessionManager) isAnyLive(ctx context.Context, ids []uuid.UUID) (bool, error) {
	for _, id := range ids {
		found, err := sessions.ByID(ctx, s.db, id)
		if errors.Is(err, models.ErrNotFound) {
			continue
		}
		if err != nil ||
			found.RevokedAt == nil && s.now().Before(found.IdleExpiresAt) && s.now().Before(found.AbsoluteExpiresAt) {
			return err == nil, err
		}
	}
	return false, nil
}

// shownSessions are the sessions whose tokens a browser showed, each with one of them.
type shownSessions struct{ access, refresh map[uuid.UUID]string }

func (s *SessionManager) shownSessions(shown Shown) shownSessions {
	access := map[uuid.UUID]string{}
	for _, token := range shown.Access {
		if claims, err := s.readAccess(token); err == nil {
			access[claims.Session] = token
		}
	}
	return shownSessions{access, s.newestRefresh(shown.Refresh)}
}

// all are the sessions, each once.
func (s shownSessions) all() []uuid.UUID {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(s.access)), maps.Keys(s.refresh))
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

// missing are the cookies that carry no token of the session.
func (s shownSessions) missing(session uuid.UUID) []cookie.Name {
	var names []cookie.Name
	if s.access[session] == "" {
		names = append(names, cookie.Access)
	}
	if s.refresh[session] == "" {
		names = append(names, cookie.Refresh)
	}
	return names
}

// others are the sessions besides that one of which tokens were shown.
func (s shownSessions) others(session uuid.UUID) []uuid.UUID {
	return slices.DeleteFunc(s.all(), func(id uuid.UUID) bool { return id == session })
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
