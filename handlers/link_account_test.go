package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestLinksNameTheirAccount: a link of one account, opened in a browser that is logged in to
// another, says whose it is, and at the end what was done.
func TestLinksNameTheirAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.signUp("bob@example.com")
		s.logIn("ada@example.com")
		s.ask("POST", "/account/address", url.Values{"email": {"new@example.com"}})
		links := map[string]string{"/address/confirm": s.link(letter.ConfirmNewAddress{})}
		s.ask("POST", "/api/auth/forgot", url.Values{"email": {"ada@example.com"}})
		links["/reset"] = s.link(letter.ResetPassword{})
		s.ask("POST", "/api/auth/login/mail", url.Values{"email": {"ada@example.com"}})
		links["/login/link"] = s.link(letter.LoginLink{})
		s.forget()
		s.logIn("bob@example.com")
		for path, token := range links {
			_, body, _ := s.ask("GET", path+"?token="+token, nil)
			if !strings.Contains(body, "This link is for the account <strong>ada@example.com</strong>") ||
				!strings.Contains(body, "you are logged in as bob@example.com") {
				t.Errorf("%s does not say whose it is: %s", path, plain(body))
			}
		}
		_, body, _ := s.ask("POST", "/address/confirm", url.Values{"token": {links["/address/confirm"]}})
		if !strings.Contains(body, "Your new address is confirmed") ||
			!strings.Contains(body, "logged in as bob@example.com") {
			t.Errorf("the address: %s", plain(body))
		}
		_, body, _ = s.ask("POST", "/address/undo", url.Values{"token": {s.link(letter.AddressChanged{})}})
		if !strings.Contains(body, "has its old address again") {
			t.Errorf("taken back: %s", plain(body))
		}
		_, body, _ = s.ask("POST", "/api/auth/reset", url.Values{
			"token": {s.link(letter.ResetPassword{})}, "password": {"another horse battery"},
		})
		if !strings.Contains(body, "Your new password is set") ||
			!strings.Contains(body, "logged in as bob@example.com") {
			t.Errorf("the password: %s", plain(body))
		}
		_, body, _ = s.ask("POST", "/sessions/end", url.Values{"token": {s.link(letter.PasswordChanged{})}})
		if !strings.Contains(body, "All sessions of that account have ended") {
			t.Errorf("the sessions: %s", plain(body))
		}
		if _, body, _ := s.ask("GET", "/api/me", nil); !strings.Contains(body, "bob@example.com") {
			t.Errorf("the other account: %s", body)
		}
	})
}

var (
	formHTML     = regexp.MustCompile(`(?s)<form.*?</form>`)
	inputHTML    = regexp.MustCompile(`(?s)<input.*?>`)
	usernameHTML = regexp.MustCompile(`autocomplete="username( webauthn)?"`)
)

// TestPasswordsHaveAName: wherever a password is typed the form shows whose it is, in a field
// that is not hidden, so that password managers store it right.
func TestPasswordsHaveAName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.ask("POST", "/api/auth/forgot", url.Values{"email": {"ada@example.com"}})
		reset := s.link(letter.ResetPassword{})
		s.ask("POST", "/api/auth/login/mail", url.Values{"email": {"ada@example.com"}})
		login := s.link(letter.LoginLink{})
		for range 2 {
			s.ask("POST", "/api/auth/signup", url.Values{"email": {"eve@example.com"}, "password": {secret}})
		}
		verify := s.link(letter.ConfirmAddress{})
		for _, path := range []string{
			"/signup", "/login", "/reset?token=" + reset, "/login/link?token=" + login, "/verify?token=" + verify,
		} {
			s.namesPasswords(t, path)
		}
		s.logIn("ada@example.com")
		for _, path := range []string{"/account/confirm", "/account/security"} {
			s.namesPasswords(t, path)
		}
	})
}

func (s *site) namesPasswords(t *testing.T, path string) {
	t.Helper()
	status, body, _ := s.ask("GET", path, nil)
	asked := 0
	for _, form := range formHTML.FindAllString(body, -1) {
		if !strings.Contains(form, `type="password"`) {
			continue
		}
		asked++
		isNamed := false
		for _, input := range inputHTML.FindAllString(form, -1) {
			isNamed = isNamed || usernameHTML.MatchString(input) && !strings.Contains(input, `type="hidden"`)
		}
		if !isNamed {
			t.Errorf("%s asks for a password of nobody: %s", path, form)
		}
	}
	if status != http.StatusOK || asked == 0 {
		t.Errorf("%s: %d, %d passwords", path, status, asked)
	}
}

// TestTheMailedLogIn leads in: from the page that says to wait to the second press.
func TestTheMailedLogIn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		wrong := url.Values{"email": {"ada@example.com"}, "password": {"wrong"}}
		for range 6 {
			s.ask("POST", "/api/auth/login", wrong)
		}
		status, body := s.logIn("ada@example.com")
		if status != http.StatusTooManyRequests || !strings.Contains(body, `href="/login/mail"`) {
			t.Fatalf("%d, and no way in: %s", status, plain(body))
		}
		s.ask("POST", "/api/auth/login/mail", url.Values{"email": {"ada@example.com"}})
		token := s.link(letter.LoginLink{})
		if status, body, _ := s.ask("POST", "/api/auth/login/link", url.Values{"token": {token}, "password": {"wrong"}}); status != 401 ||
			!strings.Contains(body, "That is not your password") {
			t.Errorf("a wrong password: %d %s", status, plain(body))
		}
		_, body, res := s.ask("POST", "/api/auth/login/link", url.Values{"token": {token}, "password": {secret}})
		if res.Request.URL.Path != "/account" || !strings.Contains(body, "ada@example.com") {
			t.Errorf("it leads to %s: %s", res.Request.URL, plain(body))
		}
		s.forget()
		if status, _, _ := s.ask("GET", "/login/link?token="+token, nil); status != http.StatusGone {
			t.Errorf("the link again: %d", status)
		}
	})
}
