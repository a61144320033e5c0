package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"github.com/prokken/prokken/models"
)

// server is a Postgres with a migrated database to copy from.
type server struct {
	admin    *sql.DB
	address  url.URL
	template string
	count    atomic.Int64
	stop     func()
}

var (
	startServer  = sync.OnceValues(findServer)
	startAttempt atomic.Bool
)

func stopServer() {
	if !startAttempt.Load() {
		return
	}
	if s, err := startServer(); err == nil {
		s.close()
	}
}

// findServer uses TEST_DATABASE_URL, or else starts a throw-away cluster.
func findServer() (*server, error) {
	startAttempt.Store(true)
	address, stop := os.Getenv("TEST_DATABASE_URL"), func() {}
	if address == "" {
		var err error
		if address, stop, err = startCluster(); err != nil {
			return nil, err
		}
	}
	s, err := connect(address, stop)
	if err != nil {
		stop()
	}
	return s, err
}

func connect(address string, stop func()) (*server, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	s := &server{admin: admin, address: *parsed, stop: stop, template: fmt.Sprintf("prokken_%d", os.Getpid())}
	if err := s.waitUntilUp(); err != nil {
		return nil, err
	}
	if _, err := admin.Exec("CREATE DATABASE " + s.template); err != nil {
		return nil, err
	}
	return s, migrate(s.database(s.template), "")
}

func (s *server) waitUntilUp() error {
	var err error
	for range 200 {
		if err = s.admin.Ping(); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return fmt.Errorf("it does not answer: %w", err)
}

// create copies the template into a new database and returns its address.
func (s *server) create(ctx context.Context) (string, error) {
	name := fmt.Sprintf("%s_%d", s.template, s.count.Add(1))
	_, err := s.admin.ExecContext(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name, s.template))
	return s.database(name), err
}

// Server gives a connection to the server of a Postgres database that [Postgres] made, which stays
// when all that lead to the database are cut, and the database's name.
func Server(t testing.TB, db *models.DB) (server *sql.DB, name string) {
	t.Helper()
	s, err := startServer()
	if err != nil {
		t.Fatal(err)
	}
	for range 100 { // each connection that was cut says so once
		if err = db.Pool().QueryRow("SELECT current_database()").Scan(&name); err == nil {
			return s.admin, name
		}
	}
	t.Fatal(err)
	return nil, ""
}

// drop removes a database that [server.create] made; close does it where that
// fails.
func (s *server) drop(address string) {
	if parsed, err := url.Parse(address); err == nil {
		_, _ = s.admin.Exec("DROP DATABASE IF EXISTS " + path.Base(parsed.Path) + " WITH (FORCE)")
	}
}

func (s *server) database(name string) string {
	address := s.address
	address.Path = "/" + name
	return address.String()
}

// close drops what the tests made on a server that stays.
func (s *server) close() {
	for i := range s.count.Load() {
		_, _ = s.admin.Exec(fmt.Sprintf("DROP DATABASE IF EXISTS %s_%d WITH (FORCE)", s.template, i+1))
	}
	_, err := s.admin.Exec("DROP DATABASE IF EXISTS " + s.template + " WITH (FORCE)")
	if err = errors.Join(err, s.admin.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "modelstest:", err)
	}
	s.stop()
}
