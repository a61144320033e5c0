package proxy

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

var somewhere = netip.MustParseAddr("93.184.215.14")

// everywhere resolves the names of tests to a public address; Dial says where they
// are, so that no test leaves this machine.
func everywhere(_ context.Context, host string) ([]netip.Addr, error) {
	switch {
	case strings.HasSuffix(host, ".test"):
		return []netip.Addr{somewhere}, nil
	case strings.HasSuffix(host, "localhost"):
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return nil, errors.New("no such host")
}

func open(t *testing.T, s Settings) *Proxy {
	t.Helper()
	p, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// world is a site that says who it is, with a proxy to it under shop.test.
func world(t *testing.T, h http.HandlerFunc, s Settings) *Proxy {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	s.Dial = map[string]string{"shop.test": address, "tracker.test": address}
	if s.Resolve == nil {
		s.Resolve = everywhere
	}
	return open(t, s)
}

// through is a client of the proxy that follows no redirects.
func through(t *testing.T, p *Proxy) *http.Client {
	door := &url.URL{Scheme: "http", Host: p.Address()}
	transport := &http.Transport{Proxy: http.ProxyURL(door), DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		Timeout:       time.Minute, // a test that waits for ever says so
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func get(t *testing.T, p *Proxy, address string) (*http.Response, string, error) {
	t.Helper()
	resp, err := through(t, p).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

// raw sends lines as they are, and is the connection after them.
func raw(t *testing.T, p *Proxy, lines ...string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", p.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprint(c, strings.Join(lines, "\r\n")+"\r\n\r\n")
	return c, bufio.NewReader(c)
}

func status(t *testing.T, p *Proxy, lines ...string) int {
	t.Helper()
	_, r := raw(t, p, lines...)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}

func hostOf(p *Proxy, name string) Host {
	for _, h := range p.Hosts() {
		if h.Name == name {
			return h
		}
	}
	return Host{}
}
