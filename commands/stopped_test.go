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
)

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
