package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// Passkeys adds passkeys to accounts, and logs people in with them.
type Passkeys struct {
	*core
	sessions *SessionManager
	factors  *SecondFactors
	webauthn *webauthn.WebAuthn // nil where passkeys cannot work
}

// These can go wrong with a passkey. A wrong one and an unknown one are alike.
var (
	ErrPasskey    = errors.New("the passkey is not known here")
	ErrChallenge  = errors.New("the challenge was used, is too old, or was for something else")
	ErrNoPasskeys = errors.New("passkeys need a site whose address has a name")
)

// passkeyLife is how long a challenge waits for its answer.
const passkeyLife = 5 * time.Minute

// Challenge asks a browser to make a passkey, or to show one. Options are what
// its script needs; Token comes back with the answer.
type Challenge struct {
	Token   string `json:"token"`
	Options any    `json:"options"`
}

// newWebAuthn returns nil where passkeys cannot work: at an address without a
// name. Settings without an address, as in tests, mean this machine.
func newWebAuthn(s Settings) *webauthn.WebAuthn {
	site, err := url.Parse(s.Issuer)
	if err != nil || site.Host == "" {
		site = &url.URL{Scheme: "http", Host: "localhost"}
	}
	patience := webauthn.TimeoutConfig{Timeout: passkeyLife, TimeoutUVD: passkeyLife}
	passkeys, err := webauthn.New(&webauthn.Config{
		RPID: site.Hostname(), RPDisplayName: s.SiteName, RPOrigins: []string{site.Scheme + "://" + site.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts:                          webauthn.TimeoutsConfig{Login: patience, Registration: patience},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore, // some password managers send them
	})
	if err != nil {
		return nil
	}
	return passkeys
}

// ceremony is what a challenge was made with. It stays here, in the flow; one for a log-in
// is sealed in its token, see passkey_sealed.go.
type ceremony struct {
	For     string // its answer counts for nothing else
	Session webauthn.SessionData
	Until   time.Time // of a sealed one
}

// A challenge can be for one of these.
const forLogin = "log-in"

func forStep(flow flows.Flow) string { return "second step " + flow.ID.String() }
func forSession(by Identity) string  { return "session " + by.Session.String() }

// challenge stores the ceremony and hands its token out.
func (s *Passkeys) challenge(ctx context.Context, kind flows.Kind, c ceremony, options any) (Challenge, error) {
	payload, err := json.Marshal(c)
	if err != nil {
		return Challenge{}, err
	}
	flow := flows.Flow{Kind: kind, Payload: string(payload)}
	if owner, err := uuid.FromBytes(c.Session.UserID); err == nil {
		flow.UserID = &owner
	}
	id, err := s.newFlow(ctx, s.db, flow, passkeyLife)
	return Challenge{Token: s.keys.LinkToken(id), Options: options}, err
}

// consumeChallenge uses a challenge up before anyone looks at the answer: each gets one. It
// returns ErrChallenge for one that is gone, or was for something else.
func (s *Passkeys) consumeChallenge(
	ctx context.Context, token string, kind flows.Kind, purpose string,
) (webauthn.SessionData, error) {
	var c ceremony
	flow, err := s.openLink(ctx, token, kind)
	if err == nil {
		err = flows.Consume(ctx, s.db, flow.ID, s.now())
	}
	if errors.Is(err, ErrLink) || errors.Is(err, models.ErrConflict) {
		return c.Session, ErrChallenge
	}
	if err == nil {
		err = json.Unmarshal([]byte(flow.Payload), &c)
	}
	if err == nil && c.For != purpose {
		err = ErrChallenge
	}
	return c.Session, err
}

// holder is a user with their passkeys, as the WebAuthn library wants them.
type holder struct {
	user        users.User
	passkeys    []credentials.Passkey
	credentials webauthn.Credentials
}

func (h holder) WebAuthnID() []byte                         { return h.user.ID[:] }
func (h holder) WebAuthnName() string                       { return h.user.Email }
func (h holder) WebAuthnDisplayName() string                { return h.user.Email }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

func (s *Passkeys) holderOf(ctx context.Context, user users.User) (holder, error) {
	h := holder{user: user}
	var err error
	h.passkeys, err = credentials.PasskeysOf(ctx, s.db, user.ID)
	for _, passkey := range h.passkeys {
		var credential webauthn.Credential
		if err := json.Unmarshal([]byte(passkey.Credential), &credential); err != nil {
			return h, fmt.Errorf("passkey %s: %w", passkey.ID, err)
		}
		h.credentials = append(h.credentials, credential)
	}
	return h, err
}
