package commands

import (
	"net"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// TestServiceManagerIsTold: as systemd's protocol says, with a socket in its place; also by a server
// that only works.
func TestServiceManagerIsTold(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"serve", "work"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			socket := filepath.Join(t.TempDir(), "notify")
			manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = manager.Close() })
			program := newServer(t, "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=300000")
			program.start(command)
			hear(t, manager, "READY=1", "WATCHDOG=1", "WATCHDOG=1")
			if err := program.process.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			hear(t, manager, "STOPPING=1")
		})
	}
}

// hear fails where the words do not come in that order, within two minutes. What lives is told more
// than once.
func hear(t *testing.T, manager *net.UnixConn, words ...string) {
	t.Helper()
	if err := manager.SetReadDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	for text := make([]byte, 1000); len(words) > 0; {
		n, err := manager.Read(text)
		if err != nil {
			t.Fatalf("%q was not told: %v", words, err)
		}
		switch said := string(text[:n]); {
		case said == words[0]:
			words = words[1:]
		case said != "WATCHDOG=1" || slices.Contains(words, "READY=1"):
			t.Fatalf("%q was told before %q", said, words)
		}
	}
}
