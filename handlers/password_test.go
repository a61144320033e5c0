package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

const better = "a staple in the battery"

// TestForgotten: the answer is the same for every address, the link survives
// being looked at, works once, and logs nobody in.
func TestForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		known, knownBody, _ := s.ask("POST", "/api/auth/forgot", url.Values{"email": {"ada@example.com"}})
		unknown, unknownBody, _ := s.ask("POST", "/api/auth/forgot", url.Values{"email": {"eve@example.com"}})
		if known != http.StatusOK || known != unknown || knownBody != unknownBody {
			t.Errorf("known %d, unknown %d; the same words: %v", known, unknown, knownBody == unknownBody)
		}
		token := s.link(letter.ResetPassword{})
		for range 3 { // a mail scanner
			if status, body, _ := s.ask("GET", "/reset?token="+token, nil); status != http.StatusOK ||
				!strings.Contains(body, "new password") {
				t.Fatalf("the page: %d", status)
			}
		}
		if status, body, _ := s.ask("POST", "/api/auth/reset", url.Values{"token": {token}, "password": {"short"}}); status != 422 ||
			!strings.Contains(body, token) {
			t.Errorf("a short password: %d", status)
		}
		if _, body, res := s.ask("POST", "/api/auth/reset", url.Values{"token": {token}, "password": {better}}); res.Request.URL.Path != "/login" ||
			!strings.Contains(body, "new password is set") {
			t.Errorf("it led to %s", res.Request.URL)
		}
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
			t.Errorf("the session of before: %d", status)
		}
		if status, _, _ := s.ask("POST", "/api/auth/reset", url.Values{"token": {token}, "password": {better}}); status != http.StatusGone {
			t.Errorf("twice: %d", status)
		}
	})
}

// TestTooManyTries: the page says when, and keeps what was typed; so does JSON.
func TestTooManyTries(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	wrong := url.Values{"email": {"ada@example.com"}, "password": {"wrong"}}
	for range 5 {
		s.ask("POST", "/api/auth/login", wrong)
	}
	status, body, res := s.ask("POST", "/api/auth/login", wrong)
	if status != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "2" ||
		!strings.Contains(body, "wait 2 seconds") ||
		!strings.Contains(body, `value="ada@example.com"`) {
		t.Errorf("%d, Retry-After %s", status, res.Header.Get("Retry-After"))
	}
	if status, body, _ := s.ask("POST", "/api/auth/login", wrong, "Accept", "application/json"); status != http.StatusTooManyRequests ||
		!strings.Contains(body, "wait 2 seconds") {
		t.Errorf("as JSON: %d %s", status, body)
	}
	s.later(3 * time.Second)
	if status, _ := s.logIn("ada@example.com"); status != http.StatusOK {
		t.Errorf("after the wait: %d", status)
	}
}

