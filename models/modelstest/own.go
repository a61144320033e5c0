package modelstest

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Cluster is a Postgres of one test, which the test stops and starts. What it acknowledged is on the
// disk.
type Cluster struct {
	t       testing.TB
	dir     string
	server  string
	as      *syscall.SysProcAttr
	environ []string
	process *exec.Cmd
}

// NewCluster makes one, and starts it with the variables in its environment.
func NewCluster(t testing.TB, environ ...string) *Cluster {
	t.Helper()
	initdb, server, err := binaries()
	if err != nil {
		Missing(t, "postgres", err.Error())
	}
	dir, err := os.MkdirTemp(memory(), "prokken-own-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	as, err := unprivileged(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{t: t, dir: dir, server: server, as: as, environ: environ}
	create := exec.Command(initdb, "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	create.SysProcAttr, create.Dir = as, dir
	if said, err := create.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, said)
	}
	c.Start()
	t.Cleanup(c.Stop)
	return c
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// URL is the address of its one database.
func (c *Cluster) URL() string { return socketAddress(c.dir) }

// Start starts it, and waits until it answers.
func (c *Cluster) Start() {
	c.t.Helper()
	c.process = exec.Command(c.server, "-D", c.data(), "-k", c.dir, "-h", "")
	c.process.SysProcAttr, c.process.Dir, c.process.Env = c.as, c.dir, append(os.Environ(), c.environ...)
	if err := c.process.Start(); err != nil {
		c.t.Fatal(err)
	}
	db, err := sql.Open("pgx", c.URL())
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for range 600 {
		if err = db.PingContext(context.Background()); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.t.Fatalf("it does not answer: %v", err)
}

// Stop cuts all connections and stops it, if it runs.
func (c *Cluster) Stop() {
	if c.process == nil {
		return
	}
	_ = c.process.Process.Signal(syscall.SIGINT)
	_ = c.process.Wait()
	c.process = nil
}
