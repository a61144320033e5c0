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
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
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
	attestation, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(0x45, credential...)})
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(map[string][]byte{"clientDataJSON": a.clientData("webauthn.create", c.Options.Challenge), "attestationObject": attestation})
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
	return a.answer(map[string][]byte{"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": a.handle})
}

func (a *authenticator) answer(response map[string][]byte) string {
	coded := map[string]string{}
	for name, value := range response {
		coded[name] = base64.RawURLEncoding.EncodeToString(value)
	}
	id := base64.RawURLEncoding.EncodeToString(a.id)
	text, _ := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": coded, "clientExtensionResults": map[string]any{}})
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

const (
	askNew, askLogin, askConfirm = "/api/auth/passkeys/new-options", "/api/auth/passkeys/options", "/api/auth/passkeys/confirm-options"
	passkeyLogin, passkeyConfirm = "/api/auth/passkeys/login", "/api/auth/passkeys/confirm"
)

// addPasskey adds one to the account that is logged in.
func (s *site) addPasskey(t *testing.T, name string) (*authenticator, string) {
	t.Helper()
	a := newAuthenticator(t)
	c := s.challenged(askNew, nil)
	status, body, _ := s.ask("POST", "/account/passkeys", url.Values{"token": {c.Token}, "response": {a.make(t, c)}, "name": {name}})
	if status != http.StatusOK {
		t.Fatalf("adding a passkey: %d %s", status, body)
	}
	return a, body
}

func (s *site) logInWith(t *testing.T, a *authenticator) (int, string) {
	t.Helper()
	c := s.challenged(askLogin, nil)
	status, body, _ := s.ask("POST", passkeyLogin, url.Values{"token": {c.Token}, "response": {a.show(t, c)}, "next": {"/account/security"}})
	return status, body
}

func TestPasskey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		a, page := s.addPasskey(t, "")
		if strings.Count(page, "<li><code>") != 10 {
			t.Errorf("no recovery codes: %s", page)
		}
		if l := s.letter(mail.FactorChanged); l.Facts["what"] != string(models.PasskeyAdded) {
			t.Errorf("the letter tells of %v", l.Facts)
		}
		if _, page := s.addPasskey(t, "the second"); strings.Contains(page, "<li><code>") || !strings.Contains(page, "the second") {
			t.Errorf("the second one: %s", page)
		}
		if c := s.challenged(askNew, nil); len(c.Options.ExcludeCredentials) != 2 || c.Options.RP.ID != "localhost" {
			t.Errorf("the third one: %+v", c)
		}
		s.forget()
		if status, page := s.logInWith(t, a); status != http.StatusOK || !strings.Contains(page, "last used") || !strings.Contains(page, "Logged in (passkey)") || !strings.Contains(page, "Passkey added") {
			t.Errorf("the log-in: %d %s", status, page)
		}
		if status, page, _ := s.ask("GET", "/account/sessions", nil); status != http.StatusOK || !strings.Contains(page, "Logged in with passkey") {
			t.Errorf("the sessions: %s", page)
		}
	})
}

// TestPasskeyAnswersOnce: neither an answer nor its challenge works again.
func TestPasskeyAnswersOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.forget()
		c := s.challenged(askLogin, nil)
		form := url.Values{"token": {c.Token}, "response": {a.show(t, c)}}
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusOK {
			t.Fatalf("the first time: %d", status)
		}
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusGone {
			t.Errorf("again: %d", status)
		}
		next := s.challenged(askLogin, nil)
		form.Set("token", next.Token)
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusUnauthorized {
			t.Errorf("the same answer to another challenge: %d", status)
		}
		form.Set("response", a.show(t, next))
		if status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status != http.StatusGone {
			t.Errorf("a challenge that had a wrong answer: %d", status)
		}
		late := s.challenged(askLogin, nil)
		s.later(6 * time.Minute)
		if status, _, _ := s.ask("POST", passkeyLogin, url.Values{"token": {late.Token}, "response": {a.show(t, late)}}, asScript...); status != http.StatusGone {
			t.Errorf("after six minutes: %d", status)
		}
	})
}

