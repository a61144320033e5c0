package handlers_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
)

// failures are the lines of the log about requests that failed.
type failures struct{ lines }

// of are the causes that were logged under the id of the answer's request.
func (f *failures) of(res *http.Response) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var causes []string
	for line := range strings.Lines(f.text.String()) {
		var logged struct{ Msg, Request, Error string }
		isFailure := json.Unmarshal([]byte(line), &logged) == nil && logged.Msg == "request failed"
		if isFailure && logged.Request == res.Header.Get("X-Request-Id") {
			causes = append(causes, logged.Error)
		}
	}
	return causes
}

func logFailures(t *testing.T) *failures {
	t.Helper()
	f, before := &failures{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(f, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return f
}

// without takes a table away while it does something.
func (s *site) without(table string, do func()) {
	s.t.Helper()
	s.exec("ALTER TABLE " + table + " RENAME TO gone_" + table)
	defer s.exec("ALTER TABLE gone_" + table + " RENAME TO " + table)
	do()
}

func (s *site) exec(statement string) {
	s.t.Helper()
	if _, err := s.db.Pool().ExecContext(s.t.Context(), statement); err != nil {
		s.t.Fatal(err)
	}
}

// openable are the addresses that a person can open, with something in the place of each parameter.
func (s *site) openable() []string {
	s.t.Helper()
	fill := strings.NewReplacer(":slug", "cookie-policy", ":number", "1", ":language", "bn", ":a", "1", ":b", "1",
		":id", s.userID("root@example.com"), ":format", "yaml", ":n", "1")
	var paths []string
	for _, row := range s.server.Rows() {
		isOther := strings.HasPrefix(row.Path, "/dev/stripe") || strings.HasPrefix(row.Path, "/api/auth/") ||
			row.Path == "/readyz"
		if row.Method == http.MethodGet && !isOther {
			paths = append(paths, fill.Replace(row.Path))
		}
	}
	return paths
}

// TestBrokenTables: whoever is logged in gets what they get on other days, less of it, or a 500; never a page that says
// that they are not logged in, or that there is no such page. The cause of each 500 is logged once.
func TestBrokenTables(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		s.adminWithFactor("root@example.com")
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		paths, healthy := s.openable(), map[string]int{}
		for _, path := range paths {
			healthy[path], _, _ = s.ask("GET", path, nil)
		}
		for _, table := range []string{"sessions", "users", "subscriptions", "policy_versions"} {
			s.without(table, func() {
				for _, path := range paths {
					status, body, res := s.ask("GET", path, nil)
					isFailure, causes := status >= http.StatusInternalServerError, log.of(res)
					if !isFailure && status != healthy[path] &&
						path != "/login" { // which shows its form, and claims nothing
						t.Errorf("without %s: %s: %d and not %d", table, path, status, healthy[path])
					}
					if len(causes) > 1 || isFailure && len(causes) == 0 {
						t.Errorf("without %s: %s: logged is %q", table, path, causes)
					}
					if strings.Contains(body, `href="/signup">Sign up`) || strings.Contains(body, "no longer logs anyone in") {
						t.Errorf("without %s: %s says that nobody is logged in", table, path)
					}
				}
			})
		}
	})
}

// failed asks, and reports what was logged.
func (s *site) failed(
	log *failures,
	method, path string,
	form url.Values,
	headers ...string,
) (int, string, []string) {
	s.t.Helper()
	status, body, res := s.ask(method, path, form, headers...)
	return status, body, log.of(res)
}

// TestPagesSayLess: a public page of a member, while the database fails, neither knows nor claims who is looking.
func TestPagesSayLess(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		s.signUp("root@example.com")
		s.logIn("root@example.com")
		look := func(table, path, shows string) {
			t.Helper()
			s.without(table, func() {
				status, body, causes := s.failed(log, "GET", path, nil)
				isLogged := len(causes) == 1 && strings.Contains(causes[0], table)
				if status != http.StatusOK || !strings.Contains(body, shows) || !isLogged {
					t.Errorf("%s without %s: %d, logged %q", path, table, status, causes)
				}
			})
		}
		for _, path := range []string{
			"/", "/pricing", "/legal", "/legal/subscribe", "/signup", "/login", "/legal/cookie-policy/versions",
		} {
			look("sessions", path, `<a href="/account">Account</a>`)
		}
		look("sessions", "/legal/your-cookies", "We cannot check right now whether it still logs you in.")
		look("subscriptions", "/pricing", "Starter")
	})
}

// TestFailuresAreLoggedOnce: also those that a message hides; what the client did wrong is no failure.
func TestFailuresAreLoggedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		log := logFailures(t)
		s.adminWithFactor("root@example.com")
		gift := "/admin/users/" + s.userID("root@example.com") + "/gifts/" + uuid.NewString() + "/end"
		check := func(name string, wantStatus int, cause, method, path string, form url.Values, headers ...string) {
			t.Helper()
			status, _, causes := s.failed(log, method, path, form, headers...)
			isRight := len(causes) == 0
			if cause != "" {
				isRight = len(causes) == 1 && strings.Contains(causes[0], cause)
			}
			if status != wantStatus || !isRight {
				t.Errorf("%s: %d, logged %q", name, status, causes)
			}
		}
		asJSON := []string{"Accept", "application/json"}
		_, _, hosted := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		session := hosted.Request.URL.Path[strings.LastIndex(hosted.Request.URL.Path, "/")+1:]
		for cause, status := range map[string]int{"status 500": 500, "refuses our key": 401} {
			s.stripe.Store(new(http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, `{"error":{"type":"api_error"}}`, status)
			}))))
			check(
				"a page",
				http.StatusServiceUnavailable,
				cause,
				"POST",
				"/billing/checkout",
				url.Values{"plan": {"starter"}},
			)
			check(
				"JSON",
				http.StatusServiceUnavailable,
				cause,
				"POST",
				"/billing/checkout",
				url.Values{"plan": {"starter"}},
				asJSON...)
			check("a page that waits", http.StatusOK, cause, "GET", "/billing/return?session_id="+session, nil)
		}
		s.without("grants", func() {
			check("no such gift", http.StatusInternalServerError, "grants", "POST", gift, url.Values{"reason": {"why"}})
		})
		s.without("sessions", func() {
			check("a member's page", http.StatusInternalServerError, "sessions", "GET", "/account", nil)
			check(
				"a member's page as JSON",
				http.StatusInternalServerError,
				"sessions",
				"GET",
				"/api/me",
				nil,
				asJSON...)
		})
		check("no such page", http.StatusNotFound, "", "GET", "/nothing", nil)
		check("a gift that is not there", http.StatusNotFound, "", "POST", gift, url.Values{"reason": {"why"}})
		check(
			"a wrong form",
			http.StatusUnprocessableEntity,
			"",
			"POST",
			"/legal/subscribe",
			url.Values{"email": {"x"}},
		)
		check("a dead link", http.StatusGone, "", "GET", "/reset?token=x", nil)
		s.forget()
		check(
			"a wrong password",
			http.StatusUnauthorized,
			"",
			"POST",
			"/api/auth/login",
			url.Values{"email": {"x@example.com"}},
		)
		check("a stranger", http.StatusUnauthorized, "", "GET", "/api/me", nil, asJSON...)
	})
}

func (s *site) userID(email string) string {
	s.t.Helper()
	user, err := users.ByEmail(s.t.Context(), s.db, email)
	if err != nil {
		s.t.Fatal(err)
	}
	return user.ID.String()
}
