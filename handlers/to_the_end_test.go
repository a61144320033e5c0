package handlers_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

const oneDay = 24 * time.Hour

// renews reports whether the browser's refresh cookie still gives it new ones.
func (s *site) renews() bool {
	s.t.Helper()
	status, _, _ := s.ask("POST", "/api/auth/refresh", nil, "Accept", "application/json")
	return status == http.StatusOK
}

// TestIdleSessionEnds: seven days without a visit, and not a minute before.
func TestIdleSessionEnds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		own := s.logInAs("ada@example.com")
		old := cookies(nil, []string{own.refresh})
		s.later(7*oneDay - time.Minute)
		if status, _, _ := s.bare("POST", "/api/auth/refresh", old, "Accept", "application/json"); status != http.StatusOK {
			t.Errorf("just before: %d", status)
		}
		own = s.logInAs("ada@example.com")
		old = cookies(nil, []string{own.refresh})
		s.later(7*oneDay + time.Minute)
		if status, _, _ := s.bare("POST", "/api/auth/refresh", old, "Accept", "application/json"); status != http.StatusUnauthorized {
			t.Errorf("just after: %d", status)
		}
	})
}

// TestAbsoluteLimit: ninety days after the log-in, however often it is renewed.
func TestAbsoluteLimit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		for day := 6; day < 90; day += 6 {
			s.later(6 * oneDay)
			if !s.renews() {
				t.Fatalf("it ended on day %d", day)
			}
		}
		s.later(6*oneDay - time.Minute)
		if !s.renews() {
			t.Error("it ended before ninety days")
		}
		s.later(2 * time.Minute)
		if s.renews() {
			t.Error("it goes on after ninety days")
		}
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
			t.Errorf("the access token: %d", status)
		}
	})
}

// TestErasureAfterSevenDays: until then a press keeps the account; then it is gone, and its
// address with it.
func TestErasureAfterSevenDays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.ask("POST", "/account/data/delete", nil)
		s.later(7*oneDay - time.Minute)
		s.erase(t)
		if _, body := s.logIn("ada@example.com"); !strings.Contains(body, "Keep my account") {
			t.Errorf("a minute before: %s", plain(body))
		}
		s.later(2 * time.Minute)
		s.erase(t)
		if status, _ := s.logIn("ada@example.com"); status != http.StatusUnauthorized {
			t.Errorf("afterwards: %d", status)
		}
		for _, row := range contents(t, db)["users"] {
			if strings.Contains(row, "ada@example.com") {
				t.Errorf("the address is still there: %s", row)
			}
		}
		s.forget()
		s.signUp("ada@example.com")
		if _, body := s.logIn("ada@example.com"); !strings.Contains(body, "ada@example.com") {
			t.Error("the address cannot be used again")
		}
	})
}

func (s *site) erase(t *testing.T) {
	t.Helper()
	if err := s.accounts.EraseDue(t.Context(), func(context.Context, uuid.UUID) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// withSecrets is a server with those secrets, the current one first.
func withSecrets(secrets ...string) configured {
	return func(c *config.Config, _ *sites.Settings) {
		c.Auth.Secret, c.Auth.PreviousSecrets = secrets[0], secrets[1:]
	}
}

// TestSecretsRotate: with the old secret among the previous ones nobody is logged out, a link
// that was mailed works, and new tokens no longer need it; without it old tokens open nothing.
func TestSecretsRotate(t *testing.T) {
	older, newer := strings.Repeat("o", 32), strings.Repeat("n", 32)
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, withSecrets(older))
		s.signUp("ada@example.com")
		own := s.logInAs("ada@example.com")
		rotated, alone := open(t, db, withSecrets(newer, older)), open(t, db, withSecrets(newer))
		header := cookies([]string{own.access}, []string{own.refresh})
		if status, _, _ := rotated.bare("GET", "/api/me", header); status != http.StatusOK {
			t.Errorf("after the rotation: %d", status)
		}
		rotated.later(2 * time.Minute)
		alone.later(2 * time.Minute)
		_, _, res := rotated.bare("POST", "/api/auth/refresh", header, "Accept", "application/json")
		var renewed pair
		for _, c := range res.Cookies() {
			if c.Name == "prokken_access" {
				renewed.access = c.Value
			}
		}
		if status, _, _ := alone.bare("GET", "/api/me", cookies([]string{renewed.access}, nil)); status != http.StatusOK {
			t.Errorf("the new token without the old secret: %d", status)
		}
		if status, _, _ := alone.bare("GET", "/api/me", header); status != http.StatusUnauthorized {
			t.Errorf("the old token without the old secret: %d", status)
		}
	})
}