// TestOneOfManyPasskeyAnswers: of twenty who send the same answer at once, one gets in.
func TestOneOfManyPasskeyAnswers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.forget()
		c := s.challenged(askLogin, nil)
		form := url.Values{"token": {c.Token}, "response": {a.show(t, c)}}
		var in atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				switch status, _, _ := s.ask("POST", passkeyLogin, form, asScript...); status {
				case http.StatusOK:
					in.Add(1)
				case http.StatusGone:
				default:
					t.Errorf("%d", status)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("%d got in", in.Load())
		}
	})
}

// TestPasskeyIsRefused in the same words, whatever is wrong with it.
func TestPasskeyIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("eve@example.com")
		s.signUp("ada@example.com")
		s.logIn("eve@example.com")
		eve, _ := s.addPasskey(t, "eve's")
		s.logIn("ada@example.com")
		good, _ := s.addPasskey(t, "ada's")
		s.forget()
		good.count = 10
		if status, page := s.logInWith(t, good); status != http.StatusOK {
			t.Fatalf("a good one: %d %s", status, page)
		}
		stranger := newAuthenticator(t)
		tests := map[string]func(a *authenticator){
			"another site's":   func(a *authenticator) { a.origin = "http://localhost.evil.example" },
			"another port's":   func(a *authenticator) { a.origin = "http://localhost:81" },
			"another name's":   func(a *authenticator) { a.rp = "evil.example" },
			"not unlocked":     func(a *authenticator) { a.unverified = true },
			"another's":        func(a *authenticator) { a.handle = eve.handle },
			"another's key":    func(a *authenticator) { a.key = eve.key },
			"unknown":          func(a *authenticator) { a.id = stranger.id },
			"of nobody":        func(a *authenticator) { a.handle = []byte("0123456789abcdef") },
			"without a handle": func(a *authenticator) { a.handle = nil },
			"counts backwards": func(a *authenticator) { a.count = 5 },
			"counts the same":  func(a *authenticator) { a.count = 10 },
		}
		for name, lie := range tests {
			t.Run(name, func(t *testing.T) {
				s.forget()
				a := *good
				a.count = 20
				lie(&a)
				if status, page := s.logInWith(t, &a); status != http.StatusUnauthorized || !strings.Contains(page, "That passkey is not known here.") {
					t.Errorf("%d %s", status, page)
				}
			})
		}
		if status, _ := s.logInWith(t, good); status != http.StatusOK {
			t.Fatal("the good one works no more")
		}
		if _, page, _ := s.ask("GET", "/account/security", nil); strings.Count(page, "copy of it") != 2 {
			t.Errorf("what counted backwards is not noted twice: %s", page)
		}
	})
}

func TestPasskeyNonsense(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for _, answer := range []string{"", "{", "null", "[]", `{"id":"x"}`, "\x7f", strings.Repeat("[", 10_000)} {
		c := s.challenged(askLogin, nil)
		if status, _, _ := s.ask("POST", passkeyLogin, url.Values{"token": {c.Token}, "response": {answer}}); status != http.StatusUnauthorized {
			t.Errorf("%.20q: %d", answer, status)
		}
		c = s.challenged(askNew, nil)
		if status, page, _ := s.ask("POST", "/account/passkeys", url.Values{"token": {c.Token}, "response": {answer}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "did not fit") {
			t.Errorf("a new one, %.20q: %d", answer, status)
		}
	}
	for _, path := range []string{passkeyLogin, passkeyConfirm, "/account/passkeys"} {
		if status, _, _ := s.ask("POST", path, url.Values{"token": {"x.y"}}, asScript...); status != http.StatusGone {
			t.Errorf("%s with a forged token: %d", path, status)
		}
	}
}

// TestPasskeyChallengesServeOnePurpose: one for a log-in adds nothing, and one
// for a session opens no other.
func TestPasskeyChallengesServeOnePurpose(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		c := s.challenged(askLogin, nil)
		if status, _, _ := s.ask("POST", passkeyConfirm, url.Values{"token": {c.Token}, "response": {a.show(t, c)}}, asScript...); status != http.StatusGone {
			t.Errorf("a log-in's confirms: %d", status)
		}
		c = s.challenged(askConfirm, nil)
		if status, _, _ := s.ask("POST", passkeyLogin, url.Values{"token": {c.Token}, "response": {a.show(t, c)}}, asScript...); status != http.StatusGone {
			t.Errorf("a confirmation's logs in: %d", status)
		}
		c = s.challenged(askConfirm, nil)
		if status, _, _ := s.ask("POST", "/account/passkeys", url.Values{"token": {c.Token}, "response": {a.make(t, c)}}, asScript...); status != http.StatusGone {
			t.Errorf("a confirmation's adds one: %d", status)
		}
	})
}

