package handlers_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// authenticator holds one passkey, and lies where a test asks it to.
type authenticator struct {
	key        *ecdsa.PrivateKey
	id, handle []byte
	count      uint32
	origin, rp string
	unverified bool
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authenticator{key: key, id: []byte(rand.Text()), origin: "http://localhost", rp: "localhost"}
}

// challenge is what the site asks of a browser.
type challenge struct {
	Token   string
	Options struct {
		Challenge          string
		RP                 struct{ ID string }
		User               struct{ ID string }
		ExcludeCredentials []struct{ ID string }
		AllowCredentials   []struct{ ID string }
		UserVerification   string
	}
}

func (a *authenticator) clientData(kind, challenge string) []byte {
	text, _ := json.Marshal(map[string]string{"type": kind, "challenge": challenge, "origin": a.origin})
	return text
}

// data is the authenticator data, with flags for present and verified.
func (a *authenticator) data(flags byte, more ...byte) []byte {
	if a.unverified {
		flags &^= 4
	}
	rp := sha256.Sum256([]byte(a.rp))
	return slices.Concat(rp[:], []byte{flags}, binary.BigEndian.AppendUint32(nil, a.count), more)
}

// make answers a challenge with a new passkey and no attestation.
func (a *authenticator) make(t *testing.T, c challenge) string {
	t.Helper()
	a.handle, _ = base64.RawURLEncoding.DecodeString(c.Options.User.ID)
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		t.Fatal(err)
	}
	credential := slices.Concat(make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(a.id))), a.id, cose)
	attestation, err := webauthncbor.Marshal(
		map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(0x45, credential...)},
	)
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(
		map[string][]byte{
			"clientDataJSON":    a.clientData("webauthn.create", c.Options.Challenge),
			"attestationObject": attestation,
		},
	)
}

// show answers a challenge with the passkey.
func (a *authenticator) show(t *testing.T, c challenge) string {
	t.Helper()
	a.count++
	client, data := a.clientData("webauthn.get", c.Options.Challenge), a.data(0x05)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(slices.Concat(data, hash[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(
		map[string][]byte{
			"clientDataJSON":    client,
			"authenticatorData": data,
			"signature":         signature,
			"userHandle":        a.handle,
		},
	)
}

func (a *authenticator) answer(response map[string][]byte) string {
	coded := map[string]string{}
	for name, value := range response {
		coded[name] = base64.RawURLEncoding.EncodeToString(value)
	}
	id := base64.RawURLEncoding.EncodeToString(a.id)
	text, _ := json.Marshal(
		map[string]any{
			"id":                     id,
			"rawId":                  id,
			"type":                   "public-key",
			"response":               coded,
			"clientExtensionResults": map[string]any{},
		},
	)
	return string(text)
}

var asScript = []string{"Accept", "application/json", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}

// challenged asks for a challenge, as the page's script does.
func (s *site) challenged(path string, form url.Values) challenge {
	s.t.Helper()
	status, body, _ := s.ask("POST", path, form, asScript...)
	var c challenge
	if err := json.Unmarshal([]byte(body), &c); err != nil || status != http.StatusOK || c.Token == "" {
		s.t.Fatalf("%s: %d %s", path, status, body)
	}
	return c
}

// addPasskey adds one to the account that is logged in.
func (s *site) addPasskey(t *testing.T, name string) (*authenticator, string) {
	t.Helper()
	a := newAuthenticator(t)
	c := s.challenged(askNew, nil)
	status, body, _ := s.ask(
		"POST",
		"/account/passkeys",
		url.Values{"token": {c.Token}, "response": {a.make(t, c)}, "name": {name}},
	)
	if status != http.StatusOK {
		t.Fatalf("adding a passkey: %d %s", status, body)
	}
	return a, body
}

func (s *site) logInWith(t *testing.T, a *authenticator) (int, string) {
	t.Helper()
	c := s.challenged(askLogin, nil)
	status, body, _ := s.ask(
		"POST",
		passkeyLogin,
		url.Values{"token": {c.Token}, "response": {a.show(t, c)}, "next": {"/account/security"}},
	)
	return status, body
}
