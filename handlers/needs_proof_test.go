package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// needProof are the rows that open only to members who showed lately that it is them: a
// list of its own, so that a row that loses its guard is seen.
var needProof = []string{
	"POST /account/address", "GET /account/security/app", "POST /account/security/app",
	"POST /account/security/app/remove", "POST /account/security/codes", "POST /account/passkeys",
	"POST /account/passkeys/:id/rename", "POST /account/passkeys/:id/remove", "POST /api/auth/passkeys/new-options",
	"POST /account/data/export", "POST /account/data/export/:id", "POST /account/data/export/:id/delete", "POST /account/data/delete",
}

// adminsNeedProof are those of admins.
var adminsNeedProof = []string{
	"POST /admin/users/:id/disable", "POST /admin/users/:id/enable", "POST /admin/users/:id/end-sessions",
	"POST /admin/users/:id/send-reset", "POST /admin/users/:id/send-verification", "POST /admin/users/:id/give-admin",
	"POST /admin/users/:id/take-admin", "POST /admin/users/:id/remove-factors", "POST /admin/users/:id/gifts",
	"POST /admin/policies/:slug/publish", "POST /admin/policies/:slug/withdraw", "POST /admin/policies/:slug/approve",
}

// TestStaleProof: eleven minutes after the log-in each of them asks again, and does nothing.
func TestStaleProof(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.later(11 * time.Minute)
		s.asksAgain(t, needProof)
		s.forget()
		s.adminWithFactor("root@example.com")
		s.later(11 * time.Minute)
		s.asksAgain(t, append(needProof, adminsNeedProof...))
	})
}

func (s *site) asksAgain(t *testing.T, rows []string) {
	t.Helper()
	s.ask("GET", "/api/me", nil) // when it was last seen is noted
	fill := strings.NewReplacer(":id", uuid.NewString(), ":slug", "cookie-policy")
	before := contents(t, s.db)
	for _, row := range rows {
		method, path, _ := strings.Cut(row, " ")
		status, body, _ := s.ask(method, fill.Replace(path), nil, "Accept", "application/json")
		if status != http.StatusForbidden || !strings.Contains(body, "confirm your identity first") {
			t.Errorf("%s: %d %s", row, status, body)
		}
	}
	after := contents(t, s.db)
	for table := range before {
		if strings.Join(before[table], "\n") != strings.Join(after[table], "\n") {
			t.Errorf("%s changed", table)
		}
	}
}

// TestCookiesSayWhereTheyComeFrom: an unsafe request with our cookies and neither Origin nor
// Sec-Fetch-Site is refused; without cookies a program may send it.
func TestCookiesSayWhereTheyComeFrom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		own := s.logInAs("ada@example.com")
		for name, tt := range map[string]struct {
			cookie string
			status int
		}{
			"both":        {cookies([]string{own.access}, []string{own.refresh}), http.StatusForbidden},
			"access":      {cookies([]string{own.access}, nil), http.StatusForbidden},
			"refresh":     {cookies(nil, []string{own.refresh}), http.StatusForbidden},
			"any of ours": {"prokken_access=x", http.StatusForbidden},
			"none":        {"other=x", http.StatusOK},
		} {
			if status := s.silent(t, tt.cookie); status != tt.status {
				t.Errorf("%s: %d, want %d", name, status, tt.status)
			}
		}
	})
}

// silent logs out in a request that does not say where it comes from.
func (s *site) silent(t *testing.T, cookie string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/auth/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Cookie", cookie)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}