// TestPasskeyOfAClosedAccount opens nothing.
func TestPasskeyOfAClosedAccount(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	a, _ := s.addPasskey(t, "mine")
	user, err := s.server.DB.UserByEmail(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	now := models.Now()
	if err := s.server.DB.SetDisabled(t.Context(), user.ID, &now); err != nil {
		t.Fatal(err)
	}
	s.forget()
	if status, page := s.logInWith(t, a); status != http.StatusUnauthorized || !strings.Contains(page, "not known here") {
		t.Errorf("%d %s", status, page)
	}
}

var stepField = regexp.MustCompile(`name="step" value="([^"]+)"`)

// step logs in with the password and returns the token of the second step.
func (s *site) step(email string) string {
	s.t.Helper()
	status, page := s.logIn(email)
	found := stepField.FindStringSubmatch(page)
	if status != http.StatusOK || found == nil {
		s.t.Fatalf("no second step: %d %s", status, page)
	}
	return found[1]
}

func TestPasskeyAsSecondFactor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		eve, _ := s.addPasskey(t, "eve's")
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.forget()
		step := s.step("admin@example.com")
		c := s.challenged(askLogin, url.Values{"step": {step}})
		if len(c.Options.AllowCredentials) != 1 || c.Options.UserVerification != "required" {
			t.Errorf("asked for %+v", c)
		}
		form := url.Values{"step": {step}, "token": {c.Token}, "response": {eve.show(t, c)}}
		if status, page, _ := s.ask("POST", passkeyLogin, form); status != http.StatusUnauthorized || !strings.Contains(page, "One more step") {
			t.Errorf("another's: %d %s", status, page)
		}
		c = s.challenged(askLogin, url.Values{"step": {step}})
		form = url.Values{"step": {step}, "token": {c.Token}, "response": {a.show(t, c)}, "next": {"/admin/policies"}}
		if status, _, res := s.ask("POST", passkeyLogin, form); status != http.StatusOK || res.Request.URL.Path != "/admin/policies" {
			t.Errorf("the owner's: %d at %s", status, res.Request.URL)
		}
		if status, page, _ := s.ask("POST", passkeyLogin, form); status != http.StatusGone || !strings.Contains(page, "That took too long") {
			t.Errorf("the step again: %d %s", status, page)
		}
		if status, _, _ := s.ask("POST", askLogin, url.Values{"step": {step}}, asScript...); status != http.StatusGone {
			t.Errorf("options for a step that is over: %d", status)
		}
	})
}

func TestPasskeyConfirms(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		eve, _ := s.addPasskey(t, "eve's")
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		s.later(11 * time.Minute)
		if status, body, _ := s.ask("POST", askNew, nil, asScript...); status != http.StatusForbidden || !strings.Contains(body, "confirm first") {
			t.Errorf("a new one without a proof: %d %s", status, body)
		}
		if status, page, _ := s.ask("POST", "/account/passkeys", url.Values{"name": {"kept"}}); status != http.StatusForbidden || !strings.Contains(page, `name="keep.name" value="kept"`) {
			t.Errorf("the form without a proof: %d %s", status, page)
		}
		c := s.challenged(askConfirm, nil)
		form := url.Values{"token": {c.Token}, "response": {eve.show(t, c)}, "next": {"/account/security"}}
		if status, page, _ := s.ask("POST", passkeyConfirm, form); status != http.StatusUnauthorized || !strings.Contains(page, "Is it you?") || !strings.Contains(page, "not known here") {
			t.Errorf("another's: %d %s", status, page)
		}
		c = s.challenged(askConfirm, nil)
		form = url.Values{"token": {c.Token}, "response": {a.show(t, c)}, "again": {"/account/passkeys"}, "keep.name": {"kept"}}
		if status, page, _ := s.ask("POST", passkeyConfirm, form); status != http.StatusOK || !strings.Contains(page, `name="name" value="kept"`) {
			t.Errorf("the owner's: %d %s", status, page)
		}
		s.challenged(askNew, nil)
	})
}

