package commands

import (
	"net"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestServiceManagerIsTold: as systemd's protocol says, with a socket in its place.
func TestServiceManagerIsTold(t *testing.T) {
	t.Parallel()
	socket := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = manager.Close() })
	program := startProgram(t, "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=300000", "PROKKEN_HTTP_ADDRESS=127.0.0.1:0", "PROKKEN_AUDIT_EVERY=0")
	hear(t, manager, "READY=1", "WATCHDOG=1", "WATCHDOG=1")
	if err := program.Process.Signal(stopSignal); err != nil {
		t.Fatal(err)
	}
	hear(t, manager, "STOPPING=1")
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
