package verification

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/sites"
)

const (
	shop  = "https://example.com"
	token = "q7w3e5r7t2y4u6i2o4p2a6s4d2"
)

// records are the TXT records of the tests' hosts, by name.
type records map[string][]string

func (r records) LookupTXT(_ context.Context, name string) ([]string, error) {
	found, ok := r[strings.TrimSuffix(name, ".")]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return found, nil
}

// resolve says that the hosts of the tests are public, all but inside.example.com.
func resolve(_ context.Context, host string) ([]netip.Addr, error) {
	switch {
	case host == "inside.example.com":
		return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("169.254.169.254")}, nil
	case strings.HasSuffix(host, "example.com"):
		return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
	}
	return nil, errors.New("no such host")
}

// world is a verifier to whom the server is example.com and what is below it.
func world(t *testing.T, h http.Handler, r Resolver) *Verifier {
	t.Helper()
	server := httptest.NewTLSServer(h)
	t.Cleanup(server.Close)
	at := server.Listener.Addr().String()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return New(Settings{
		Resolver: r, Roots: roots, Resolve: resolve,
		Dial: map[string]string{"example.com": at, "www.example.com": at, "shop.example.com": at},
	})
}

// pages answers with a text for each path, and with a redirect for a text that begins with an arrow.
func pages(texts map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		text, ok := texts[r.Host+r.URL.Path]
		if !ok {
			text, ok = texts[r.URL.Path]
		}
		if to, sent := strings.CutPrefix(text, "-> "); sent {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(text))
	}
}

// missed is what a check says that finds nothing.
func missed(t *testing.T, v *Verifier, address string) string {
	t.Helper()
	method, err := v.Check(t.Context(), address, token)
	var missed NotFound
	if method != "" || !errors.As(err, &missed) {
		t.Fatalf("found by %q, %v", method, err)
	}
	return err.Error()
}

func wantMethod(t *testing.T, v *Verifier, want sites.Method) {
	t.Helper()
	if got, err := v.Check(t.Context(), shop, token); got != want || err != nil {
		t.Errorf("found by %q, %v; want %q", got, err, want)
	}
}

// resolveWWWInside says that www.example.com alone is private.
func resolveWWWInside(ctx context.Context, host string) ([]netip.Addr, error) {
	if host == "www.example.com" {
		return resolve(ctx, "inside.example.com")
	}
	return resolve(ctx, host)
}