var passkeyForm = regexp.MustCompile(`/account/passkeys/([0-9a-f-]+)/rename`)

func TestPasskeysOfOthers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		eve, _ := s.addPasskey(t, "eve's")
		_, page, _ := s.ask("GET", "/account/security", nil)
		path := "/account/passkeys/" + passkeyForm.FindStringSubmatch(page)[1]
		s.admin()
		if status, _, _ := s.ask("POST", path+"/rename", url.Values{"name": {"mine"}}); status != http.StatusNotFound {
			t.Errorf("renamed: %d", status)
		}
		if status, _, _ := s.ask("POST", path+"/remove", nil); status != http.StatusNotFound {
			t.Errorf("removed: %d", status)
		}
		s.forget()
		if status, page := s.logInWith(t, eve); status != http.StatusOK || !strings.Contains(page, "<strong>eve&#39;s</strong>") {
			t.Errorf("the owner: %d %s", status, page)
		}
		if _, page, _ := s.ask("POST", path+"/rename", url.Values{"name": {" my\nphone "}}); !strings.Contains(page, "<strong>my phone</strong>") {
			t.Errorf("renamed by its owner: %s", page)
		}
		if _, page, _ := s.ask("POST", path+"/remove", nil); strings.Contains(page, "<strong>my phone</strong>") || strings.Contains(page, "Recovery codes</h3>") {
			t.Errorf("removed by its owner: %s", page)
		}
		s.forget()
		if status, _ := s.logInWith(t, eve); status != http.StatusUnauthorized {
			t.Errorf("afterwards: %d", status)
		}
	})
}

func TestPasskeyNames(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for typed, shown := range map[string]string{
		`<script>alert(1)</script>`:       `<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>`,
		`" autofocus onfocus="alert(1)`:   `value="&#34; autofocus onfocus=&#34;alert(1)"`,
		"\u202egnp.exe":                   `<strong>gnp.exe</strong>`,
		"\u200b \t\n":                     `<strong>An unknown browser</strong>`,
		strings.Repeat("ü", 100):          `<strong>` + strings.Repeat("ü", 60) + `</strong>`,
		"'; DROP TABLE passkeys; --":      `<strong>&#39;; DROP TABLE passkeys; --</strong>`,
		"Ada's 電話 📱 of the Nördliche See": `<strong>Ada&#39;s 電話 📱 of the Nördliche See</strong>`,
	} {
		s.addPasskey(t, typed)
		if _, page, _ := s.ask("GET", "/account/security", nil); !strings.Contains(page, shown) {
			t.Errorf("%q is not shown as %s", typed, shown)
		}
	}
}

// TestPasskeyTellsNothing: the same is asked of everybody.
func TestPasskeyTellsNothing(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	ask := func() string {
		_, body, _ := s.ask("POST", askLogin, url.Values{"email": {"admin@example.com"}}, asScript...)
		return regexp.MustCompile(`"(token|challenge)":"[^"]+"`).ReplaceAllString(body, "")
	}
	before := ask()
	s.admin()
	s.addPasskey(t, "mine")
	if after := ask(); after != before {
		t.Errorf("%s, then %s", before, after)
	}
}

// TestPasskeysNeedAName: at an address that is a number no browser makes one.
func TestPasskeysNeedAName(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.server.Auth = auth.New(s.server.DB, s.keys, auth.Settings{Issuer: "http://192.0.2.1:8080"})
	if status, body, _ := s.ask("POST", askLogin, nil, asScript...); status != http.StatusNotImplemented || !strings.Contains(body, "number") {
		t.Errorf("%d %s", status, body)
	}
}
