// Package modelstest gives tests a migrated database of their own: SQLite
// always, and Postgres from the machine's own binaries or TEST_DATABASE_URL.
// Start reading at [Each]. A package that uses it calls [Main] from TestMain.
package modelstest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/models"
)

// Main runs the tests and afterwards stops what they started.
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is [Main] for those who have something to do before they exit with its
// code.
func Run(m *testing.M) int {
	collectSeldom()
	code := m.Run()
	stopServer()
	return code
}

// collectSeldom lets the heap of tests grow to a few times its usual size: they hold little and
// make much, so that a fifth of their time was the garbage collector's. GOGC has the last word.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// Each runs the test on every database.
func Each(t *testing.T, test func(t *testing.T, db *models.DB)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is a fresh database in a file that goes away with the test.
func SQLite(t testing.TB) *models.DB {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "", file)
}

// Postgres is a fresh database on a server that goes away with the tests.
func Postgres(t testing.TB) *models.DB {
	t.Helper()
	return open(t, PostgresURL(t), "")
}

// PostgresURL is the address of a fresh, migrated database.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server, err := startServer()
	if err != nil {
		Missing(t, "postgres", err.Error())
	}
	address, err := server.create(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.drop(address) }) // thousands would fill the memory
	return address
}

func open(t testing.TB, url, file string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), url, file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Missing skips the test because the machine lacks something; with the thing
// named in PROKKEN_TEST_REQUIRE (postgres,chromium,firefox) it fails instead.
func Missing(t testing.TB, what, reason string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("PROKKEN_TEST_REQUIRE"), ","), what) {
		t.Fatalf("%s is required: %s", what, reason)
	}
	t.Skipf("no %s: %s", what, reason)
}

// sqliteTemplate is a migrated database file, made once for all tests.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "prokken-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.db")
	if err := migrate("", file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func migrate(url, file string) error {
	ctx := context.Background()
	db, err := models.Open(ctx, url, file)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return db.Close()
}
