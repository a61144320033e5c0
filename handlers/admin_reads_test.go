package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// TestBackOfficeKeepsNobodyWaiting: while its searches have all of its connections, everybody else is answered,
// and only a further search waits.
func TestBackOfficeKeepsNobodyWaiting(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	pool := s.db.Pools()["admin"]
	for range pool.Stats().MaxOpenConnections {
		conn, err := pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusOK {
		t.Errorf("who am I: %d", status)
	}
	for _, page := range []string{"/admin/users", "/admin/billing", "/admin/billing/customers", "/admin/activity"} {
		if err := s.waitsFor(page); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s reads with connections of others: %v", page, err)
		}
	}
}

// waitsFor asks for a page for a moment.
func (s *site) waitsFor(page string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+page, nil)
	if err != nil {
		return err
	}
	res, err := s.client.Do(r)
	if err == nil {
		err = res.Body.Close()
	}
	return err
}
