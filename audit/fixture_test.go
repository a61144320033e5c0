package audit_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

// fixture is a site on this machine, and others that its pages may ask.
type fixture struct {
	t       testing.TB
	request audit.Request
	mux     *http.ServeMux
	host    string // of the site, with its port
	late    late
}

// newFixture serves the site at localhost, which browsers trust as they trust HTTPS,
// and every other name from the same pages.
func newFixture(t *testing.T, yaml string) *fixture {
	t.Helper()
	t.Parallel()
	return fixtureOf(t, yaml)
}

// fixtureOf is the same for tests and benchmarks.
func fixtureOf(t testing.TB, yaml string) *fixture {
	t.Helper()
	if _, err := browser.FindChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	l := &fixture{t: t, mux: http.NewServeMux()}
	server := httptest.NewServer(l.mux)
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	l.host = "localhost:" + port
	l.request = audit.Request{
		URL: "http://" + l.host + "/", Own: true, Private: []string{l.host}, Pages: 10, Browsers: warm,
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			switch {
			case host == "localhost":
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			case strings.HasSuffix(host, ".test"):
				return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
			}
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		},
		Dial: map[string]string{"tracker.test": "127.0.0.1:" + port, "other.test": "127.0.0.1:" + port},
	}
	l.request.Limits = audit.Limits{
		Total: time.Hour, Page: time.Minute, Look: time.Minute, Bytes: 500 << 20, Answer: 20 << 20, Store: 50 << 20,
		Late: l.late.at,
	}
	l.mux.HandleFunc("/late", func(_ http.ResponseWriter, r *http.Request) { l.late.now(r.URL.RawQuery) })
	if yaml != "" {
		document, err := policy.ParseYAML([]byte(yaml))
		if err != nil {
			t.Fatal(err)
		}
		l.request.Document, l.request.Source = &document, report.Policy{Source: "the test", Slug: document.Slug}
	}
	return l
}

// page serves HTML at the path, of this host alone where one is named.
func (l *fixture) page(path, body string, header ...string) {
	l.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		_, _ = fmt.Fprint(w, "<!doctype html><title>A page</title>", body)
	})
}

func (l *fixture) run() report.Report {
	l.t.Helper()
	report, err := audit.Run(context.Background(), l.request)
	if err != nil {
		l.t.Fatal(err)
	}
	return report
}

// keys are the findings, sorted: "undeclared sid localhost". These small sites offer no way back
// to who agreed; that this is found, compare's tests hold.
func keys(r report.Report) []string {
	var all []string
	for _, f := range r.Findings {
		if f.Kind != report.CannotWithdraw {
			all = append(all, strings.TrimSpace(f.Key()))
		}
	}
	slices.Sort(all)
	return all
}

func (l *fixture) wants(r report.Report, want ...string) {
	l.t.Helper()
	slices.Sort(want)
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "SITE", "http://"+l.host)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, keys(r)); diff != "" {
		l.t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// where finds a cookie of the report.
func cookieOf(t *testing.T, r report.Report, name string) report.Cookie {
	t.Helper()
	i := slices.IndexFunc(r.Cookies, func(c report.Cookie) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("%s was not seen in %v; journeys: %v; %v", name, r.Cookies, r.Journeys, r.Notes)
	}
	return r.Cookies[i]
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}
