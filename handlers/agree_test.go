package handlers_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	sites "github.com/prokken/prokken/site"
)

// accepted is what ada agreed to, in order.
func (s *site) accepted() []string {
	s.t.Helper()
	user, err := users.ByEmail(s.t.Context(), s.db, "ada@example.com")
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := consents.AcceptancesOf(s.t.Context(), s.db, user.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var names []string
	for _, a := range all {
		v, err := s.library.Version(s.t.Context(), a.Policy.Slug, a.Number)
		if err != nil || v.SHA256 != a.SHA256 {
			s.t.Errorf("%+v is not what was agreed to: %v", a, err)
		}
		names = append(names, v.Name())
	}
	return names
}

func (s *site) leadsTo(path, want string, headers ...string) string {
	s.t.Helper()
	_, body, res := s.ask("GET", path, nil, headers...)
	if res.Request.URL.RequestURI() != want {
		s.t.Errorf("%s led to %s, not %s", path, res.Request.URL.RequestURI(), want)
	}
	return body
}

const agreeFirst = "/account/agree?next=%2Faccount%2Fbilling%3Fx%3D1"

// TestChangedTermsAreAskedForOnce: on the way to a member's page, and then it
// goes on.
func TestChangedTermsAreAskedForOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.retitle(sites.Terms, "Other Terms", policies.Notify)
		s.leadsTo("/account/billing?x=1", "/account/billing?x=1")
		s.retitle(sites.Terms, "Changed Terms", policies.AskAgain)
		s.retitle(sites.Terms, "Latest Terms", policies.Editorial)
		body := s.leadsTo("/account/billing?x=1", agreeFirst)
		for _, shown := range []string{
			"Latest Terms, version 4", "Now it is called Other Terms.", "/legal/terms/compare/1/4", `value="terms@4"`,
			"/account/data", `value="/account/billing?x=1"`,
		} {
			if !strings.Contains(body, shown) {
				t.Errorf("the page does not show %s", shown)
			}
		}
		var pressed sync.WaitGroup
		for range 4 {
			pressed.Go(func() {
				_, _, res := s.ask(
					"POST",
					"/account/agree",
					url.Values{"agree": {"terms@4"}, "next": {"/account/billing?x=1"}},
				)
				if res.Request.URL.RequestURI() != "/account/billing?x=1" {
					t.Errorf("it led to %s", res.Request.URL)
				}
			})
		}
		pressed.Wait()
		s.leadsTo("/account", "/account")
		s.leadsTo("/account/agree?next=/account", "/account")
		if diff := cmp.Diff([]string{"terms@1", "terms@4"}, s.accepted()); diff != "" {
			t.Error(diff)
		}
		if body := s.leadsTo("/account/data", "/account/data"); !strings.Contains(body, "Latest Terms, version 4") {
			t.Error("the data page does not tell it")
		}
		s.retitle(sites.Terms, "Newest Terms", policies.AskAgain)
		s.leadsTo("/account", "/account/agree?next=%2Faccount")
	})
}

// TestVersionChangedMeanwhile: agreed is what was looked at, or nothing.
func TestVersionChangedMeanwhile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.retitle(sites.Terms, "Changed Terms", policies.AskAgain)
		s.retitle("privacy-policy", "Changed Privacy", policies.AskAgain)
		s.retitle(sites.Terms, "Newest Terms", policies.AskAgain)
		press := func(names ...string) (string, string) {
			_, body, res := s.ask("POST", "/account/agree", url.Values{"agree": names, "next": {"//evil.example"}})
			return res.Request.URL.Path, body
		}
		if path, body := press("terms@2", "privacy-policy@2"); path != "/account/agree" ||
			!strings.Contains(body, "Please take another look") ||
			strings.Contains(body, "privacy-policy@2") {
			t.Errorf("it led to %s", path)
		}
		if path, _ := press("terms@9", "terms@", "nothing@1"); path != "/account/agree" {
			t.Errorf("what there is not: it led to %s", path)
		}
		if path, _ := press("terms@3"); path != "/account" {
			t.Errorf("it led to %s", path)
		}
		if diff := cmp.Diff([]string{"terms@1", "privacy-policy@2", "terms@3"}, s.accepted()); diff != "" {
			t.Error(diff)
		}
	})
}

