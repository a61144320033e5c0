package browser

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/models/modelstest"
)

// site is a website at localhost and at names that end in .test, with the proxy that
// leads there, and browsers.
type site struct {
	address  *url.URL // http://localhost:port
	door     *proxy.Proxy
	browsers *Pool
}

// newSite serves the site.
func newSite(t *testing.T, serve http.HandlerFunc) *site {
	t.Helper()
	path, err := FindChromium()
	if err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	at := strings.TrimPrefix(server.URL, "http://")
	_, port, _ := strings.Cut(at, ":")
	s := &site{
		address:  &url.URL{Scheme: "http", Host: "localhost:" + port},
		browsers: NewPool(path, PoolOptions{Patience: time.Minute}),
	}
	t.Cleanup(s.browsers.Close)
	s.door, err = proxy.New(proxy.Settings{
		Allow: []string{s.address.Host}, Deny: proxy.Background, Resolve: resolve,
		Dial: map[string]string{"shop.test": at, "tracker.test": at},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.door.Close() })
	return s
}

// resolve knows names of tests and this machine's.
func resolve(_ context.Context, host string) ([]netip.Addr, error) {
	switch {
	case strings.HasSuffix(host, ".test"):
		return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
	case strings.HasSuffix(host, "localhost"):
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return nil, errors.New("no such host")
}

// open begins a journey.
func (s *site) open(t *testing.T) *Tab {
	t.Helper()
	settings := Settings{
		Browsers: s.browsers, Proxy: s.door.Address(), Site: s.address,
		Limits: Limits{Page: time.Minute, Look: time.Minute, Stay: time.Second, Store: 1 << 20},
	}
	tab, err := Open(t.Context(), settings, observe.New(s.address))
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// servePage serves the HTML.
func servePage(w http.ResponseWriter, html string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><title>A page</title>" + html))
}
