package verification

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/models/sites"
)

// TestRedirects: nobody else answers for a host, and what they hold is not asked for.
func TestRedirects(t *testing.T) {
	tests := map[string]struct{ to, says string }{
		"another host":      {"https://shop.example.com/", `another address, "https://shop.example.com"`},
		"host above":        {"https://com/", `another address, "https://com"`},
		"host that ends so": {"https://wwwexample.com/", `another address, "https://wwwexample.com"`},
		"another port":      {"https://example.com:8443/", `another address, "https://example.com:8443"`},
		"without HTTPS":     {"http://example.com/", `another address, "http://example.com"`},
		"HTTP at its port":  {"http://example.com:443/", `another address, "http://example.com:443"`},
		"a name in it":      {"https://u:p@example.com/", `another address, "https://example.com"`},
		"round and round":   {"https://example.com/", "sent on more than 3 times."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			asked := atomic.Int64{}
			v := world(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Host == "example.com" && r.URL.Path == "/":
					asked.Add(1)
					http.Redirect(w, r, tt.to, http.StatusFound)
				case r.Host != "example.com":
					fmt.Fprint(w, meta)
				}
			}), records{})
			if got := missed(t, v, shop); !strings.Contains(got, tt.says) {
				t.Errorf("says %q, not %q", got, tt.says)
			}
			if asked.Load() > maxRedirects+1 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

// TestPrivateAddresses are asked for nothing, however they are named or reached.
func TestPrivateAddresses(t *testing.T) {
	asked := atomic.Int64{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	v := New(Settings{Resolver: records{}, Resolve: resolve})
	for _, host := range []string{
		"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "192.168.0.1", "inside.example.com",
	} {
		got := missed(t, v, "https://"+host+":"+port)
		if strings.Count(got, "did not go there: the host or its port is not a public one.") != 2 {
			t.Errorf("%s: says %q", host, got)
		}
	}
	if asked.Load() > 0 {
		t.Errorf("asked %d times", asked.Load())
	}
	if got := missed(t, v, "https://example.com:22"); !strings.Contains(got, "did not go there") {
		t.Errorf("port 22: says %q", got)
	}
}

// TestRedirectInside: the names of one site can lead inside as well.
func TestRedirectInside(t *testing.T) {
	v := world(t, pages(map[string]string{"/": "-> https://www.example.com/", filePath: "-> https://www.example.com/"}), records{})
	v.settings.Resolve = resolveWWWInside
	if got := missed(t, v, shop); !strings.Contains(got, "did not go there") {
		t.Errorf("says %q", got)
	}
}

// TestPrivateThatIsAllowed: an intranet's host is asked, with and without HTTPS, and no other one.
func TestPrivateThatIsAllowed(t *testing.T) {
	server := httptest.NewServer(pages(map[string]string{filePath: token}))
	defer server.Close()
	at := server.Listener.Addr().String()
	v := New(Settings{Resolver: records{}, Private: []string{at}})
	if method, err := v.Check(t.Context(), "http://"+at, token); method != sites.ByFile || err != nil {
		t.Errorf("found by %q, %v", method, err)
	}
	if _, err := v.Check(t.Context(), "http://127.0.0.2:"+strings.Split(at, ":")[1], token); err == nil {
		t.Error("another one was asked")
	}
}

// TestSlowHosts end in time, whatever they are slow with, and what shows the token at once is not
// kept waiting.
func TestSlowHosts(t *testing.T) {
	v := world(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, meta)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}), records{})
	v.maxTime = 300 * time.Millisecond
	begun := time.Now()
	if got := missed(t, v, shop); strings.Count(got, "got no answer in time.") != 2 {
		t.Errorf("says %q", got)
	}
	v.maxTime = time.Minute
	v.settings.Resolver = records{"_prokken.example.com": {"prokken=" + token}}
	wantMethod(t, v, sites.ByDNS)
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

// TestHugeAnswers are read to the bound alone.
func TestHugeAnswers(t *testing.T) {
	sent := atomic.Int64{}
	v := world(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for chunk := []byte("<head>" + strings.Repeat(" \n", 8<<10)); ; {
			n, err := w.Write(chunk)
			if sent.Add(int64(n)); err != nil || sent.Load() > 1<<30 {
				return
			}
		}
	}), records{})
	begun := time.Now()
	missed(t, v, shop)
	if took := time.Since(begun); took > 5*time.Second || sent.Load() > 64<<20 {
		t.Errorf("took %v and %d bytes", took, sent.Load())
	}
}

// TestNoCookies: what a page sets goes nowhere, not even behind a redirect.
func TestNoCookies(t *testing.T) {
	cookies := atomic.Int64{}
	v := world(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies.Add(int64(len(r.Cookies())))
		w.Header().Set("Set-Cookie", "a=b; Path=/")
		if r.URL.Path != "/end" {
			http.Redirect(w, r, "/end", http.StatusFound)
		}
	}), records{})
	missed(t, v, shop)
	missed(t, v, shop)
	if cookies.Load() > 0 {
		t.Errorf("%d cookies were sent", cookies.Load())
	}
}

// TestCertificates: who cannot show that it is the host is not the host.
func TestCertificates(t *testing.T) {
	v := world(t, pages(map[string]string{filePath: token, "/": meta}), records{})
	v.settings.Roots = nil
	if got := missed(t, v, shop); strings.Count(got, "did not trust the certificate of the host.") != 2 {
		t.Errorf("says %q", got)
	}
}
