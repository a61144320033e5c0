package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

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
		if status, page, _ := s.ask("POST", passkeyLogin, form); status != http.StatusUnauthorized ||
			!strings.Contains(page, "One more step") {
			t.Errorf("another's: %d %s", status, page)
		}
		c = s.challenged(askLogin, url.Values{"step": {step}})
		form = url.Values{"step": {step}, "token": {c.Token}, "response": {a.show(t, c)}, "next": {"/admin/policies"}}
		if status, _, res := s.ask("POST", passkeyLogin, form); status != http.StatusOK ||
			res.Request.URL.Path != "/admin/policies" {
			t.Errorf("the owner's: %d at %s", status, res.Request.URL)
		}
		if status, page, _ := s.ask("POST", passkeyLogin, form); status != http.StatusGone ||
			!strings.Contains(page, "That took too long") {
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
		if status, body, _ := s.ask("POST", askNew, nil, asScript...); status != http.StatusForbidden ||
			!strings.Contains(body, "confirm your identity first") {
			t.Errorf("a new one without a proof: %d %s", status, body)
		}
		if status, page, _ := s.ask("POST", "/account/passkeys", url.Values{"name": {"kept"}}); status != http.StatusForbidden ||
			!strings.Contains(page, `name="keep.name" value="kept"`) {
			t.Errorf("the form without a proof: %d %s", status, page)
		}
		c := s.challenged(askConfirm, nil)
		form := url.Values{"token": {c.Token}, "response": {eve.show(t, c)}, "next": {"/account/security"}}
		if status, page, _ := s.ask("POST", passkeyConfirm, form); status != http.StatusUnauthorized ||
			!strings.Contains(page, "Confirm it's you") ||
			!strings.Contains(page, "not registered here") {
			t.Errorf("another's: %d %s", status, page)
		}
		c = s.challenged(askConfirm, nil)
		form = url.Values{
			"token":     {c.Token},
			"response":  {a.show(t, c)},
			"again":     {"/account/passkeys"},
			"keep.name": {"kept"},
		}
		if status, page, _ := s.ask("POST", passkeyConfirm, form); status != http.StatusOK ||
			!strings.Contains(page, `name="name" value="kept"`) {
			t.Errorf("the owner's: %d %s", status, page)
		}
		s.challenged(askNew, nil)
	})
}

// TestPasskeyConfirmsOnce: a challenge of a session is used up by its first answer.
func TestPasskeyConfirmsOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		a, _ := s.addPasskey(t, "mine")
		c := s.challenged(askConfirm, nil)
		for i, want := range []int{http.StatusOK, http.StatusGone} {
			form := url.Values{"token": {c.Token}, "response": {a.show(t, c)}}
			if status, body, _ := s.ask("POST", passkeyConfirm, form, asScript...); status != want {
				t.Errorf("answer %d: %d %s", i+1, status, body)
			}
		}
	})
}
