package auth

import (
	"context"
	"errors"
	"time"

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

// SecondFactors adds, checks and removes the second factors of an account: the
// authenticator app and the recovery codes. [Passkeys] adds the third kind.
type SecondFactors struct{ *core }

// Factors holds the second factors of an account.
type Factors struct {
	TOTP      bool
	Passkeys  []credentials.Passkey
	CodesLeft int64
}

// Any reports whether a password alone is not enough.
func (f Factors) Any() bool { return f.TOTP || len(f.Passkeys) > 0 }

// Factors returns the second factors that an account has.
func (s *SecondFactors) Factors(ctx context.Context, userID uuid.UUID) (Factors, error) {
	return s.factorsIn(ctx, s.db, userID)
}

// factorsIn does what Factors does, inside a transaction.
func (s *SecondFactors) factorsIn(ctx context.Context, db *models.DB, userID uuid.UUID) (Factors, error) {
	var f Factors
	totp, err := credentials.TOTPOf(ctx, db, userID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return f, err
	}
	f.TOTP = err == nil && totp.ConfirmedAt != nil
	if f.Passkeys, err = credentials.PasskeysOf(ctx, db, userID); err != nil || !f.Any() {
		return f, err
	}
	f.CodesLeft, err = credentials.RecoveryCodesLeft(ctx, db, userID)
	return f, err
}

// OfferTOTP returns the secret for an authenticator app that is to be set up. It counts once
// ConfirmTOTP saw a code of it, and nothing is stored before: looking again shows the same
// one, as long as the proof of who the owner is counts, and to nobody in another session.
// ErrConflict: the account has an app already.
func (s *SecondFactors) OfferTOTP(ctx context.Context, by Identity) (TOTPOffer, error) {
	stored, err := credentials.TOTPOf(ctx, s.db, by.User.ID)
	switch {
	case err == nil && stored.ConfirmedAt != nil:
		return TOTPOffer{}, models.ErrConflict
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return TOTPOffer{}, err
	}
	return s.offerOf(s.offeredSecret(by), by.User.Email), nil
}

// offeredSecret is derived from the session and the moment of its last proof, so that one
// that somebody saw earlier is not offered again.
func (s *SecondFactors) offeredSecret(by Identity) []byte {
	return s.keys.Derive("totp offer", totp.SecretLength,
		by.User.ID.String(), by.Session.String(), by.SteppedUpAt.UTC().Format(time.RFC3339Nano))
}

// ConfirmTOTP takes the first code of an offered secret: from now on it is a
// second factor. It returns the recovery codes if the account had none.
func (s *SecondFactors) ConfirmTOTP(ctx context.Context, by Identity, code string) ([]string, error) {
	if _, err := s.OfferTOTP(ctx, by); err != nil {
		return nil, err
	}
	if err := s.attempt(ctx, codeGuesses.here, by.User.ID.String(), by.From.Network()); err != nil {
		return nil, err
	}
	secret := s.offeredSecret(by)
	step, found := totp.Step(secret, code, s.now())
	if !found {
		return nil, wrongCode()
	}
	sealed, err := s.keys.Encrypt("totp", by.User.ID.String(), secret)
	if err != nil {
		return nil, err
	}
	return s.addFactor(ctx, by, sessions.TOTP, activity.TOTPAdded, func(tx *models.DB) error {
		stored := credentials.TOTPSecret{UserID: by.User.ID, Sealed: sealed}
		if err := credentials.OfferTOTP(ctx, tx, &stored); err != nil {
			return err
		}
		return credentials.UseTOTPStep(ctx, tx, stored, step, s.now())
	})
}

// addFactor stores a new second factor, makes recovery codes where there are
// none, and tells the owner.
func (s *SecondFactors) addFactor(
	ctx context.Context, by Identity, factor sessions.Factor, action activity.Action, store func(tx *models.DB) error,
) ([]string, error) {
	before, err := s.Factors(ctx, by.User.ID)
	if err != nil {
		return nil, err
	}
	var shown []string
	var rows []credentials.RecoveryCode
	if !before.Any() || before.CodesLeft == 0 {
		if shown, rows, err = s.hashCodes(ctx, by.User.ID); err != nil {
			return nil, err
		}
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := users.Lock(ctx, tx, by.User.ID); err != nil {
			return err
		}
		if err := store(tx); err != nil {
			return err
		}
		return s.afterFactor(ctx, tx, by, factor, action, rows)
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// afterFactor stores the recovery codes, ends the sessions that the password
// alone opened, and tells the owner.
func (s *SecondFactors) afterFactor(
	ctx context.Context, tx *models.DB, by Identity, factor sessions.Factor, action activity.Action,
	rows []credentials.RecoveryCode,
) error {
	if len(rows) > 0 {
		if err := credentials.ReplaceRecoveryCodes(ctx, tx, by.User.ID, rows); err != nil {
			return err
		}
	}
	if err := sessions.SetFactor(ctx, tx, by.Session, factor); err != nil {
		return err
	}
	if err := sessions.RevokeByPassword(ctx, tx, by.User.ID, by.Session, s.now()); err != nil {
		return err
	}
	counter := s.throttle.Key(codeGuesses.here, by.User.ID.String(), by.From.Network())
	if err := throttles.ForgetAttempts(ctx, tx, counter); err != nil {
		return err
	}
	return s.notifyOfFactor(ctx, tx, by, action)
}

func (s *SecondFactors) notifyOfFactor(ctx context.Context, tx *models.DB, by Identity, action activity.Action) error {
	if err := s.recordOwn(ctx, tx, by.User.ID, action, "", by.From); err != nil {
		return err
	}
	return s.warnSince(ctx, tx, by.User, by.From, s.now().Add(-stepUpLife), factorChanged(action))
}

func factorChanged(action activity.Action) warningOf {
	return func(w letter.Warning) letter.Content { return letter.FactorChanged{Warning: w, Action: action} }
}

// NewRecoveryCodes replaces all recovery codes. They can be shown this once.
func (s *SecondFactors) NewRecoveryCodes(ctx context.Context, by Identity) ([]string, error) {
	if err := s.attempt(ctx, codeSets, by.User.ID.String()); err != nil {
		return nil, err
	}
	factors, err := s.Factors(ctx, by.User.ID)
	if err != nil {
		return nil, err
	}
	if !factors.Any() {
		return nil, models.ErrConflict
	}
	shown, rows, err := s.hashCodes(ctx, by.User.ID)
	if err != nil {
		return nil, err
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := users.Lock(ctx, tx, by.User.ID); err != nil {
			return err
		}
		if err := credentials.ReplaceRecoveryCodes(ctx, tx, by.User.ID, rows); err != nil {
			return err
		}
		return s.notifyOfFactor(ctx, tx, by, activity.CodesMade)
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// RemoveTOTP takes the authenticator app away from the account.
func (s *SecondFactors) RemoveTOTP(ctx context.Context, by Identity) error {
	return s.removeFactor(ctx, by, activity.TOTPRemoved, func(tx *models.DB) error {
		return credentials.DeleteTOTP(ctx, tx, by.User.ID)
	})
}

// removeFactor takes one away, and with the last one the recovery codes.
// validation.Errors: it is the last one of an admin.
func (s *SecondFactors) removeFactor(
	ctx context.Context, by Identity, action activity.Action, remove func(tx *models.DB) error,
) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := users.Lock(ctx, tx, by.User.ID); err != nil { // two removals at once leave one factor of an admin
			return err
		}
		if err := remove(tx); err != nil {
			return err
		}
		left, err := s.deleteUnneededCodes(ctx, tx, by.User.ID)
		if err != nil {
			return err
		}
		if by.User.Role == users.Admin && !left.Any() {
			return validation.Errors{
				"factor": "You are an admin, so one second factor has to stay. Add another one first.",
			}
		}
		return s.notifyOfFactor(ctx, tx, by, action)
	})
}

func (s *SecondFactors) deleteUnneededCodes(
	ctx context.Context, tx *models.DB, userID uuid.UUID,
) (left Factors, err error) {
	if left, err = s.factorsIn(ctx, tx, userID); err != nil || left.Any() {
		return left, err
	}
	return left, credentials.ReplaceRecoveryCodes(ctx, tx, userID, nil)
}

// resealedAtOnce is how many secrets are in memory at once while they are sealed again.
const resealedAtOnce = 500

// ResealSecrets encrypts with the current secret what was encrypted with a
// previous one, so that the previous ones can be removed one day. Ended before its time, it
// leaves the rest to the next call; log-ins do not wait for it.
func (s *SecondFactors) ResealSecrets(ctx context.Context) error {
	var last uuid.UUID
	for {
		some, err := credentials.TOTPSecrets(ctx, s.db, last, resealedAtOnce)
		if err != nil || len(some) == 0 {
			return err
		}
		if err := s.resealSome(ctx, some); err != nil {
			return err
		}
		last = some[len(some)-1].UserID
	}
}

func (s *SecondFactors) resealSome(ctx context.Context, some []credentials.TOTPSecret) error {
	for _, stored := range some {
		if s.keys.IsCurrent(stored.Sealed) {
			continue
		}
		if err := s.reseal(ctx, stored); err != nil {
			return err
		}
	}
	return nil
}

func (s *SecondFactors) reseal(ctx context.Context, stored credentials.TOTPSecret) error {
	owner := stored.UserID.String()
	secret, err := s.keys.Decrypt("totp", owner, stored.Sealed)
	if errors.Is(err, keys.ErrSealed) {
		return nil // its secret is gone; the owner has recovery codes
	}
	if err != nil {
		return err
	}
	sealed, err := s.keys.Encrypt("totp", owner, secret)
	if err != nil {
		return err
	}
	return credentials.ResealTOTP(ctx, s.db, stored.UserID, stored.Sealed, sealed)
}

// TOTPOffer is what an authenticator app needs: the secret in base32, and the
// same in an address that a QR code can hold.
type TOTPOffer struct{ Secret, Address string }

func (s *SecondFactors) offerOf(secret []byte, email string) TOTPOffer {
	return TOTPOffer{Secret: totp.Text(secret), Address: totp.Address(secret, s.siteName, email)}
}
