package auth

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/totp"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// spender uses a code up, inside a transaction.
type spender func(tx *models.DB) error

// wrongCode returns the answer to any code that does not count.
func wrongCode() error {
	return validation.Errors{"code": "That code does not work. " +
		"Codes from the app change every 30 seconds, and each works once."}
}

// useCode uses a code up, from the app or of recovery, and in the same
// transaction does what it opens. validation.Errors: the code does not count.
func (s *SecondFactors) useCode(
	ctx context.Context, user users.User, typed string, from RequestDetails,
	then func(tx *models.DB, factor sessions.Factor) error,
) error {
	if err := s.countCode(ctx, user, typed, from); err != nil {
		return err
	}
	return s.useUncounted(ctx, user, typed, from, then)
}

// useUncounted does what useCode does for a try that is counted elsewhere.
func (s *SecondFactors) useUncounted(
	ctx context.Context, user users.User, typed string, from RequestDetails,
	then func(tx *models.DB, factor sessions.Factor) error,
) error {
	factor, spend, err := s.readCode(ctx, user.ID, typed)
	if err != nil {
		return err
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := spend(tx); err != nil {
			return err
		}
		if err := s.notifyOfRecovery(ctx, tx, user, factor, from); err != nil {
			return err
		}
		return then(tx, factor)
	})
	if errors.Is(err, models.ErrConflict) {
		return wrongCode() // someone was faster
	}
	if err != nil {
		return err
	}
	id := user.ID.String()
	here, anywhere := s.throttle.Key(codeGuesses.here, id, from.Network()), s.throttle.Key(codeGuesses.anywhere, id)
	return throttles.ForgetAttempts(ctx, s.db, here, anywhere)
}

// countCode counts the attempt as countLogin does. The owner is told soon
// of somebody who knows the password and not the code. A recovery code is too long to be
// guessed: what others tried elsewhere does not keep it out.
func (s *SecondFactors) countCode(ctx context.Context, user users.User, typed string, from RequestDetails) error {
	id := user.ID.String()
	read, err := throttles.Of(ctx, s.db,
		s.throttle.Key(codeGuesses.here, id, from.Network()), s.throttle.Key(codeGuesses.anywhere, id))
	if err != nil {
		return err
	}
	here, anywhere := read[0], read[1]
	if err := s.throttle.StillBlocked(here); err != nil {
		return err
	}
	_, _, long := splitRecoveryCode(typed)
	if blocked := s.throttle.StillBlocked(anywhere); blocked != nil && !long {
		if err := s.unlessKnown(ctx, user, from, blocked); err != nil {
			return err
		}
	}
	_, n, err := s.countGuess(ctx, codeGuesses, here, anywhere)
	if errors.Is(err, ErrTooMany) && s.throttle.StillBlocked(anywhere) != nil {
		return nil // it was let through in spite of that
	}
	if err != nil || n != notifyAfter+1 {
		return err
	}
	wrongCodes := func(w letter.Warning) letter.Content { return letter.WrongCodes{Warning: w} }
	return s.notifyOfGuessing(ctx, user, activity.CodesGuessed, from, wrongCodes)
}

// readCode finds out which factor a code is of, and how to use it up.
func (s *SecondFactors) readCode(
	ctx context.Context, userID uuid.UUID, typed string,
) (sessions.Factor, spender, error) {
	if selector, secret, ok := splitRecoveryCode(typed); ok {
		spend, err := s.readRecovery(ctx, userID, selector, secret)
		return sessions.RecoveryUsed, spend, err
	}
	spend, err := s.readTOTP(ctx, userID, strings.ReplaceAll(typed, " ", ""))
	return sessions.TOTP, spend, err
}

func (s *SecondFactors) readRecovery(ctx context.Context, userID uuid.UUID, selector, secret string) (spender, error) {
	code, err := credentials.RecoveryCodeOf(ctx, s.db, userID, selector)
	if errors.Is(err, models.ErrNotFound) {
		return nil, wrongCode()
	}
	if err != nil {
		return nil, err
	}
	matches, err := s.hasher.Matches(ctx, secret, code.Hash)
	if err == nil && !matches {
		err = wrongCode()
	}
	return func(tx *models.DB) error { return credentials.UseRecoveryCode(ctx, tx, code.ID, s.now()) }, err
}

func (s *SecondFactors) readTOTP(ctx context.Context, userID uuid.UUID, code string) (spender, error) {
	stored, err := credentials.TOTPOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) || err == nil && stored.ConfirmedAt == nil {
		return nil, wrongCode()
	}
	if err != nil {
		return nil, err
	}
	return s.spendTOTP(ctx, stored, code)
}

func (s *SecondFactors) spendTOTP(ctx context.Context, stored credentials.TOTPSecret, code string) (spender, error) {
	secret, err := s.keys.Decrypt("totp", stored.UserID.String(), stored.Sealed)
	if errors.Is(err, keys.ErrSealed) {
		return nil, wrongCode() // the secret leaked and was replaced: see docs/operations.md
	}
	if err != nil {
		return nil, err
	}
	step, found := totp.Step(secret, code, s.now())
	if !found {
		return nil, wrongCode()
	}
	return func(tx *models.DB) error { return credentials.UseTOTPStep(ctx, tx, stored, step, s.now()) }, nil
}

func (s *SecondFactors) notifyOfRecovery(
	ctx context.Context, tx *models.DB, user users.User, factor sessions.Factor, from RequestDetails,
) error {
	if factor != sessions.RecoveryUsed {
		return nil
	}
	if err := s.recordOwn(ctx, tx, user.ID, activity.CodeUsed, "", from); err != nil {
		return err
	}
	return s.warn(ctx, tx, user, from, func(w letter.Warning) letter.Content { return letter.RecoveryUsed{Warning: w} })
}
