package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
)

const (
	askNew, askLogin, askConfirm = "/api/auth/passkeys/new-options", "/api/auth/passkeys/options", "/api/auth/passkeys/confirm-options"
	passkeyLogin, passkeyConfirm = "/api/auth/passkeys/login", "/api/auth/passkeys/confirm"
)

func TestPasskey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		a, page := s.addPasskey(t, "")
		if strings.Count(page, "<li><code>") != 10 {
			t.Errorf("no recovery codes: %s", page)
		}
		if l := s.letter(letter.FactorChanged{}); l.Content.(letter.FactorChanged).Action != activity.PasskeyAdded {
			t.Errorf("the letter tells of %v", l.Content)
		}
		if _, page := s.addPasskey(t, "the second"); strings.Contains(page, "<li><code>") ||
			!strings.Contains(page, "the second") {
			t.Errorf("the second one: %s", page)
		}
		if c := s.challenged(askNew, nil); len(c.Options.ExcludeCredentials) != 2 || c.Options.RP.ID != "localhost" {
			t.Errorf("the third one: %+v", c)
		}
		s.forget()
		if status, page := s.logInWith(t, a); status != http.StatusOK || !strings.Contains(page, "last used") ||
			!strings.Contains(page, "Logged in (passkey)") ||
			!strings.Contains(page, "Passkey added") {
			t.Errorf("the log-in: %d %s", status, page)
		}
		if status, page, _ := s.ask("GET", "/account/sessions", nil); status != http.StatusOK ||
			!strings.Contains(page, "Logged in with passkey") {
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
		if status, _, _ := s.ask("POST", passkeyLogin, url.Values{
			"token": {late.Token}, "response": {a.show(t, late)},
		}, asScript...); status != http.StatusGone {
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
		unknown := newAuthenticator(t)
		tests := map[string]func(a *authenticator){
			"another site's":   func(a *authenticator) { a.origin = "http://localhost.evil.example" },
			"another port's":   func(a *authenticator) { a.origin = "http://localhost:81" },
			"another name's":   func(a *authenticator) { a.rp = "evil.example" },
			"not unlocked":     func(a *authenticator) { a.unverified = true },
			"another's":        func(a *authenticator) { a.handle = eve.handle },
			"another's key":    func(a *authenticator) { a.key = eve.key },
			"unknown":          func(a *authenticator) { a.id = unknown.id },
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
				if status, page := s.logInWith(t, &a); status != http.StatusUnauthorized ||
					!strings.Contains(page, "That passkey is not registered here.") {
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
		if status, page, _ := s.ask("POST", "/account/passkeys", url.Values{
			"token": {c.Token}, "response": {answer},
		}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "could not be added") {
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
		if status, _, _ := s.ask("POST", passkeyConfirm, url.Values{
			"token": {c.Token}, "response": {a.show(t, c)},
		}, asScript...); status != http.StatusGone {
			t.Errorf("a log-in's confirms: %d", status)
		}
		c = s.challenged(askConfirm, nil)
		if status, _, _ := s.ask("POST", passkeyLogin, url.Values{"token": {c.Token}, "response": {a.show(t, c)}}, asScript...); status != http.StatusGone {
			t.Errorf("a confirmation's logs in: %d", status)
		}
		c = s.challenged(askConfirm, nil)
		if status, _, _ := s.ask("POST", "/account/passkeys", url.Values{
			"token": {c.Token}, "response": {a.make(t, c)},
		}, asScript...); status != http.StatusGone {
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
	user, err := users.ByEmail(t.Context(), s.db, "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	now := models.Now()
	if err := users.SetDisabled(t.Context(), s.db, user.ID, &now); err != nil {
		t.Fatal(err)
	}
	s.forget()
	if status, page := s.logInWith(t, a); status != http.StatusUnauthorized ||
		!strings.Contains(page, "not registered here") {
		t.Errorf("%d %s", status, page)
	}
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
		if status, page := s.logInWith(t, eve); status != http.StatusOK ||
			!strings.Contains(page, "<strong>eve&#39;s</strong>") {
			t.Errorf("the owner: %d %s", status, page)
		}
		if _, page, _ := s.ask("POST", path+"/rename", url.Values{"name": {" my\nphone "}}); !strings.Contains(
			page,
			"<strong>my phone</strong>",
		) {
			t.Errorf("renamed by its owner: %s", page)
		}
		if _, page, _ := s.ask("POST", path+"/remove", nil); strings.Contains(page, "<strong>my phone</strong>") ||
			strings.Contains(
				page,
				"Recovery codes</h3>",
			) || !regexp.MustCompile(`data-gone="[\w-]{16,}"`).MatchString(page) {
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
	s.server.Auth = auth.New(s.db, s.keys, auth.Settings{Issuer: "http://192.0.2.1:8080"})
	if status, body, _ := s.ask("POST", askLogin, nil, asScript...); status != http.StatusNotImplemented ||
		!strings.Contains(body, "number") {
		t.Errorf("%d %s", status, body)
	}
}
