package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// AskPasskey asks a browser for any passkey of this site. What it asks is the
// same for everybody, and asking stores nothing.
func (s *Passkeys) AskPasskey() (Challenge, error) {
	if s.webauthn == nil {
		return Challenge{}, ErrNoPasskeys
	}
	options, session, err := s.webauthn.BeginDiscoverableLogin()
	if err != nil {
		return Challenge{}, err
	}
	return s.sealChallenge(*session, options.Response)
}

// AskStepPasskey asks, in the second step of a log-in, for a passkey of whoever
// gave the password. It returns ErrLink when the log-in has to begin again.
func (s *Passkeys) AskStepPasskey(ctx context.Context, step string) (Challenge, error) {
	flow, user, err := s.openStep(ctx, step)
	if err != nil {
		return Challenge{}, err
	}
	return s.askPasskeyOf(ctx, user, forStep(flow))
}

// AskOwnPasskey asks the owner of a session for a passkey of theirs.
func (s *Passkeys) AskOwnPasskey(ctx context.Context, by Identity) (Challenge, error) {
	return s.askPasskeyOf(ctx, by.User, forSession(by))
}

func (s *Passkeys) askPasskeyOf(ctx context.Context, user users.User, purpose string) (Challenge, error) {
	if s.webauthn == nil {
		return Challenge{}, ErrNoPasskeys
	}
	h, err := s.holderOf(ctx, user)
	if err != nil {
		return Challenge{}, err
	}
	if len(h.credentials) == 0 {
		return Challenge{}, ErrPasskey
	}
	options, session, err := s.webauthn.BeginLogin(h)
	if err != nil {
		return Challenge{}, err
	}
	return s.challenge(ctx, flows.PasskeyUse, ceremony{For: purpose, Session: *session}, options.Response)
}

func (s *Passkeys) openStep(ctx context.Context, step string) (flows.Flow, users.User, error) {
	flow, err := s.openLink(ctx, step, flows.SecondFactor)
	if err != nil {
		return flow, users.User{}, err
	}
	user, err := s.flowOwner(ctx, flow)
	return flow, user, err
}

// LoginWithPasskey starts a session with a passkey alone: it was unlocked by its
// owner, so it counts as both factors. It returns ErrPasskey for an unknown one,
// a wrong answer, and an account that cannot log in, alike.
func (s *Passkeys) LoginWithPasskey(ctx context.Context, token, answer string, from RequestDetails) (Tokens, error) {
	shown, err := s.prove(ctx, token, forLogin, answer, from)
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		tokens, err = s.beginWith(ctx, tx, shown, from)
		return err
	})
	return tokens, err
}

// SecondStepWithPasskey finishes a log-in that began with the password. It
// returns ErrLink when the log-in has to begin again.
func (s *Passkeys) SecondStepWithPasskey(
	ctx context.Context, step, token, answer string, from RequestDetails,
) (Tokens, error) {
	flow, _, err := s.openStep(ctx, step)
	if err != nil {
		return Tokens{}, err
	}
	shown, err := s.prove(ctx, token, forStep(flow), answer, from)
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.consumeFlow(ctx, flow, func(tx *models.DB) error {
		tokens, err = s.beginWith(ctx, tx, shown, from)
		return err
	})
	return tokens, err
}

func (s *Passkeys) beginWith(ctx context.Context, tx *models.DB, shown proof, from RequestDetails) (Tokens, error) {
	if err := s.spend(ctx, tx, shown); err != nil {
		return Tokens{}, err
	}
	return s.sessions.begin(ctx, tx, shown.user, sessions.PasskeyUsed, from)
}

// StepUpWithPasskey does what StepUp does, with a passkey of the session's owner.
func (s *Passkeys) StepUpWithPasskey(ctx context.Context, by Identity, token, answer string) (Tokens, error) {
	shown, err := s.prove(ctx, token, forSession(by), answer, by.From)
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.spend(ctx, tx, shown); err != nil {
			return err
		}
		tokens, err = s.sessions.stepUp(ctx, tx, by, sessions.PasskeyUsed)
		return err
	})
	return tokens, err
}

// proof is a passkey that gave a good answer, and how it is now to be stored.
type proof struct {
	user    users.User
	passkey credentials.Passkey
	used    string
	copied  bool
}

