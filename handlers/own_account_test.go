package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestProofIsAskedFor: after ten minutes what is dangerous wants the password
// again; the form that was on its way is kept, and goes on.
func TestProofIsAskedFor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.later(11 * time.Minute)
		change := url.Values{"email": {"new@example.com"}}
		status, body, _ := s.ask("POST", "/account/address", change)
		if status != http.StatusForbidden || !strings.Contains(body, `name="keep.email" value="new@example.com"`) {
			t.Fatalf("%d %s", status, body)
		}
		if status, body, _ := s.ask("POST", "/account/address", change, "Accept", "application/json"); status != http.StatusForbidden ||
			!strings.Contains(body, "confirm") {
			t.Errorf("as JSON: %d %s", status, body)
		}
		proof := url.Values{"again": {"/account/address"}, "keep.email": {"new@example.com"}, "current": {"wrong"}}
		if status, body, _ := s.ask("POST", "/api/auth/confirm", proof); status != 422 ||
			!strings.Contains(body, "new@example.com") {
			t.Errorf("a wrong password: %d", status)
		}
		proof.Set("current", secret)
		if status, body, _ := s.ask("POST", "/api/auth/confirm", proof); status != http.StatusOK ||
			!strings.Contains(body, `action="/account/address"`) ||
			!strings.Contains(body, `name="email" value="new@example.com"`) {
			t.Fatalf("the proof: %d %s", status, body)
		}
		if _, body, _ := s.ask("POST", "/account/address", change); !strings.Contains(
			body,
			"sent an email to the new address",
		) {
			t.Errorf("going on: %s", body)
		}
		hostile := url.Values{"again": {"https://evil.example/"}, "next": {"//evil.example"}, "current": {secret}}
		if _, body, res := s.ask("POST", "/api/auth/confirm", hostile); res.Request.URL.Path != "/account" ||
			strings.Contains(body, "evil") {
			t.Errorf("it led to %s", res.Request.URL)
		}
	})
}

// TestProofForAPage: it leads back to the page.
func TestProofForAPage(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	s.later(11 * time.Minute)
	if _, body, res := s.ask("GET", "/account/security/app", nil); res.Request.URL.Path != "/account/confirm" ||
		!strings.Contains(body, "Confirm it's you") {
		t.Errorf("it led to %s", res.Request.URL)
	}
	if _, _, res := s.ask("POST", "/api/auth/confirm", url.Values{
		"next": {"/account/security/app"}, "current": {secret},
	}); res.Request.URL.Path != "/account/security/app" {
		t.Errorf("it led to %s", res.Request.URL)
	}
}

// TestPasswordIsChanged: the current one is asked for, this browser stays, the
// others go.
func TestPasswordIsChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		mine := s.client
		s.forget()
		s.logIn("ada@example.com")
		other := s.client
		s.client = mine
		if status, body, _ := s.ask("POST", "/account/security/password", url.Values{"current": {"wrong"}, "password": {better}}); status != 422 ||
			!strings.Contains(body, "not your password") ||
			strings.Contains(body, better) {
			t.Errorf("a wrong one: %d", status)
		}
		if _, body, _ := s.ask("POST", "/account/security/password", url.Values{"current": {secret}, "password": {better}}); !strings.Contains(
			body,
			"Your password has changed",
		) {
			t.Errorf("%s", body)
		}
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusOK {
			t.Errorf("this browser: %d", status)
		}
		s.client = other
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
			t.Errorf("the other: %d", status)
		}
	})
}

// TestLinksShowAButton: looking at a link, as mail scanners do, does nothing.
func TestLinksShowAButton(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		use := func(kind letter.Content, path, leads string) {
			t.Helper()
			token := s.link(kind)
			for range 2 {
				if status, body, _ := s.ask("GET", path+"?token="+token, nil); status != http.StatusOK ||
					!strings.Contains(body, `<button class="button"`) {
					t.Errorf("%s: %d", path, status)
				}
			}
			if status, _, res := s.ask("POST", path, url.Values{"token": {token}}); status != http.StatusOK ||
				res.Request.URL.Path != leads {
				t.Errorf("%s: %d at %s", path, status, res.Request.URL)
			}
			for _, method := range []string{"GET", "POST"} {
				if status, _, _ := s.ask(method, path+"?token="+token, url.Values{"token": {token}}); status != http.StatusGone {
					t.Errorf("%s %s again: %d", method, path, status)
				}
			}
		}
		s.ask("POST", "/account/address", url.Values{"email": {"new@example.com"}})
		use(letter.ConfirmNewAddress{}, "/address/confirm", "/login") // which says what was done
		use(letter.AddressChanged{}, "/address/undo", "/mail-sent")
		s.ask("POST", "/api/auth/reset", url.Values{"token": {s.link(letter.ResetPassword{})}, "password": {secret}})
		use(letter.PasswordChanged{}, "/sessions/end", "/forgot")
		s.logIn("ada@example.com")
		s.ask("POST", "/account/data/delete", nil)
		use(letter.DeletionAsked{}, "/account/keep", "/login")
	})
}

