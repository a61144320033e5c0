package backup

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
)

// TestMissingRowsAreNoticed: a database that holds less than the backup says is told of.
func TestMissingRowsAreNoticed(t *testing.T) {
	folder := t.TempDir()
	db, err := models.Open(t.Context(), "", filepath.Join(folder, "prokken.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := Source{DB: db, Secrets: []string{"secret"}}
	copied, file := filepath.Join(folder, "copied"), filepath.Join(folder, "one.backup")
	m, err := s.copyDatabase(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := s.write(stopped, filepath.Join(folder, "stopped"), copied, m); !errors.Is(err, context.Canceled) {
		t.Errorf("what is stopped goes on: %v", err)
	}
	m.Rows["users"]++
	if err := s.write(t.Context(), file, copied, m); err != nil {
		t.Fatal(err)
	}
	b, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	err = b.Restore(t.Context(), Place{File: filepath.Join(folder, "restored.db")})
	if err == nil || !strings.Contains(err.Error(), "not all is there") {
		t.Errorf("got %v", err)
	}
}
