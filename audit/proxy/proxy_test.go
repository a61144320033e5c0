package proxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestForwards(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(Header, "forbidden")
		w.Header().Set("Proxy-Authenticate", "Basic")
		for _, name := range []string{"X-Forwarded-For", "Proxy-Authorization", "Accept-Encoding", "User-Agent", "Via", "Forwarded"} {
			if v, ok := r.Header[name]; ok {
				fmt.Fprintln(w, name, v)
			}
		}
		fmt.Fprintln(w, r.Host, r.RequestURI)
	}, Settings{})
	_, r := raw(
		t,
		p,
		"GET http://Shop.test:8080/a?b;c=%zz&d HTTP/1.1",
		"Host: shop.test:8080",
		"Proxy-Authorization: secret",
		"Connection: close",
	)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	if want := "Shop.test:8080 /a?b;c=%zz&d\n"; string(body) != want {
		t.Errorf("got %q, want %q", body, want)
	}
	if resp.Header.Get(Header) != "" || resp.Header.Get("Proxy-Authenticate") != "" {
		t.Errorf("headers: %v", resp.Header)
	}
	h := hostOf(p, "shop.test")
	if h.Asked != 1 || h.Refused != 0 || h.Err != nil || h.Received < 20 || h.Sent < 20 {
		t.Errorf("host: %+v", h)
	}
}

func TestRefuses(t *testing.T) {
	p := open(t, Settings{Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
		if host == "gone.test" {
			return nil, errors.New("no such host")
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::ffff:10.0.0.1")}, nil
	}, Deny: []string{"denied.test"}})
	tests := map[string]struct {
		line string
		want int
	}{
		"a private name":       {"GET http://inside.test/ HTTP/1.1", 403},
		"a tunnel to it":       {"CONNECT inside.test:443 HTTP/1.1", 403},
		"metadata":             {"GET http://169.254.169.254/latest/ HTTP/1.1", 403},
		"a tunnel to metadata": {"CONNECT 169.254.169.254:80 HTTP/1.1", 403},
		"mapped":               {"CONNECT [::ffff:127.0.0.1]:443 HTTP/1.1", 403},
		"the proxy itself":     {"CONNECT " + p.Address() + " HTTP/1.1", 403},
		"localhost":            {"GET http://localhost./ HTTP/1.1", 403},
		"a port":               {"CONNECT 8.8.8.8:25 HTTP/1.1", 403},
		"denied":               {"CONNECT a.denied.test:443 HTTP/1.1", 403},
		"decimal":              {"GET http://2130706433/ HTTP/1.1", 400},
		"a name and password":  {"GET http://8.8.8.8@inside.test/ HTTP/1.1", 400},
		"and in a tunnel":      {"CONNECT 8.8.8.8@inside.test:443 HTTP/1.1", 400},
		"no port":              {"CONNECT inside.test HTTP/1.1", 400},
		"https":                {"GET https://inside.test/ HTTP/1.1", 400},
		"ftp":                  {"GET ftp://inside.test/ HTTP/1.1", 400},
		"no proxy request":     {"GET / HTTP/1.1", 400},
		"unknown":              {"GET http://gone.test/ HTTP/1.1", 502},
	}
	for name, tt := range tests {
		if got := status(t, p, tt.line, "Host: public.test"); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
	if h := hostOf(p, "inside.test"); h.Asked != 2 || h.Refused != 2 || !errors.Is(h.Err, ErrForbidden) {
		t.Errorf("host: %+v", h)
	}
	if h := hostOf(p, "gone.test"); h.Asked != 1 || h.Refused != 0 || h.Err == nil || errors.Is(h.Err, ErrForbidden) {
		t.Errorf("host: %+v", h)
	}
	resp, body, _ := get(t, p, "http://inside.test/")
	if resp.Header.Get(Header) != "forbidden" || !strings.Contains(body, ErrForbidden.Error()) {
		t.Errorf("says %q %q", resp.Header.Get(Header), body)
	}
}

func TestRebinding(t *testing.T) {
	var asked atomic.Int32
	p := world(
		t,
		func(w http.ResponseWriter, _ *http.Request) {},
		Settings{Resolve: func(context.Context, string) ([]netip.Addr, error) {
			if asked.Add(1) == 1 {
				return []netip.Addr{somewhere}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}},
	)
	for range 3 {
		if resp, _, _ := get(t, p, "http://shop.test/"); resp.StatusCode != 200 {
			t.Errorf("answer: %d", resp.StatusCode)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
	s, _ := p.siteOf("shop.test")
	if got, err := p.permitted(s, target{"shop.test", 80}); err != nil || len(got) != 1 || got[0] != somewhere {
		t.Errorf("calls %v %v", got, err)
	}
}

func TestOnlyTheAllowedAddressesAreUsed(t *testing.T) {
	p := open(t, Settings{Resolve: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{
			netip.MustParseAddr("10.0.0.1"),
			netip.MustParseAddr("::ffff:93.184.215.14"),
			netip.MustParseAddr("fe80::1"),
		}, nil
	}})
	s, _ := p.ask("mixed.test")
	if got, err := p.permitted(s, target{"mixed.test", 80}); err != nil || len(got) != 1 || got[0] != somewhere {
		t.Errorf("calls %v %v", got, err)
	}
}

// The socket's own address is what counts, whatever was decided before.
func TestLastLook(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	at := netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://"))
	p := open(t, Settings{})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if c, err := p.first(ctx, target{"shop.test", at.Port()}, []netip.Addr{at.Addr()}); !errors.Is(err, ErrForbidden) {
		t.Errorf("connected: %v %v", c, err)
	}
}

func TestRedirectComesBack(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
	}, Settings{})
	client := through(t, p)
	client.CheckRedirect = nil
	resp, err := client.Get("http://shop.test/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 403 || hostOf(p, "169.254.169.254").Refused != 1 {
		t.Errorf("answer: %d, hosts: %+v", resp.StatusCode, p.Hosts())
	}
}

func TestAllowedHost(t *testing.T) {
	server := httptest.NewServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "own") }),
	)
	defer server.Close()
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	p := open(
		t,
		Settings{Allow: []string{"OWN.test" + port}, Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}},
	)
	if _, body, _ := get(t, p, "http://own.test"+port); body != "own" {
		t.Errorf("says %q", body)
	}
	if resp, _, _ := get(t, p, "http://other.test"+port); resp.StatusCode != 403 {
		t.Errorf("another name of the same address: %d", resp.StatusCode)
	}
}