var exportLink = regexp.MustCompile(`(/account/data/export/[0-9a-f-]+)"`)

// exportAddress is where the copy of the data of whoever is logged in is had, once it is there.
func (s *site) exportAddress() string {
	for range 500 { // until the transaction of the letter is over
		_, body, _ := s.ask("GET", "/account/data", nil)
		if found := exportLink.FindStringSubmatch(body); found != nil {
			return found[1]
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ""
}

func TestOwnDataPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.ask("POST", "/account/data/export", nil)
		s.letter(letter.ExportReady{})
		link := s.exportAddress()
		status, archive, res := s.ask("POST", link, nil)
		if status != http.StatusOK || !strings.HasPrefix(archive, "PK") ||
			!strings.Contains(res.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("the archive at %q: %d %v", link, status, res.Header)
		}
		s.ask("POST", "/account/data/delete", nil)
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
			t.Errorf("after asking for the deletion: %d", status)
		}
		if _, body := s.logIn("ada@example.com"); !strings.Contains(body, "will be deleted") ||
			!strings.Contains(body, "Keep my account") {
			t.Errorf("logged in again: %s", body)
		}
		if _, body, _ := s.ask("POST", "/account/data/keep", nil); !strings.Contains(body, "Your account will not be deleted") {
			t.Errorf("keeping it: %s", body)
		}
		s.forget()
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		if status, _, _ := s.ask("POST", link, nil); status != http.StatusNotFound {
			t.Errorf("another's archive: %d", status)
		}
		if status, _, _ := s.ask("POST", link+"/delete", nil); status != http.StatusNotFound {
			t.Errorf("another's archive deleted: %d", status)
		}
	})
}

// TestExportDeleted: a copy is deleted by its owner, once, and is not to be had afterwards.
func TestExportDeleted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, body, _ := s.ask("POST", "/account/data/export", nil)
		link := strings.TrimSuffix(deleteLink.FindString(body), "/delete")
		if link == "" {
			t.Fatalf("no way to stop it: %s", plain(body))
		}
		if _, body, _ = s.ask("POST", link+"/delete", nil); !strings.Contains(body, "there is no such copy") || deleteLink.MatchString(body) {
			t.Errorf("deleted: %s", plain(body))
		}
		for _, address := range []string{link, link + "/delete"} {
			if status, _, _ := s.ask("POST", address, nil); status != http.StatusNotFound {
				t.Errorf("%s afterwards: %d", address, status)
			}
		}
	})
}

var deleteLink = regexp.MustCompile(`/account/data/export/[0-9a-f-]+/delete`)

// TestAdminWithoutSecondFactor is led to setting one up at the second log-in.
func TestAdminWithoutSecondFactor(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	if status, _, res := s.ask("GET", "/admin/policies", nil); status != http.StatusOK ||
		res.Request.URL.Path != "/admin/policies" {
		t.Errorf("the first log-in: %d at %s", status, res.Request.URL)
	}
	s.ask("POST", "/api/auth/logout", nil)
	s.logIn("admin@example.com")
	if _, body, res := s.ask("GET", "/admin/policies", nil); res.Request.URL.Path != "/account/security" ||
		!strings.Contains(body, "Admins need a second factor") {
		t.Errorf("the second: at %s", res.Request.URL)
	}
	if status, _, _ := s.ask("POST", "/admin/policies/terms/part", nil); status != http.StatusForbidden {
		t.Errorf("a form: %d", status)
	}
	s.enrol()
	if _, _, res := s.ask("GET", "/admin/policies", nil); res.Request.URL.Path != "/admin/policies" {
		t.Errorf("with an app: at %s", res.Request.URL)
	}
}

// TestHostileNames are shown as what they are.
func TestHostileNames(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.ask(
		"POST",
		"/api/auth/login",
		url.Values{"email": {"ada@example.com"}, "password": {secret}},
		"User-Agent",
		`<script>alert(1)</script>`,
	)
	for _, page := range []string{"/account/sessions", "/account/security"} {
		if _, body, _ := s.ask("GET", page, nil); strings.Contains(body, "<script>alert") {
			t.Errorf("%s runs it", page)
		}
	}
}
