package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// probes are the answers of /healthz and /readyz.
func (s *site) probes() (alive, ready int) {
	s.t.Helper()
	alive, _, _ = s.ask("GET", "/healthz", nil)
	ready, _, _ = s.ask("GET", "/readyz", nil)
	return alive, ready
}

// TestReady: not without a migrated database, and the log says so once.
func TestReady(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		if alive, ready := s.probes(); alive != http.StatusOK || ready != http.StatusOK {
			t.Errorf("at first: %d %d", alive, ready)
		}
		s.exec("UPDATE goose_db_version SET version_id = -version_id WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
		for range 3 {
			if alive, ready := s.probes(); alive != http.StatusOK || ready != http.StatusServiceUnavailable {
				t.Errorf("without a migration: %d %d", alive, ready)
			}
		}
		s.exec("UPDATE goose_db_version SET version_id = -version_id WHERE version_id < 0")
		if _, ready := s.probes(); ready != http.StatusOK {
			t.Errorf("with it again: %d", ready)
		}
		log.mu.Lock()
		defer log.mu.Unlock()
		if text := log.text.String(); strings.Count(text, `"not ready"`) != 1 || strings.Count(text, `"ready again"`) != 1 {
			t.Errorf("logged: %s", text)
		}
	})
}

// TestNotReadyWithoutADatabase: the program is alive, and says that it cannot serve.
func TestNotReadyWithoutADatabase(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		logFailures(t)
		s.endJobs()
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if alive, ready := s.probes(); alive != http.StatusOK || ready != http.StatusServiceUnavailable {
			t.Errorf("%d %d", alive, ready)
		}
	})
}

// TestDraining: a server that is to stop is not ready, and answers everything else.
func TestDraining(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	log := logFailures(t)
	s.server.Drain()
	if alive, ready := s.probes(); alive != http.StatusOK || ready != http.StatusServiceUnavailable {
		t.Errorf("%d %d", alive, ready)
	}
	if status, _, _ := s.ask("GET", "/legal/cookie-policy", nil); status != http.StatusOK {
		t.Errorf("a page: %d", status)
	}
	log.mu.Lock()
	defer log.mu.Unlock()
	if log.text.Len() > 0 {
		t.Errorf("logged: %s", &log.text)
	}
}
