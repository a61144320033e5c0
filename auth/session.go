package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// Tokens are what a browser holds of a session.
type Tokens struct {
	Access, Refresh string
	User            users.User
}

// Identity is who a request comes from, and from where.
type Identity struct {
	User        users.User
	Session     uuid.UUID
	Factor      sessions.Factor
	Grace       bool // may administer without a second factor, for a day
	SteppedUpAt time.Time
	Expires     time.Time // of the access token
	Life        time.Duration
	From        From
}

// graceLife is how long the one log-in that an admin has without a second
// factor opens the admin's pages.
const graceLife = 24 * time.Hour

// stepUpLife is how long a proof of who someone is opens what is dangerous.
const stepUpLife = 10 * time.Minute

// Fresh reports whether the owner proved lately who they are.
func (i Identity) Fresh(now time.Time) bool { return now.Sub(i.SteppedUpAt) < stepUpLife }

// MayAdminister is nil for an admin who showed a second factor, or whose one
// log-in without it this is; else ErrNoFactor.
func (i Identity) MayAdminister() error {
	if i.Factor == sessions.Password && !i.Grace {
		return ErrNoFactor
	}
	return nil
}

// begin starts a session for a user who proved who they are.
func (s *Service) begin(ctx context.Context, tx *models.DB, user users.User, factor sessions.Factor, from From) (Tokens, error) {
	now := s.now()
	session := sessions.Session{
		ID: models.NewID(), UserID: user.ID, User: user, ConfirmedCounter: -1, UserAgent: clip(from.UserAgent), Network: from.Network(),
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
	if err := s.note(ctx, tx, user.ID, activity.LoggedIn, string(factor), from); err != nil {
		return Tokens{}, err
	}
	return s.mint(session, now)
}

// manyPast is how many sessions are searched for a known browser.
const manyPast = 50

// warnOfNewDevice tells the owner of a log-in from a browser that was not used
// before; not of the very first one.
func (s *Service) warnOfNewDevice(ctx context.Context, tx *models.DB, user users.User, from From) error {
	past, err := sessions.Past(ctx, tx, user.ID, manyPast)
	if err != nil || len(past) == 0 || s.isKnown(past, from) {
		return err
	}
	return s.warn(ctx, tx, user, mail.NewDevice, s.facts(from))
}

// isKnown: the browser shows a token of a past session, or is of a kind and
// from a network that the account was used from.
func (s *Service) isKnown(past []sessions.Session, from From) bool {
	shown, _, err := s.keys.parseRefresh(from.Refresh)
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

func (s *Service) mint(session sessions.Session, now time.Time) (Tokens, error) {
	access, err := s.signAccess(session.UserID, session.ID, session.Counter, now)
	return Tokens{Access: access, Refresh: s.keys.signRefresh(session.ID, session.Counter), User: session.User}, err
}