// TestOneClientIsSlowedDown, whatever it says about where it comes from.
func TestOneClientIsSlowedDown(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.server.SetAttemptsPerMinute(10)
	limited := 0
	for i := range 30 {
		form := url.Values{"email": {fmt.Sprintf("user%d@example.com", i)}}
		status, _, res := s.ask("POST", "/api/auth/forgot", form, "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
		if status == http.StatusTooManyRequests {
			limited++
			if res.Header.Get("Retry-After") == "" {
				t.Error("it does not say when")
			}
		}
	}
	if limited != 10 {
		t.Errorf("%d of 30 were slowed down, want those after 20", limited)
	}
	s.later(time.Minute)
	if status, _, _ := s.ask("POST", "/api/auth/forgot", url.Values{"email": {"ada@example.com"}}); status != http.StatusOK {
		t.Errorf("a minute later: %d", status)
	}
}

// TestANetworkOfIPv6IsOneClient: whoever can choose among the addresses of a /64 is slowed down
// as one, and the next /64 is not.
func TestANetworkOfIPv6IsOneClient(t *testing.T) {
	s := open(t, modelstest.SQLite(t), func(c *config.Config, _ *sites.Settings) {
		c.HTTP.TrustedProxies = []string{"127.0.0.0/8"}
	})
	s.server.SetAttemptsPerMinute(10)
	limited := 0
	ask := func(address string) bool {
		form := url.Values{"email": {"ada@example.com"}}
		status, _, _ := s.ask("POST", "/api/auth/forgot", form, "X-Forwarded-For", address)
		return status == http.StatusTooManyRequests
	}
	for i := range 30 {
		if ask(fmt.Sprintf("[2001:db8:0:1:%x::1]:4711", i)) {
			limited++
		}
	}
	if limited != 10 {
		t.Errorf("%d of 30 were slowed down, want those after 20", limited)
	}
	if ask("2001:db8:0:2::1") {
		t.Error("the next network is slowed down too")
	}
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// TestSecondStepWithoutScript: password, then code, in two plain forms.
func TestSecondStepWithoutScript(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		codes := s.enrol()
		s.ask("POST", "/api/auth/logout", nil)
		status, body, res := s.ask(
			"POST",
			"/api/auth/login",
			url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {"/account/data"}},
		)
		if status != http.StatusOK || !strings.Contains(body, "One more step") || len(res.Cookies()) != 0 {
			t.Fatalf("after the password: %d, cookies %v", status, res.Cookies())
		}
		step := url.Values{
			"token": {tokenField.FindStringSubmatch(body)[1]},
			"next":  {"/account/data"},
			"totp":  {"1"},
			"code":  {"000000"},
		}
		if status, body, _ := s.ask("POST", "/api/auth/login/code", step); status != 422 ||
			!strings.Contains(body, "does not work") {
			t.Errorf("a wrong code: %d", status)
		}
		step.Set("code", codes[0])
		if status, _, res := s.ask("POST", "/api/auth/login/code", step); status != http.StatusOK ||
			res.Request.URL.Path != "/account/data" {
			t.Errorf("a recovery code: %d at %s", status, res.Request.URL)
		}
		if status, body, _ := s.ask("POST", "/api/auth/login/code", step); status != http.StatusGone ||
			!strings.Contains(body, "log in again") {
			t.Errorf("the step again: %d", status)
		}
	})
}

var (
	secretKey = regexp.MustCompile(`secret=([A-Z2-7]+)`)
	codeItem  = regexp.MustCompile(`<code>([A-Z2-7-]{19})</code>`)
)

// enrol sets an authenticator app up, and returns the recovery codes.
func (s *site) enrol() []string {
	s.t.Helper()
	_, body, _ := s.ask("GET", "/account/security/app", nil)
	found := secretKey.FindStringSubmatch(body)
	if found == nil {
		s.t.Fatalf("no secret on the page: %s", body)
	}
	_, body, _ = s.ask("POST", "/account/security/app", url.Values{"code": {totp(s.t, found[1], s.clock())}})
	var codes []string
	for _, item := range codeItem.FindAllStringSubmatch(body, -1) {
		codes = append(codes, item[1])
	}
	if len(codes) != 10 {
		s.t.Fatalf("%d recovery codes on the page: %s", len(codes), body)
	}
	return codes
}

// TestScriptsGetReasons: JSON answers say what is wrong, with the right status.
func TestScriptsGetReasons(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	s.enrol()
	s.forget()
	ask := func(path, body string) (int, string) {
		r, err := http.NewRequest("POST", s.url+path, io.NopCloser(strings.NewReader(body))) // no length: chunked
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json")
		res, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(text)
	}
	status, body := ask("/api/auth/login", `{"email": "ada@example.com", "password": "`+secret+`"}`)
	if status != http.StatusAccepted || !strings.Contains(body, `"totp":true`) {
		t.Fatalf("the password: %d %s", status, body)
	}
	step := strings.Split(strings.Split(body, `"token":"`)[1], `"`)[0]
	for name, tt := range map[string]struct {
		path, body string
		status     int
		says       string
	}{
		"a wrong code":      {"/api/auth/login/code", `{"token": "` + step + `", "code": "1"}`, 422, `"code"`},
		"a forged step":     {"/api/auth/login/code", `{"token": "x", "code": "1"}`, 410, "has expired"},
		"no address":        {"/api/auth/forgot", `{}`, 422, `"email"`},
		"not JSON":          {"/api/auth/login", `{`, 400, "could not read"},
		"of another type":   {"/api/auth/login", `{"email": [1]}`, 400, "could not read"},
		"too large, in one": {"/api/auth/login", `{"email": "` + strings.Repeat("a", 2<<20) + `"}`, 413, "too large"},
	} {
		if status, body := ask(tt.path, tt.body); status != tt.status || !strings.Contains(body, tt.says) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}
