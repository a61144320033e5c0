package auth

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// Passwords changes the password of an account: with the current one, or with a
// mailed link for somebody who forgot it.
type Passwords struct {
	*core
	sessions *SessionManager
}

// Forgot mails a reset link, if the address has an account. Whether it has one is
// looked up later, by a worker: what this returns, and how long it takes, cannot depend
// on it. It returns validation.Errors for what is no address.
func (s *Passwords) Forgot(ctx context.Context, typed string) error {
	return s.enqueue(ctx, taskForgot, typed)
}

func (s *Passwords) mailReset(ctx context.Context, tx *models.DB, user users.User) error {
	if user.VerifiedAt == nil {
		return s.mailConfirmation(ctx, tx, user)
	}
	if err := s.recordActivity(ctx, tx, nil, &user.ID, activity.ResetSent, "", RequestDetails{}); err != nil {
		return err
	}
	return s.sendReset(ctx, tx, user)
}

// ResetPassword uses the link up and sets the password. It ends all sessions,
// leaves the second factors as they are, and starts no session. It returns
// validation.Errors as Signup does.
func (s *Passwords) ResetPassword(ctx context.Context, token, password string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.Reset)
	if err != nil {
		return err
	}
	user, err := s.flowOwner(ctx, flow)
	if err != nil {
		return err
	}
	hash, err := s.hashNew(ctx, password, user.Email)
	if err != nil {
		return err
	}
	return s.consumeFlow(ctx, flow, func(tx *models.DB) error {
		return s.setPassword(ctx, tx, user, hash, activity.PasswordReset, from)
	})
}

// setPassword sets the password, ends all sessions and what was begun in them, makes
// earlier reset links useless, and tells the owner.
func (s *Passwords) setPassword(
	ctx context.Context, tx *models.DB, user users.User, hash string, action activity.Action, from RequestDetails,
) error {
	if err := users.SetPassword(ctx, tx, user.ID, user.PasswordHash, hash); err != nil {
		return err
	}
	if err := s.forgetLogins(ctx, tx, user.Email, from); err != nil {
		return err
	}
	if _, err := sessions.RevokeAll(ctx, tx, user.ID, uuid.Nil, "password changed", s.now()); err != nil {
		return err
	}
	if err := flows.ConsumeOf(ctx, tx, flows.Reset, &user.ID, s.now()); err != nil {
		return err
	}
	if err := s.sessions.cancelPending(ctx, tx, user.ID); err != nil {
		return err
	}
	if err := s.recordOwn(ctx, tx, user.ID, action, "", from); err != nil {
		return err
	}
	return s.warn(ctx, tx, user, from, func(w letter.Warning) letter.Content { return letter.PasswordChanged{Warning: w} })
}

// ChangePassword takes the current password and a new one, ends all sessions, so
// that no copy of a token outlives it, and begins a new session in this one's
// place. It returns validation.Errors for "current" and "password".
func (s *Passwords) ChangePassword(ctx context.Context, by Identity, current, password string) (Tokens, error) {
	user, err := s.provePassword(ctx, by, current)
	if err != nil {
		return Tokens{}, err
	}
	if password == current {
		return Tokens{}, validation.Errors{"password": "That is already your password. Please choose a new one."}
	}
	hash, err := s.hashNew(ctx, password, by.User.Email)
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.setPassword(ctx, tx, user, hash, activity.PasswordChanged, by.From); err != nil {
			return err
		}
		tokens, err = s.sessions.begin(ctx, tx, user, by.Factor, by.From)
		return err
	})
	return tokens, err
}