// spend stores that the passkey was used. ErrPasskey: it was removed, or used
// with the same counter, meanwhile.
func (s *Passkeys) spend(ctx context.Context, tx *models.DB, shown proof) error {
	err := credentials.UsePasskey(ctx, tx, shown.passkey, shown.used, s.now())
	if errors.Is(err, models.ErrConflict) {
		return ErrPasskey
	}
	return err
}

// prove uses the challenge up and checks the answer. Failures are counted with
// the failed log-ins of the network.
func (s *Passkeys) prove(ctx context.Context, token, purpose, answer string, from RequestDetails) (proof, error) {
	if s.webauthn == nil {
		return proof{}, ErrNoPasskeys
	}
	if err := s.throttle.Blocked(ctx, loginFailures, from.Network()); err != nil {
		return proof{}, err
	}
	session, err := s.consumeAny(ctx, token, purpose)
	if err != nil {
		return proof{}, err
	}
	shown, err := s.check(ctx, session, answer)
	if err == nil && shown.copied {
		err = errors.Join(ErrPasskey, s.notifyOfCopy(ctx, shown.user, from))
	}
	if errors.Is(err, ErrPasskey) {
		return proof{}, s.refusePasskey(ctx, from, err)
	}
	return shown, err
}

// consumeAny uses up a challenge that asked for a known passkey.
func (s *Passkeys) consumeAny(ctx context.Context, token, purpose string) (webauthn.SessionData, error) {
	if purpose == forLogin {
		return s.consumeSealed(ctx, token)
	}
	return s.consumeChallenge(ctx, token, flows.PasskeyUse, purpose)
}

// notifyOfCopy warns the owner that a passkey counted backwards.
func (s *Passkeys) notifyOfCopy(ctx context.Context, user users.User, from RequestDetails) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.recordActivity(ctx, tx, nil, &user.ID, activity.PasskeyCopied, "", from); err != nil {
			return err
		}
		return s.warn(ctx, tx, user, from, factorChanged(activity.PasskeyCopied))
	})
}

func (s *Passkeys) refusePasskey(ctx context.Context, from RequestDetails, because error) error {
	err := s.attempt(ctx, loginFailures, from.Network())
	if errors.Is(err, ErrTooMany) {
		err = nil
	}
	return errors.Join(because, err)
}

// check finds the passkey that answered, and checks the answer.
func (s *Passkeys) check(ctx context.Context, session webauthn.SessionData, answer string) (proof, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return proof{}, ErrPasskey
	}
	handle := session.UserID
	if len(handle) == 0 {
		handle = parsed.Response.UserHandle
	}
	h, err := s.findHolder(ctx, handle)
	if err != nil {
		return proof{}, err
	}
	credential, err := s.validate(h, session, parsed)
	if err != nil {
		return proof{}, ErrPasskey
	}
	used, err := json.Marshal(credential)
	return proof{
		user: h.user, passkey: h.passkeyOf(credential), used: string(used),
		copied: credential.Authenticator.CloneWarning,
	}, err
}

// findHolder returns the user that a passkey says it is of, if they can log in.
func (s *Passkeys) findHolder(ctx context.Context, handle []byte) (holder, error) {
	id, err := uuid.FromBytes(handle)
	if err != nil {
		return holder{}, ErrPasskey
	}
	user, err := users.ByID(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return holder{}, ErrPasskey
	}
	if err != nil {
		return holder{}, err
	}
	if user.VerifiedAt == nil || user.DisabledAt != nil || user.ErasedAt != nil {
		return holder{}, ErrPasskey
	}
	return s.holderOf(ctx, user)
}

func (s *Passkeys) validate(
	h holder, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData,
) (*webauthn.Credential, error) {
	if len(session.UserID) > 0 {
		return s.webauthn.ValidateLogin(h, session, parsed)
	}
	found := func(_, _ []byte) (webauthn.User, error) { return h, nil }
	_, credential, err := s.webauthn.ValidatePasskeyLogin(found, session, parsed)
	return credential, err
}

func (h holder) passkeyOf(credential *webauthn.Credential) credentials.Passkey {
	for i, own := range h.credentials {
		if bytes.Equal(own.ID, credential.ID) {
			return h.passkeys[i]
		}
	}
	return credentials.Passkey{}
}
