package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// SessionManager begins, renews, checks and ends sessions. It asks for no proof:
// [Logins] and [Passkeys] do, and then call it.
type SessionManager struct {
	*core
	factors *SecondFactors
}

// Tokens holds what a browser stores of a session.
type Tokens struct {
	Access, Refresh string
	User            users.User
	Session         uuid.UUID
}

// Identity holds the user and the session of a request, and where it comes from.
type Identity struct {
	User        users.User // what [sessions.Alive] reads of it
	Session     uuid.UUID
	Factor      sessions.Factor
	Grace       bool // may administer without a second factor, for a day
	SteppedUpAt time.Time
	Expires     time.Time // of the access token
	Life        time.Duration
	From        RequestDetails
}

// graceLife is how long the one log-in that an admin has without a second
// factor opens the admin's pages.
const graceLife = 24 * time.Hour

// stepUpLife is how long a proof of who someone is opens what is dangerous.
const stepUpLife = 10 * time.Minute

// Fresh reports whether the owner proved recently who they are.
func (i Identity) Fresh(now time.Time) bool { return now.Sub(i.SteppedUpAt) < stepUpLife }

// MayAdminister returns nil for an admin who showed a second factor, or whose one
// log-in without it this is; else ErrNoFactor.
func (i Identity) MayAdminister() error {
	if i.Factor == sessions.Password && !i.Grace {
		return ErrNoFactor
	}
	return nil
}

// begin starts a session for a user who proved who they are.
func (s *SessionManager) begin(
	ctx context.Context, tx *models.DB, user users.User, factor sessions.Factor, from RequestDetails,
) (Tokens, error) {
	now := s.now()
	session := sessions.Session{
		ID: models.NewID(), UserID: user.ID, User: user, ConfirmedCounter: -1,
		UserAgent: clip(from.UserAgent), Network: from.Network(),
		Factor: factor, SteppedUpAt: &now, LastSeenAt: &now, CreatedAt: now,
		IdleExpiresAt: now.Add(s.lifetimes.idle()), AbsoluteExpiresAt: now.Add(s.lifetimes.absolute),
	}
	if user.Role == users.Admin && factor == sessions.Password {
		err := users.UseGrace(ctx, tx, user.ID, now)
		if err != nil && !errors.Is(err, models.ErrConflict) {
			return Tokens{}, err
		}
		session.Grace = err == nil
	}
	if err := s.warnOfNewDevice(ctx, tx, user, from); err != nil {
		return Tokens{}, err
	}
	if err := sessions.Create(ctx, tx, &session); err != nil {
		return Tokens{}, err
	}
	if err := s.recordOwn(ctx, tx, user.ID, activity.LoggedIn, string(factor), from); err != nil {
		return Tokens{}, err
	}
	return s.issueTokens(session, now)
}

// warnOfNewDevice tells the owner of a log-in from a browser that was not used
// before; not of the very first one.
func (s *SessionManager) warnOfNewDevice(
	ctx context.Context, tx *models.DB, user users.User, from RequestDetails,
) error {
	past, err := sessions.Past(ctx, tx, user.ID, maxPastSessions)
	if err != nil || len(past) == 0 || s.isKnown(past, from) {
		return err
	}
	return s.warn(ctx, tx, user, from, func(w letter.Warning) letter.Content { return letter.NewDevice{Warning: w} })
}

func (s *SessionManager) issueTokens(session sessions.Session, now time.Time) (Tokens, error) {
	access, err := s.keys.SignAccess(s.issuer, keys.AccessToken{
		User: session.UserID, Session: session.ID, Counter: session.Counter,
		IssuedAt: now, ExpiresAt: now.Add(s.lifetimes.access()),
	})
	return Tokens{
		Access: access, Refresh: s.keys.SignRefresh(session.ID, session.Counter),
		User: session.User, Session: session.ID,
	}, err
}
