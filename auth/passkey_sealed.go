package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
)

// A log-in with a passkey is asked for by everybody who opens the page: the field of the address
// offers what the device holds. So its challenge is stored nowhere before it is answered. The token
// carries the ceremony, signed; an answer, good or not, stores that the token was used.

// forSealed is the purpose of the signature.
const forSealed = "passkey challenge"

// sealChallenge returns a challenge for a log-in. It writes nothing.
func (s *Passkeys) sealChallenge(session webauthn.SessionData, options any) (Challenge, error) {
	text, err := json.Marshal(ceremony{For: forLogin, Session: session, Until: s.now().Add(passkeyLife)})
	payload := base64.RawURLEncoding.EncodeToString(text)
	return Challenge{Token: payload + "." + s.keys.Sign(forSealed, payload), Options: options}, err
}

// consumeSealed does what consumeChallenge does, for a challenge that its token carries.
func (s *Passkeys) consumeSealed(ctx context.Context, token string) (webauthn.SessionData, error) {
	c, err := s.readSealed(token)
	now := s.now()
	if err != nil || !now.Before(c.Until) {
		return webauthn.SessionData{}, ErrChallenge
	}
	err = flows.Create(ctx, s.db, &flows.Flow{
		ID: usedOf(c.Session), Kind: flows.PasskeyUse, CreatedAt: now, ConsumedAt: &now, ExpiresAt: c.Until,
	})
	if errors.Is(err, models.ErrConflict) {
		return webauthn.SessionData{}, ErrChallenge
	}
	return c.Session, err
}

func (s *Passkeys) readSealed(token string) (c ceremony, err error) {
	payload, signature, _ := strings.Cut(token, ".")
	if !s.keys.Signed(signature, forSealed, payload) {
		return c, ErrChallenge
	}
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(text, &c)
}

// usedOf returns the id of the flow that says that a challenge was used: a challenge has one.
func usedOf(session webauthn.SessionData) uuid.UUID {
	sum := sha256.Sum256([]byte(session.Challenge))
	return uuid.UUID(sum[:16])
}
