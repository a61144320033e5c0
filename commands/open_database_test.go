package commands

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/modelstest"
)

// said is told once that the log says something.
type said struct {
	slog.Handler
	words string
	once  *sync.Once
	heard chan struct{}
}

// Enabled lets everything come to Handle.
func (said) Enabled(context.Context, slog.Level) bool { return true }

// Handle looks for the words.
func (s said) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, s.words) {
		s.once.Do(func() { close(s.heard) })
	}
	return nil
}

// TestTheStartWaitsForTheDatabase: it says so, and goes on once the database is up.
func TestTheStartWaitsForTheDatabase(t *testing.T) {
	address, err := url.Parse(modelstest.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	later, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	front := later.Addr().String()
	if err := later.Close(); err != nil {
		t.Fatal(err)
	}
	heard := make(chan struct{})
	before := slog.Default()
	slog.SetDefault(slog.New(said{slog.DiscardHandler, "waiting for it", &sync.Once{}, heard}))
	t.Cleanup(func() { slog.SetDefault(before) })
	go func() {
		<-heard
		passOn(t, front, address)
	}()
	c := config.Config{DataDir: t.TempDir()}
	c.Database.URL = (&url.URL{
		Scheme: "postgres", User: address.User, Host: front, Path: address.Path, RawQuery: "sslmode=disable",
	}).String()
	db, err := openDatabaseWithin(t.Context(), c, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	select {
	case <-heard:
	default:
		t.Error("it waited and did not say so")
	}
}

// passOn listens at front, and passes connections on to the server of the tests.
func passOn(t *testing.T, front string, behind *url.URL) {
	listener, err := net.Listen("tcp", front)
	if err != nil {
		t.Error(err)
		return
	}
	t.Cleanup(func() { _ = listener.Close() })
	for {
		client, err := listener.Accept()
		if err != nil {
			return // the test is over
		}
		server, err := dialBehind(behind)
		if err != nil {
			t.Error(err)
			return
		}
		go func() { _, _ = io.Copy(server, client); _ = server.Close() }()
		go func() { _, _ = io.Copy(client, server); _ = client.Close() }()
	}
}

func dialBehind(behind *url.URL) (net.Conn, error) {
	if folder := behind.Query().Get("host"); folder != "" {
		return net.Dial("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	}
	return net.Dial("tcp", behind.Host)
}
