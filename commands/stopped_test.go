package commands

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheSecondCtrlC ends at once what the first one ends in order.
func TestTheSecondCtrlC(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PROKKEN_HTTP_DRAIN=1m")
	s.ready()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGTERM, os.Interrupt} {
		if status, _ := get(s.address + "/healthz"); status != http.StatusOK {
			t.Fatalf("it is away before the %v", signal)
		}
		if err := s.process.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	if err := s.process.Wait(); err == nil || err.Error() != "signal: interrupt" {
		t.Errorf("it ended with %v", err)
	}
	s.process = nil
}

// TestStopped: a command that a signal ends says so in one line, and its exit status tells the signal.
func TestStopped(t *testing.T) {
	t.Parallel()
	binary, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		asked := make(chan struct{})
		never := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(asked)
			<-r.Context().Done()
		}))
		said := &written{}
		c := exec.Command(binary, "policy", "verify", never.URL+"/x.json")
		c.Stdout, c.Stderr, c.Dir, c.Env = said, said, t.TempDir(), os.Environ()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		<-asked
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != want {
			t.Errorf("%v: %v", signal, err)
		}
		if got := strings.TrimSpace(said.String()); got != "prokken: stopped before it was done" {
			t.Errorf("%v: it said %q", signal, got)
		}
		never.Close()
	}
}