// TestAgreeingToNothing: the page says so, and still knows where to go on.
func TestAgreeingToNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.retitle(sites.Terms, "Changed Terms", policies.AskAgain)
		form := url.Values{"next": {"/account/billing?x=1"}}
		status, body, _ := s.ask("POST", "/account/agree", form)
		for _, shown := range []string{"You have not agreed to anything yet", `value="/account/billing?x=1"`, `value="terms@2"`, "I agree"} {
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, shown) {
				t.Errorf("%d, the page does not show %s", status, shown)
			}
		}
		if status, body, _ := s.ask("POST", "/account/agree", form, "Accept", "application/json"); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, `"agree"`) {
			t.Errorf("%d %s", status, body)
		}
		if diff := cmp.Diff([]string{"terms@1"}, s.accepted()); diff != "" {
			t.Error(diff)
		}
		s.ask("POST", "/account/agree", url.Values{"agree": {"terms@2"}})
		if _, _, res := s.ask("POST", "/account/agree", form); res.Request.URL.RequestURI() != "/account/billing?x=1" {
			t.Errorf("with nothing left to agree to it led to %s", res.Request.URL)
		}
	})
}

// TestWhatStaysOpen to a member who has not agreed.
func TestWhatStaysOpen(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	s.retitle(sites.Terms, "Changed Terms", policies.AskAgain)
	for _, path := range []string{
		"/account/data", "/account/confirm", "/account/security", "/account/security/app", "/account/sessions",
		"/legal/terms", "/pricing", "/",
	} {
		s.leadsTo(path, path)
	}
	for _, path := range []string{"/account", "/account/billing"} {
		s.leadsTo(path, "/account/agree?next="+url.QueryEscape(path))
	}
	s.leadsTo("/api/me", "/api/me")
	s.leadsTo("/account", "/account", "Accept", "application/json")
	if _, body, res := s.ask("POST", "/account/address", url.Values{"email": {"ada"}}); res.Request.URL.Path != "/account/address" ||
		!strings.Contains(body, `value="ada"`) {
		t.Errorf("a form on its way was led to %s", res.Request.URL)
	}
	if status, _, _ := s.ask("POST", "/account/data/export", nil); status != http.StatusOK {
		t.Errorf("the copy of one's data: %d", status)
	}
	if _, _, res := s.ask("POST", "/api/auth/logout", nil); res.Request.URL.Path != "/" {
		t.Errorf("logging out led to %s", res.Request.URL)
	}
	s.admin()
	s.leadsTo("/admin/policies", "/admin/policies")
}

// TestSigningUpAgreesToWhatIsNamed, and so nothing is asked afterwards.
func TestSigningUpAgreesToWhatIsNamed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		if _, body, _ := s.ask("GET", "/signup", nil); !strings.Contains(body, "agree to the") ||
			strings.Contains(body, `and the <a href="/legal/privacy-policy"`) {
			t.Error("before anything was asked")
		}
		s.retitle("privacy-policy", "Changed Privacy", policies.AskAgain)
		if _, body, _ := s.ask("GET", "/signup", nil); strings.Count(body, "/legal/privacy-policy") != 2 ||
			!strings.Contains(body, "Changed Privacy") {
			t.Errorf("the page does not name it: %s", body)
		}
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.leadsTo("/account", "/account")
		if names := s.accepted(); len(names) != 2 || !strings.Contains(strings.Join(names, " "), "privacy-policy@2") {
			t.Errorf("%v", names)
		}
	})
}

// TestTermsChangedWhileSigningUp: agreed is what the page named, or nothing; the
// page comes again with what was typed and the new version.
func TestTermsChangedWhileSigningUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		_, body, _ := s.ask("GET", "/signup", nil)
		if !strings.Contains(body, `name="agrees" value="terms@1"`) {
			t.Fatalf("the form does not say which version: %s", body)
		}
		s.retitle(sites.Terms, "Changed Terms", policies.Notify)
		form := url.Values{"email": {"ada@example.com"}, "password": {secret}, "agrees": {"terms@1"}}
		status, body, _ := s.ask("POST", "/api/auth/signup", form)
		for _, shown := range []string{"has changed since you opened this page", `value="ada@example.com"`, "Changed Terms", `value="terms@2"`} {
			if !strings.Contains(body, shown) || status != http.StatusUnprocessableEntity {
				t.Errorf("%d, the page does not show %s", status, shown)
			}
		}
		if status, body, _ := s.ask("POST", "/api/auth/signup", form, "Accept", "application/json"); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, `"agrees"`) {
			t.Errorf("%d %s", status, body)
		}
		if _, err := users.ByEmail(t.Context(), db, "ada@example.com"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("an account was made: %v", err)
		}
		form.Set("agrees", "terms@2")
		if _, body, _ := s.ask("POST", "/api/auth/signup", form); !strings.Contains(body, "Check your email") {
			t.Errorf("agreed to the new one: %s", body)
		}
	})
}
