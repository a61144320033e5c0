package commands

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// written collects what the program writes.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes what is written.
func (w *written) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(text)
}

// freeAddress is one that nobody listens on. Ports that the system chooses are higher.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000))
		if listener, err := net.Listen("tcp", address); err == nil {
			listener.Close()
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}

// get is the status and the body of an answer; 0 without one.
func get(address string) (int, string) {
	res, err := http.Get("http://" + address)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

// TestServe: the figures are at their own address alone. A server that is told to stop is not
// ready first, answers meanwhile, and ends after the time that is set; then the lines about its
// requests are written.
func TestServe(t *testing.T) {
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	site, figures := freeAddress(t), freeAddress(t)
	s := newShell(t).with("PROKKEN_HTTP_ADDRESS", site).with("PROKKEN_METRICS_ADDRESS", figures).
		with("PROKKEN_HTTP_DRAIN", "2s").with("PROKKEN_AUDIT_EVERY", "0").with("PROKKEN_BACKUP_EVERY", "0").
		with("PROKKEN_LOG_REQUESTS", "all").with("PROKKEN_LOG_FORMAT", "json")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	log, ended := &written{}, make(chan error, 1)
	i := s.invocation(new(bytes.Buffer))
	i.errors = log
	go func() { ended <- i.do(ctx, nil) }()
	for range 600 {
		if status, _ := get(site + "/readyz"); status == http.StatusOK {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if status, text := get(figures + "/metrics"); status != http.StatusOK || !strings.Contains(text, "prokken_database_up 1") {
		t.Errorf("figures: %d %s", status, text)
	}
	if status, _ := get(site + "/metrics"); status != http.StatusNotFound {
		t.Errorf("figures at the site's address: %d", status)
	}
	stop()
	time.Sleep(time.Second)
	if status, _ := get(site + "/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("ready while it drains: %d", status)
	}
	if status, _ := get(site + "/legal/cookie-policy"); status != http.StatusOK {
		t.Errorf("a page while it drains: %d", status)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if status, _ := get(site + "/healthz"); status != 0 {
		t.Errorf("after the end: %d", status)
	}
	if text := log.text.String(); !strings.Contains(text, `"route":"/legal/:slug"`) || strings.Contains(text, "readyz") {
		t.Errorf("logged: %s", text)
	}
}

// String is what was written.
func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
