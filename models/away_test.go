package models_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
)

func TestIsAway(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		away bool
	}{
		"none":                {nil, false},
		"not found":           {models.ErrNotFound, false},
		"a missing table":     {&pgconn.PgError{Code: "42P01"}, false},
		"a duplicate":         {&pgconn.PgError{Code: "23505"}, false},
		"it is shut down":     {fmt.Errorf("reading: %w", &pgconn.PgError{Code: "57P01"}), true},
		"it starts":           {&pgconn.PgError{Code: "57P03"}, true},
		"too many clients":    {&pgconn.PgError{Code: "53300"}, true},
		"nobody listens":      {&net.OpError{Op: "dial", Err: errors.New("refused")}, true},
		"the connection ends": {sql.ErrConnDone, true},
	} {
		if got := models.IsAway(tt.err); got != tt.away {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestAClosedDatabaseIsAway, and one that cannot be opened, or takes nothing.
func TestAClosedDatabaseIsAway(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if _, err := models.Open(t.Context(), "postgres://nobody@127.0.0.1:1/nothing", ""); !models.IsAway(err) {
			t.Errorf("nobody listens: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := users.ByEmail(t.Context(), db, "ada@example.com"); !models.IsAway(err) {
			t.Errorf("closed: %v", err)
		}
	})
}
