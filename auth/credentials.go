package auth

import (
	"context"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// hashNew checks and hashes a new password.
func (s *core) hashNew(ctx context.Context, chosen, email string) (string, error) {
	if problem := password.Check(chosen, s.siteName, email); problem != "" {
		return "", validation.Errors{"password": problem}
	}
	return s.hasher.Hash(ctx, chosen)
}

// checkCredentials returns the address as it is stored, or validation.Errors.
func (s *core) checkCredentials(typed, chosen string) (string, error) {
	invalid := validation.Errors{}
	email, ok := reachableEmail(typed)
	if !ok {
		invalid = badAddress()
	}
	if problem := password.Check(chosen, s.siteName, email); problem != "" {
		invalid["password"] = problem
	}
	if len(invalid) > 0 {
		return "", invalid
	}
	return email, nil
}

// provePassword returns the user whose password that is, or validation.Errors for "current".
func (s *core) provePassword(ctx context.Context, by Identity, current string) (user users.User, err error) {
	if s.hasher.IsFull() { // before a try is counted that is none
		return user, ErrBusy
	}
	session := by.Session.String() // whoever holds another session moves no counter of this one
	if err := s.attempt(ctx, stepUps, session, by.From.Network()); err != nil {
		return user, err
	}
	if user, err = users.ByID(ctx, s.db, by.User.ID); err != nil {
		return user, err
	}
	matches, err := s.hasher.Matches(ctx, current, user.PasswordHash)
	if err != nil {
		return user, err
	}
	if !matches {
		return user, validation.Errors{"current": "That is not your password."}
	}
	return user, throttles.ForgetAttempts(ctx, s.db, s.throttle.Key(stepUps, session, by.From.Network()))
}

// forgetLogins forgets the attempts to log in to an address, after a good one.
func (s *core) forgetLogins(ctx context.Context, db *models.DB, email string, from RequestDetails) error {
	here := s.throttle.Key(loginGuesses.here, email, from.Network())
	anywhere := s.throttle.Key(loginGuesses.anywhere, email)
	return throttles.ForgetAttempts(ctx, db, here, anywhere)
}
