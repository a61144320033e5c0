package printed_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// TestPages reads all pages in one browser.
func TestPages(t *testing.T) {
	r := newReader(t)
	t.Run("sentences", r.sentences)
	t.Run("tricks", r.tricks)
	t.Run("honestly", r.honestly)
	t.Run("tables", r.tables)
	t.Run("layouts", r.layouts)
	t.Run("sessions", r.sessions)
	t.Run("headings", r.headings)
	t.Run("newKind", r.newKind)
}

// reader is a browser, and a site that serves the pages that it reads.
type reader struct {
	tab   *browser.Tab
	site  *url.URL
	mu    sync.Mutex
	pages []string // served at /0, /1 and so on
}

func newReader(t *testing.T) *reader {
	t.Helper()
	chromium, err := browser.FindChromium()
	if err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	r := &reader{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	if r.site, err = url.Parse(server.URL); err != nil {
		t.Fatal(err)
	}
	door, err := proxy.New(proxy.Settings{Allow: []string{r.site.Host}, Deny: proxy.Background})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { door.Close() })
	browsers := browser.NewPool(chromium, browser.PoolOptions{Patience: time.Minute})
	t.Cleanup(browsers.Close)
	r.tab, err = browser.Open(t.Context(), browser.Settings{
		Browsers: browsers, Proxy: door.Address(), Site: r.site,
		Limits: browser.Limits{Page: time.Minute, Look: time.Minute, Store: 1 << 20},
	}, observe.New(r.site))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.tab.Stop)
	return r
}

// ServeHTTP serves the pages.
func (r *reader) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := strconv.Atoi(strings.TrimPrefix(q.URL.Path, "/"))
	if err != nil || n >= len(r.pages) {
		http.NotFound(w, q)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, "<!doctype html><title>A page</title>", r.pages[n])
}

// read is the page as the browser shows it.
func (r *reader) read(t *testing.T, page string) printed.Page {
	t.Helper()
	r.mu.Lock()
	r.pages = append(r.pages, page)
	address := fmt.Sprintf("%s/%d", r.site, len(r.pages)-1)
	r.mu.Unlock()
	if visited := r.tab.Visit(address); visited.Status != http.StatusOK || visited.Trouble != "" {
		t.Fatalf("%+v", visited)
	}
	content, err := browser.ReadApart[printed.Content](r.tab, printed.Script)
	if err != nil {
		t.Fatal(err)
	}
	read := printed.Expect(r.site, address, "")
	read.Fill(content, "")
	return read
}

// keys are the findings of the page, sorted, and the claims that it does not print.
func (r *reader) keys(t *testing.T, d policy.Document, page string) []string {
	t.Helper()
	read := r.read(t, page)
	findings, _ := read.Compare(d)
	for _, of := range d.Claims(claim.Evidence{Cookies: d.Cookies}) {
		for _, condition := range read.Condition(of.Says, of.Shown) {
			if condition.Result != report.Holds {
				findings = append(findings, report.Finding{Kind: report.ClaimFails, Subject: of.Says, Detail: of.UID})
			}
		}
	}
	var keys []string
	for _, f := range findings {
		keys = append(keys, f.Key())
	}
	slices.Sort(keys)
	return keys
}

func (r *reader) wants(t *testing.T, d policy.Document, page string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if diff := cmp.Diff(want, r.keys(t, d, page)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// honest is the policy whose page is printed.
func honest(t *testing.T) policy.Document {
	t.Helper()
	d, err := policy.ParseYAML([]byte(audittest.Honest))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
