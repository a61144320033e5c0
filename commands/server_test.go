package commands

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// builtProgram builds the program once for all tests.
var builtProgram = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "prokken-program-")
	if err != nil {
		return "", err
	}
	programFolder.Store(&dir)
	binary := filepath.Join(dir, "prokken")
	if said, err := exec.Command("go", "build", "-o", binary, "..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, said)
	}
	return binary, nil
})

var programFolder atomic.Pointer[string]

func removeProgram() {
	if dir := programFolder.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
}

// server is the program as it is built, with a folder and an address of its own.
type server struct {
	t       *testing.T
	folder  string
	address string
	host    string // by which visitors know it; empty: its address
	words   []string
	environ []string
	shell   string // what runs before it, "" for nothing
	process *exec.Cmd
	log     *written
}

// newServer has SQLite, makes no backups and audits nothing, as long as nobody says otherwise.
func newServer(t *testing.T, environ ...string) *server {
	t.Helper()
	s := &server{t: t, folder: t.TempDir(), address: freeAddress(t), log: &written{}}
	s.environ = append([]string{
		"PROKKEN_HTTP_ADDRESS=" + s.address, "PROKKEN_AUDIT_EVERY=0", "PROKKEN_BACKUP_EVERY=0",
		"PROKKEN_AUTH_SECRET=" + strings.Repeat("Ax7.", 12), "PROKKEN_AUTH_ATTEMPTS_PER_MINUTE=100000",
	}, environ...)
	t.Cleanup(s.close)
	return s
}

// start starts it with the words.
func (s *server) start(words ...string) {
	s.t.Helper()
	binary, err := builtProgram()
	if err != nil {
		s.t.Fatal(err)
	}
	s.words = words
	s.process = exec.Command(binary, words...)
	if s.shell != "" {
		s.process = exec.Command("sh", append([]string{"-c", s.shell + `; exec "$0" "$@"`, binary}, words...)...)
	}
	s.process.Dir, s.process.Env = s.folder, append(os.Environ(), s.environ...)
	s.process.Stdout, s.process.Stderr = s.log, s.log
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// ready starts it, and waits until it says that it is ready.
func (s *server) ready(words ...string) {
	s.t.Helper()
	s.start(words...)
	s.until(2*time.Minute, "it is not ready", func() bool {
		status, _ := get(s.address + "/readyz")
		return status == http.StatusOK
	})
}

// until waits that long at most, and returns how long it took.
func (s *server) until(atMost time.Duration, otherwise string, happened func() bool) time.Duration {
	s.t.Helper()
	begun := time.Now()
	for !happened() {
		if time.Since(begun) > atMost {
			s.t.Fatalf("%s within %s; it said: %s", otherwise, atMost, s.log)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(begun)
}

// end tells it to end, and waits for that.
func (s *server) end() error {
	if s.process == nil {
		return nil
	}
	err := errors.Join(s.process.Process.Signal(syscall.SIGTERM), s.process.Wait())
	s.process = nil
	return err
}

// kill ends it as a power cut does.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
	s.process = nil
}

func (s *server) close() {
	if err := s.end(); err != nil {
		s.t.Errorf("it did not end in order: %v", err)
	}
	if s.t.Failed() {
		s.t.Logf("it said: %s", s.log)
	}
}