func TestTunnel(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.Path) }, Settings{})
	c, r := raw(
		t,
		p,
		"CONNECT shop.test:443 HTTP/1.1",
		"Host: shop.test:443",
		"",
		"GET /early HTTP/1.1",
		"Host: shop.test",
	)
	for _, want := range []string{"", "/early", "/late"} {
		if want == "/late" {
			fmt.Fprint(c, "GET /late HTTP/1.1\r\nHost: shop.test\r\n\r\n")
		}
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			continue // a tunnel's answer has no body
		}
		if body, _ := io.ReadAll(resp.Body); string(body) != want {
			t.Errorf("says %q, want %q", body, want)
		}
	}
}

func TestUpgrade(t *testing.T) {
	p := world(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", r.Header.Get("Upgrade"))
		w.WriteHeader(http.StatusSwitchingProtocols)
		c, both, _ := http.NewResponseController(w).Hijack()
		defer c.Close()
		line, _ := both.ReadString('\n')
		fmt.Fprint(c, "you said "+line)
	}, Settings{})
	c, r := raw(t, p, "GET http://shop.test/ HTTP/1.1", "Host: shop.test", "Connection: Upgrade", "Upgrade: websocket")
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(resp, err)
	}
	fmt.Fprintln(c, "hello")
	if line, _ := r.ReadString('\n'); line != "you said hello\n" {
		t.Errorf("says %q", line)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	held, looking := make(chan bool, 2), make(chan bool, 2)
	hold := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		held <- true
		<-r.Context().Done()
	}))
	defer hold.Close()
	before := runtime.NumGoroutine()
	lookUp := make(chan error, 2) // why looking up ended
	p := open(t, Settings{
		FirstByte: time.Hour, Idle: time.Hour, // nothing but Close ends what is held
		Dial: map[string]string{"shop.test": strings.TrimPrefix(hold.URL, "http://")},
		Resolve: func(ctx context.Context, host string) ([]netip.Addr, error) {
			if host == "slow.test" {
				looking <- true
				<-ctx.Done()
				lookUp <- ctx.Err()
			}
			return []netip.Addr{somewhere}, ctx.Err()
		},
	})
	raw(t, p, "GET http://shop.test/ HTTP/1.1", "Host: shop.test")
	raw(t, p, "CONNECT shop.test:443 HTTP/1.1", "Host: shop.test")
	raw(t, p, "CONNECT shop.test:443 HTTP/1.1", "", "GET / HTTP/1.1", "Host: shop.test")
	raw(t, p, "CONNECT slow.test:443 HTTP/1.1", "Host: slow.test")
	raw(t, p, "GET http://slow.test/ HTTP/1.1", "Host: slow.test")
	raw(t, p, "GET http://sho")
	<-held
	<-held
	<-looking
	p.Close()
	if err := <-lookUp; !errors.Is(err, context.Canceled) {
		t.Errorf("looking up ended with %v", err)
	}
	hold.CloseClientConnections()
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, before %d:\n%s", after, before, buf[:runtime.Stack(buf, true)])
	}
	if _, err := net.Dial("tcp", p.Address()); err == nil {
		t.Error("it still listens")
	}
	p.Close()
}
