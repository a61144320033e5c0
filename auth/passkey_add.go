package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/validation"
)

const (
	maxPasskeys    = 20 // of an account
	maxPasskeyName = 60 // characters
)

// OfferPasskey asks the owner's browser to make a passkey, in a place that has
// none of this account's yet. validation.Errors: there are too many already.
func (s *Passkeys) OfferPasskey(ctx context.Context, by Identity) (Challenge, error) {
	if s.webauthn == nil {
		return Challenge{}, ErrNoPasskeys
	}
	h, err := s.holderOf(ctx, by.User)
	if err != nil {
		return Challenge{}, err
	}
	if len(h.passkeys) >= maxPasskeys {
		return Challenge{}, validation.Errors{"passkey": "That would be too many passkeys. " +
			"Please remove one that you do not use."}
	}
	known := webauthn.WithExclusions(h.credentials.CredentialDescriptors())
	options, session, err := s.webauthn.BeginRegistration(h, known)
	if err != nil {
		return Challenge{}, err
	}
	return s.challenge(ctx, flows.PasskeyNew, ceremony{For: forSession(by), Session: *session}, options.Response)
}

// AddPasskey stores the passkey that the browser made: from now on it opens the
// account, alone or as a second factor. It returns the recovery codes if the
// account had none. validation.Errors: the answer does not fit.
func (s *Passkeys) AddPasskey(ctx context.Context, by Identity, token, answer, name string) ([]string, error) {
	if s.webauthn == nil {
		return nil, ErrNoPasskeys
	}
	session, err := s.consumeChallenge(ctx, token, flows.PasskeyNew, forSession(by))
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, unfitPasskey()
	}
	credential, err := s.webauthn.CreateCredential(holder{user: by.User}, session, parsed)
	if err != nil {
		return nil, unfitPasskey()
	}
	passkey, err := newPasskey(by, credential, name, s.now())
	if err != nil {
		return nil, err
	}
	return s.factors.addFactor(ctx, by, sessions.PasskeyUsed, activity.PasskeyAdded,
		func(tx *models.DB) error { return credentials.CreatePasskey(ctx, tx, &passkey) })
}

func unfitPasskey() error {
	return validation.Errors{"passkey": "That passkey could not be added. Please try again."}
}

func newPasskey(by Identity, credential *webauthn.Credential, name string, now time.Time) (credentials.Passkey, error) {
	text, err := json.Marshal(credential)
	return credentials.Passkey{
		ID: models.NewID(), UserID: by.User.ID, CreatedAt: now,
		CredentialID: base64.RawURLEncoding.EncodeToString(credential.ID), Credential: string(text),
		Name: passkeyName(name, by.From),
	}, err
}

// passkeyName returns what was typed, or else the browser in words.
func passkeyName(typed string, from RequestDetails) string {
	if name := oneLine(typed, maxPasskeyName); name != "" {
		return name
	}
	return oneLine(from.Browser(), maxPasskeyName)
}

// oneLine returns a typed text as a list can show it: without line breaks, and
// without the invisible characters that turn a text around or hide in it.
func oneLine(typed string, maxRunes int) string {
	words := strings.Join(strings.Fields(strings.ToValidUTF8(typed, "")), " ")
	visible := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, words))
	return strings.TrimSpace(string(visible[:min(len(visible), maxRunes)]))
}

// RenamePasskey renames one of the owner's own; models.ErrNotFound if that is none.
func (s *Passkeys) RenamePasskey(ctx context.Context, by Identity, id uuid.UUID, name string) error {
	name = passkeyName(name, by.From)
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := credentials.RenamePasskey(ctx, tx, by.User.ID, id, name); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, by.User.ID, activity.PasskeyRenamed, "", by.From)
	})
}

// RemovePasskey takes one of the owner's own away, and returns it as browsers name it;
// models.ErrNotFound if that is none.
func (s *Passkeys) RemovePasskey(ctx context.Context, by Identity, id uuid.UUID) (string, error) {
	all, err := credentials.PasskeysOf(ctx, s.db, by.User.ID)
	if err != nil {
		return "", err
	}
	for _, passkey := range all {
		if passkey.ID == id {
			return passkey.CredentialID, s.factors.removeFactor(ctx, by, activity.PasskeyRemoved,
				func(tx *models.DB) error { return credentials.DeletePasskey(ctx, tx, by.User.ID, id) })
		}
	}
	return "", models.ErrNotFound
}
