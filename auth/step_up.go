package auth

import (
	"context"
	"errors"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/validation"
)

// StepUp takes the proof that the owner of the session is still there, with the
// password or with a code of a second factor, and gives the session new tokens.
// It returns validation.Errors for a wrong one.
func (s *Logins) StepUp(ctx context.Context, by Identity, password, code string) (Tokens, error) {
	if code != "" {
		var tokens Tokens
		err := s.factors.useCode(ctx, by.User, code, by.From, func(tx *models.DB, factor sessions.Factor) error {
			var err error
			tokens, err = s.sessions.stepUp(ctx, tx, by, factor)
			return err
		})
		return tokens, err
	}
	if err := s.passwordIsEnough(ctx, by); err != nil {
		return Tokens{}, err
	}
	if _, err := s.provePassword(ctx, by, password); err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		var err error
		tokens, err = s.sessions.stepUp(ctx, tx, by, by.Factor)
		return err
	})
	return tokens, err
}

// passwordIsEnough returns validation.Errors if the account has a second factor that
// this session never showed: whoever knows the password alone gets no further.
func (s *Logins) passwordIsEnough(ctx context.Context, by Identity) error {
	if by.Factor != sessions.Password {
		return nil
	}
	factors, err := s.factors.Factors(ctx, by.User.ID)
	if err == nil && factors.Any() {
		err = validation.Errors{"current": "This account has a second factor. Please use that instead."}
	}
	return err
}

// stepUp moves the session on, so that earlier tokens open nothing dangerous.
func (s *SessionManager) stepUp(
	ctx context.Context, tx *models.DB, by Identity, factor sessions.Factor,
) (Tokens, error) {
	now := s.now()
	for {
		session, err := sessions.ByID(ctx, tx, by.Session)
		if err != nil {
			return Tokens{}, err
		}
		if !alive(session, now) {
			return Tokens{}, ErrEnded
		}
		session.Factor = factor
		err = sessions.StepUp(ctx, tx, session, now, now.Add(s.lifetimes.idle()))
		if errors.Is(err, models.ErrConflict) {
			continue // a tab renewed it just now
		}
		if err != nil {
			return Tokens{}, err
		}
		session.Counter++
		if err := s.recordOwn(ctx, tx, by.User.ID, activity.SteppedUp, string(factor), by.From); err != nil {
			return Tokens{}, err
		}
		return s.issueTokens(session, now)
	}
}
