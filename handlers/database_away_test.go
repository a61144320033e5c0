package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// away lets the database take nothing while it does something.
func (s *site) away(t *testing.T, do func()) {
	t.Helper()
	if s.db.Dialect() == models.SQLite {
		s.exec("PRAGMA query_only = on")
		defer s.exec("PRAGMA query_only = off")
		do()
		return
	}
	for tries := 0; s.count("SELECT count(*) FROM river_leader") == 0 && tries < 600; tries++ { // the jobs are still starting
		time.Sleep(100 * time.Millisecond)
	}
	s.settle(t, "SET default_transaction_read_only = on")
	defer s.settle(t, "RESET default_transaction_read_only")
	do()
}

// settle changes a setting of the Postgres database for all connections: those that are open
// are cut, from another database, where nobody cuts those who cut.
func (s *site) settle(t *testing.T, setting string) {
	t.Helper()
	server, name := modelstest.Server(t, s.db)
	if _, err := server.Exec("ALTER DATABASE " + name + " " + setting); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Exec("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = $1", name); err != nil {
		t.Fatal(err)
	}
}

// TestTheDatabaseIsAway: whoever logs in meanwhile is told so, with 503 and when to come back,
// and never that it is somebody's fault.
func TestTheDatabaseIsAway(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		s.signUp("ada@example.com")
		form := url.Values{"email": {"ada@example.com"}, "password": {secret}}
		s.away(t, func() {
			for name, headers := range map[string][]string{"a page": nil, "JSON": {"Accept", "application/json"}} {
				status, body, res := s.ask("POST", "/api/auth/login", form, headers...)
				if status != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" ||
					!strings.Contains(body, "We cannot reach our database") || strings.Contains(body, "our fault") {
					t.Errorf("%s: %d %s", name, status, plain(body))
				}
				if causes := log.of(res); len(causes) != 1 || t.Failed() {
					t.Errorf("%s: logged is %q", name, causes)
				}
			}
		})
		status, _ := s.logIn("ada@example.com")
		for tries := 0; status == http.StatusServiceUnavailable && tries < 30; tries++ {
			time.Sleep(100 * time.Millisecond) // each connection that was cut meanwhile fails once
			status, _ = s.logIn("ada@example.com")
		}
		if status != http.StatusOK {
			t.Errorf("when it is back: %d", status)
		}
	})
}

// TestMembersStayMembers: while the database is away a public page says that it does not see
// who is looking, and takes no cookie.
func TestMembersStayMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		logFailures(t)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.without("sessions", func() {
			status, body, res := s.ask("GET", "/", nil)
			if status != http.StatusOK || !strings.Contains(body, "You are still logged in") ||
				len(res.Header["Set-Cookie"]) > 0 {
				t.Errorf("%d %s %v", status, plain(body), res.Header["Set-Cookie"])
			}
		})
		if _, body, _ := s.ask("GET", "/", nil); strings.Contains(body, "You are still logged in") {
			t.Error("it says so on other days")
		}
	})
}
