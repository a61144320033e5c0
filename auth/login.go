package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
)

// Logins asks people who they are: for a password, then for a second factor, and
// again before something dangerous (see [Logins.StepUp]). [Passkeys] does so too.
type Logins struct {
	*core
	sessions *SessionManager
	factors  *SecondFactors
}

// LoggedIn is how a log-in ended: with tokens, or, where the account has a
// second factor, with the token of the next step.
type LoggedIn struct {
	Tokens
	Next *NextStep
}

// NextStep is the second step of a log-in and what can be shown in it. A
// recovery code always can.
type NextStep struct {
	Token         string
	TOTP, Passkey bool
}

// Login starts a session, or asks for the second factor. It returns
// ErrCredentials for a wrong password, an unknown address and one that is not
// confirmed alike, in the same time: whoever signs up with an address must not
// learn here whether it had an account.
func (s *Logins) Login(ctx context.Context, typed, password string, from RequestDetails) (LoggedIn, error) {
	if s.hasher.IsFull() { // before a try is counted that is none
		return LoggedIn{}, ErrBusy
	}
	email, ok := normalEmail(typed)
	user, err := s.findForLogin(ctx, email, ok)
	if err != nil {
		return LoggedIn{}, err
	}
	if err := s.countLogin(ctx, email, user, from); err != nil {
		return LoggedIn{}, err
	}
	matches, err := s.hasher.Matches(ctx, password, user.PasswordHash)
	switch {
	case err != nil:
		return LoggedIn{}, err
	case !matches || user.ID == uuid.Nil || user.VerifiedAt == nil:
		return LoggedIn{}, s.refuse(ctx, from)
	}
	if err := s.forgetLogins(ctx, s.db, email, from); err != nil {
		return LoggedIn{}, err
	}
	if user.DisabledAt != nil {
		return LoggedIn{}, ErrDisabled
	}
	return s.afterPassword(ctx, user, from, nil)
}

// findForLogin returns the account of that address, or one that no password opens.
func (s *Logins) findForLogin(ctx context.Context, email string, ok bool) (users.User, error) {
	nobody := users.User{PasswordHash: s.hasher.Dummy()}
	if !ok {
		return nobody, nil
	}
	user, err := users.ByEmail(ctx, s.db, email)
	if errors.Is(err, models.ErrNotFound) {
		return nobody, nil
	}
	return user, err
}

// countLogin counts the attempt where it could be one of many guesses, and
// refuses it where there were too many. What it refuses moves no counter.
func (s *Logins) countLogin(ctx context.Context, email string, user users.User, from RequestDetails) error {
	network := from.Network()
	read, err := throttles.Of(ctx, s.db,
		s.throttle.Key(loginFailures, network), s.throttle.Key(loginGuesses.here, email, network),
		s.throttle.Key(loginGuesses.anywhere, email), s.throttle.Key(loginTurns, email, network))
	if err != nil {
		return err
	}
	failures, here, anywhere, turn := read[0], read[1], read[2], read[3]
	if blocked := s.throttle.StillBlocked(failures); blocked != nil {
		if err := s.unlessKnown(ctx, user, from, blocked); err != nil {
			return err
		}
	}
	if err := s.throttle.StillBlocked(here); err != nil {
		return err
	}
	isStorm := s.throttle.Standing(loginGuesses.anywhere, anywhere) >= loginGuesses.anywhere.Free
	if isStorm {
		if err := s.waitForTurn(ctx, user, from, turn); err != nil {
			return err
		}
	}
	n, total, err := s.countGuess(ctx, loginGuesses, here, anywhere)
	if err == nil && !isStorm && total > loginGuesses.anywhere.Free { // many came at once
		err = s.waitForTurn(ctx, user, from, turn)
	}
	if err == nil && (total == loginGuesses.anywhere.Free || n == guessedHere) {
		err = s.reportGuessing(ctx, email, from)
	}
	return err
}

// guessedHere is after how many tries from one network the owner is told.
const guessedHere = 10

// waitForTurn makes a new place wait a moment while many networks guess.
func (s *Logins) waitForTurn(
	ctx context.Context, user users.User, from RequestDetails, turn throttles.Throttle,
) error {
	known, err := s.knowsPlace(ctx, user, from)
	if err != nil || known {
		return err
	}
	return s.throttle.TakeTurn(ctx, turnWait, turn)
}

// refuse counts a failure for its network.
func (s *Logins) refuse(ctx context.Context, from RequestDetails) error {
	if err := s.attempt(ctx, loginFailures, from.Network()); err != nil && !errors.Is(err, ErrTooMany) {
		return err
	}
	return ErrCredentials
}

// afterPassword looks at the account again, and holds it: the password may have
// been changed while this one waited for its hash. The mailed link that it came by, if any,
// is used up.
func (s *Logins) afterPassword(
	ctx context.Context, user users.User, from RequestDetails, link *flows.Flow,
) (LoggedIn, error) {
	var in LoggedIn
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.useLink(ctx, tx, link); err != nil {
			return err
		}
		now, err := users.Lock(ctx, tx, user.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != user.PasswordHash || now.DisabledAt != nil {
			return ErrCredentials
		}
		factors, err := s.factors.factorsIn(ctx, tx, user.ID)
		if err != nil {
			return err
		}
		if !factors.Any() {
			in.Tokens, err = s.sessions.begin(ctx, tx, now, sessions.Password, from)
			return err
		}
		flow, err := s.newFlow(ctx, tx, secondStepOf(user, link), stepLife)
		in.Next = &NextStep{Token: s.keys.LinkToken(flow), TOTP: factors.TOTP, Passkey: len(factors.Passkeys) > 0}
		return err
	})
	return in, err
}

// maxCodes is how many codes one log-in may try.
const maxCodes = 5

// SecondStep finishes a log-in with a code: from the authenticator app, or one
// of the recovery codes. It returns validation.Errors for a wrong one, and ErrLink
// when the log-in has to begin again.
func (s *Logins) SecondStep(ctx context.Context, token, code string, from RequestDetails) (Tokens, error) {
	flow, err := s.openLink(ctx, token, flows.SecondFactor)
	if err != nil {
		return Tokens{}, err
	}
	user, err := s.flowOwner(ctx, flow)
	if err != nil {
		return Tokens{}, err
	}
	err = flows.Try(ctx, s.db, flow.ID, maxCodes, s.now())
	if errors.Is(err, models.ErrConflict) {
		return Tokens{}, ErrLink
	}
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	use := s.factors.useCode
	if flow.Payload == byLink {
		use = s.factors.useUncounted // its own five tries are all that there are
	}
	err = use(ctx, user, code, from, func(tx *models.DB, factor sessions.Factor) error {
		if err := flows.Consume(ctx, tx, flow.ID, s.now()); err != nil {
			return err
		}
		tokens, err = s.sessions.begin(ctx, tx, user, factor, from)
		return err
	})
	return tokens, err
}

func manyFailures(w letter.Warning) letter.Content {
	return letter.ManyFailures{Link: w.Link, At: w.At}
}
