package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/figures"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

const metricsToken = "a token of the tests with more than 32 characters"

// stored reads the figures of the database.
type stored struct {
	db   *models.DB
	site models.SiteID
}

func (s stored) Figures(ctx context.Context) (figures.Figures, error) {
	return figures.Read(ctx, s.db, s.site)
}

// lines are what a log wrote.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes what is written.
func (l *lines) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

// requestLines are the lines about requests so far.
func (s *site) requestLines() string {
	s.server.FlushRequestLog()
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return s.requests.text.String()
}

// figures are those that a scrape shows.
func (s *site) figures(t *testing.T) string {
	t.Helper()
	status, text, _ := s.ask("GET", "/metrics", nil, "Authorization", "Bearer "+metricsToken)
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, text)
	}
	return text
}

// TestFiguresNeedTheToken: whoever has another one, or none, or is an admin, reads no figure.
func TestFiguresNeedTheToken(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.adminWithFactor("root@example.com")
		for _, sent := range []string{
			"", "Bearer", "Bearer ", "Bearer x", metricsToken, "Basic " + metricsToken, "Bearer " + metricsToken + "x",
			"Bearer " + metricsToken[:len(metricsToken)-1], "Bearer " + metricsToken,
		} {
			status, body, res := s.ask("GET", "/metrics", nil, "Authorization", sent)
			isRight := sent == "Bearer "+metricsToken
			if (status == http.StatusOK) != isRight || strings.Contains(body, "prokken_http_requests_total") != isRight ||
				!isRight && (status != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") == "") {
				t.Errorf("%q: %d", sent, status)
			}
		}
		if status, _, _ := s.ask("GET", "/metrics?token="+url.QueryEscape(metricsToken), nil); status != http.StatusUnauthorized {
			t.Errorf("in the query: %d", status)
		}
	})
}

// TestWithoutATokenThereAreNoFigures, nor with an empty one.
func TestWithoutATokenThereAreNoFigures(t *testing.T) {
	s := open(t, modelstest.SQLite(t), func(c *config.Config, _ *sites.Settings) { c.Metrics.Token = "" })
	for _, sent := range []string{"", "Bearer", "Bearer "} {
		if status, _, _ := s.ask("GET", "/metrics", nil, "Authorization", sent); status != http.StatusNotFound {
			t.Errorf("%q: %d", sent, status)
		}
	}
}

// TestTheOwnListenerHasTheFiguresAlone: no page, and no other method.
func TestTheOwnListenerHasTheFiguresAlone(t *testing.T) {
	shown := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for asked, want := range map[string]int{
		"GET /metrics": http.StatusTeapot, "POST /metrics": http.StatusMethodNotAllowed, "GET /": http.StatusNotFound,
		"GET /account": http.StatusNotFound, "GET /metrics/x": http.StatusNotFound,
	} {
		method, path, _ := strings.Cut(asked, " ")
		w := httptest.NewRecorder()
		handlers.OnlyMetrics(shown).ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d", asked, w.Code)
		}
	}
}

// TestStrangersMakeNoSeries: a thousand paths and names of policies make two, and no figure holds
// what a stranger wrote.
func TestStrangersMakeNoSeries(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.figures(t) // counts itself
	before := strings.Count(s.figures(t), "\nprokken_http_requests_total{")
	for i := range 500 {
		s.ask("GET", fmt.Sprintf("/stranger-%d", i), nil)
		s.ask("GET", fmt.Sprintf("/legal/stranger-%d", i), nil)
	}
	text := s.figures(t)
	if after := strings.Count(text, "\nprokken_http_requests_total{"); after != before+2 {
		t.Errorf("%d series, and then %d", before, after)
	}
	for _, line := range []string{
		`prokken_http_requests_total{method="GET",route="unmatched",status="404"} 500`,
		`prokken_http_requests_total{method="GET",route="/legal/:slug",status="404"} 500`,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is missing", line)
		}
	}
	if strings.Contains(text, "stranger") {
		t.Error("a figure holds what a stranger wrote")
	}
}

// TestRequestLines: what is written of a request, without what could be a secret.
func TestRequestLines(t *testing.T) {
	s := open(t, modelstest.SQLite(t), func(c *config.Config, _ *sites.Settings) { c.Log.Requests = config.AllRequests })
	s.signUp("ada@example.com")
	token := strings.Repeat("0192c3a4.", 8)
	for _, path := range []string{
		"/verify?token=" + token, "/verify%3Ftoken=" + token, "/reset/" + token, "/legal/" + token, "/nobody@example.com",
	} {
		s.ask("GET", path, nil)
	}
	s.ask("GET", "/healthz", nil)
	s.ask("GET", "/readyz", nil)
	s.figures(t)
	text := s.requestLines()
	for _, part := range []string{"method=GET route=/verify path=/verify status=410", "route=unmatched path=/*** status=404"} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is missing in %s", part, text)
		}
	}
	for _, part := range []string{"0192c3a4", "example.com", "127.0.0.1", secret, "healthz", "readyz", metricsToken} {
		if strings.Contains(text, part) {
			t.Errorf("%s is written: %s", part, text)
		}
	}
}

// TestRequestLinesOfFailures: neither does the line about a failure hold what could be a secret.
func TestRequestLinesOfFailures(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	log := logFailures(t)
	token := strings.Repeat("0192c3a4.", 8)
	s.without("sites", func() { s.ask("GET", "/legal/cookie-policy/versions/"+token, nil) })
	s.without("policy_versions", func() { s.ask("GET", "/legal/cookie-policy/compare/1/"+token, nil) })
	log.mu.Lock()
	defer log.mu.Unlock()
	if strings.Contains(log.text.String(), "0192c3a4") {
		t.Error(log.text.String())
	}
}
