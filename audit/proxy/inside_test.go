package proxy

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

// insides are the spellings of places behind the audit that a page may try. PORT is where
// something listens on this machine.
var insides = strings.Fields(`127.0.0.1:PORT 127.0.0.2:PORT localhost:PORT a.localhost:PORT LOCALHOST.:PORT [::1]:PORT
	[::ffff:127.0.0.1]:PORT [::ffff:7f00:1]:PORT [::127.0.0.1]:PORT 0.0.0.0:PORT [::]:PORT 0:PORT 127.1:PORT 2130706433:PORT
	0x7f000001:PORT 0177.0.0.1:PORT inside.test:PORT mapped.test:PORT 169.254.169.254 metadata.test 10.0.0.1 [fd00:ec2::254]
	[fe80::1%25lo]:PORT [64:ff9b::7f00:1]:PORT 127。0。0。1:PORT`)

// channels are the ways in which a browser asks a proxy for a host.
var channels = map[string]func(host string) []string{
	"GET":  plainly("GET"),
	"HEAD": plainly("HEAD"),
	"POST": plainly("POST", "Content-Length: 0"),
	"WebSocket": plainly(
		"GET",
		"Connection: Upgrade",
		"Upgrade: websocket",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: x",
	),
	"tunnel": func(host string) []string {
		if !strings.Contains(host[strings.LastIndex(host, "]")+1:], ":") {
			host += ":443"
		}
		return []string{"CONNECT " + host + " HTTP/1.1", "Host: " + host}
	},
	"tunnel to the web's port": func(host string) []string {
		return []string{"CONNECT " + strings.Split(host+":", ":PORT")[0] + ":443 HTTP/1.1", "Host: shop.test"}
	},
	"another Host": func(host string) []string { return []string{"GET http://" + host + "/ HTTP/1.1", "Host: shop.test"} },
}

func plainly(method string, header ...string) func(host string) []string {
	return func(host string) []string {
		return append(
			[]string{method + " http://" + host + "/ HTTP/1.1", "Host: " + host, "Connection: close"},
			header...)
	}
}

// TestNothingInsideIsReached: no spelling of a private place gets through any channel.
func TestNothingInsideIsReached(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	p := open(t, Settings{Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
		switch host {
		case "mapped.test":
			return []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.1")}, nil
		case "metadata.test":
			return []netip.Addr{netip.MustParseAddr("169.254.169.254")}, nil
		case "inside.test", "localhost", "a.localhost":
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}
		return nil, errors.New("no such host")
	}})
	for _, target := range insides {
		host := strings.ReplaceAll(target, "PORT", port)
		for name, channel := range channels {
			got := status(t, p, channel(host)...)
			if got != http.StatusBadRequest && got != http.StatusForbidden {
				t.Errorf("%s through %s: %d", target, name, got)
			}
		}
		through := world(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://"+host+"/")
			w.WriteHeader(http.StatusFound)
		}, Settings{})
		if resp, _, _ := get(t, through, "http://shop.test/"); resp.StatusCode != http.StatusFound {
			t.Errorf("%s: the proxy itself follows a redirect: %d", target, resp.StatusCode)
		}
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("%d requests got through", n)
	}
}
