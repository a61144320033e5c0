package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

var readField = regexp.MustCompile(`name="read" value="([^"]*)"`)

// read is what the form on the page says it was made from.
func (s *site) read(page string) string {
	s.t.Helper()
	_, body, _ := s.ask("GET", page, nil)
	found := readField.FindStringSubmatch(body)
	if found == nil {
		s.t.Fatalf("no form on %s", page)
	}
	return found[1]
}

func TestEditing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const page = "/admin/policies/cookie-policy"
		words := url.Values{"read": {s.read(page)}, "words.what-are-cookies.0": {"Cookies are <b>small</b> files."}}
		s.loseAccess() // the form must survive the refresh
		status, body, res := s.ask("POST", page, words)
		if status != http.StatusOK || res.Request.URL.Path != page+"/preview" || !strings.Contains(body, "files.") {
			t.Fatalf("saving: %d at %s", status, res.Request.URL)
		}
		words.Set("words.what-are-cookies.0", "Mine.")
		if status, body, _ := s.ask("POST", page, words); status != http.StatusConflict || !strings.Contains(body, "Mine.") || !strings.Contains(body, "files.") {
			t.Errorf("saving over a newer draft: %d", status)
		}
		if status, body, _ := s.ask("POST", page+"/publish", url.Values{"read": {s.read(page + "/preview")}, "summary": {"Shorter."}}); status != http.StatusOK || strings.Contains(body, "<b>") {
			t.Errorf("publishing: %d", status)
		}
		if _, body, _ := s.ask("GET", "/legal/cookie-policy/versions", nil); !strings.Contains(body, "Shorter.") {
			t.Error("the versions do not show the summary")
		}
		if status, body, _ := s.ask("GET", "/legal/cookie-policy/versions/1", nil); status != http.StatusOK || !strings.Contains(body, "April 16, 2026") {
			t.Errorf("version 1: %d", status)
		}
	})
}

// TestFormSurvivesTheEndOfASession: what was typed is in the page that asks to
// log in again, ready to be sent once more.
func TestFormSurvivesTheEndOfASession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.forget()
		const page = "/admin/policies/cookie-policy"
		words := url.Values{"read": {"x"}, "words.what-are-cookies.0": {`Typed "with" care.`}}
		status, body, _ := s.ask("POST", page, words)
		if status != http.StatusUnauthorized || !strings.Contains(body, `action="`+page+`"`) || !strings.Contains(body, `value="Typed &#34;with&#34; care."`) {
			t.Errorf("%d %s", status, body)
		}
	})
}
