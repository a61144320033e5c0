package proxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// endless sends until nobody reads.
func endless(w http.ResponseWriter, _ *http.Request) {
	chunk := make([]byte, 16<<10)
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func TestLongAnswerIsCut(t *testing.T) {
	p := world(t, endless, Settings{MaxResponse: 1 << 20, MaxTunnel: 2 << 20})
	_, body, err := get(t, p, "http://shop.test/")
	if err == nil || len(body) > 1<<20 || len(body) < 1<<19 {
		t.Errorf("read %d bytes, %v", len(body), err)
	}
	if h := hostOf(p, "shop.test"); !errors.Is(h.Err, ErrTooLong) || h.Refused != 0 {
		t.Errorf("host: %+v", h)
	}
	_, r := raw(t, p, "CONNECT tracker.test:443 HTTP/1.1", "", "GET / HTTP/1.1", "Host: tracker.test")
	n, _ := io.Copy(io.Discard, r)
	if n > 2<<20+100 || n < 1<<20 || p.Exhausted() {
		t.Errorf("read %d bytes of a tunnel", n)
	}
}

func TestBytesAreUsedUp(t *testing.T) {
	p := world(t, endless, Settings{MaxBytes: 1 << 20})
	_, idle := raw(t, p, "CONNECT tracker.test:443 HTTP/1.1", "Host: tracker.test")
	_, _ = http.ReadResponse(idle, nil)
	_, body, err := get(t, p, "http://shop.test/")
	if err == nil || len(body) > 1<<20 || !p.Exhausted() {
		t.Errorf("read %d bytes, %v", len(body), err)
	}
	if _, err := idle.ReadByte(); err == nil {
		t.Error("another tunnel lives on")
	}
	if resp, _, _ := get(t, p, "http://shop.test/"); resp.StatusCode != 403 || resp.Header.Get(Header) != "exhausted" {
		t.Errorf("then: %d %v", resp.StatusCode, resp.Header)
	}
}

// TestSlowSites: each wait has its own bound. The other one is an hour, so that nothing
// else ends what the site does not end.
func TestSlowSites(t *testing.T) {
	slow := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/begins" {
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
	silent := world(t, slow, Settings{FirstByte: 200 * time.Millisecond, Idle: time.Hour})
	if resp, _, _ := get(t, silent, "http://shop.test/"); resp.StatusCode != 502 {
		t.Errorf("silent: %d", resp.StatusCode)
	}
	_, r := raw(t, silent, "CONNECT shop.test:443 HTTP/1.1", "Host: shop.test")
	if _, err := io.ReadAll(r); err != nil {
		t.Error(err)
	}
	begun := world(t, slow, Settings{FirstByte: time.Hour, Idle: 200 * time.Millisecond})
	if _, _, err := get(t, begun, "http://shop.test/begins"); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the answer ended with %v", err)
	}
}

func TestLongHeaderIsCut(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("a", 2*maxHeader))
	}, Settings{})
	if resp, _, _ := get(t, p, "http://shop.test/"); resp.StatusCode != 502 {
		t.Errorf("answer: %d", resp.StatusCode)
	}
	if got := status(t, p, "GET http://shop.test/ HTTP/1.1", "X-Long: "+strings.Repeat("a", 2*maxHeader)); got != 431 {
		t.Errorf("request: %d", got)
	}
}

func TestConnectionsAreCounted(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hold" {
			<-r.Context().Done()
		}
	}, Settings{MaxConns: 2})
	for range 2 {
		_, r := raw(t, p, "CONNECT shop.test:443 HTTP/1.1", "", "GET /hold HTTP/1.1", "Host: shop.test")
		_, _ = http.ReadResponse(r, nil)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if c, err := p.dial(ctx, target{"shop.test", 80}, 1); err == nil {
		c.Close()
		t.Error("a third one is let through")
	}
}

func TestHostsAreBounded(t *testing.T) {
	p := open(t, Settings{})
	for i := range maxHosts {
		_, _ = p.ask(fmt.Sprint("h", i, ".test"))
	}
	if _, err := p.ask("more.test"); !errors.Is(err, ErrForbidden) || len(p.Hosts()) != maxHosts {
		t.Errorf("took %d hosts, %v", len(p.Hosts()), err)
	}
}
