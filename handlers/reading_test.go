package handlers_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/handlers/account"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// hops are the GETs that change a session, because a person opens a page.
var hops = []string{account.CookieCheckPath, "/api/auth/refresh"}

// readings are the ways in which an address is read: the last ones ask ahead of the person.
var readings = []struct{ method, header, value string }{
	{"GET", "Accept", "text/html"},
	{"GET", "Accept", "text/html"},
	{"HEAD", "Accept", "text/html"},
	{"GET", "Accept", "application/json"},
	{"GET", "Sec-Purpose", "prefetch;prerender"},
	{"GET", "Purpose", "prefetch"},
}

// TestReadingChangesNothing reads every address of the table in every way, as a stranger, a
// member and an admin, and compares the whole database after each.
func TestReadingChangesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.readAll(t, "a stranger")
		s.logIn("ada@example.com")
		s.readAll(t, "a member")
		s.forget()
		s.adminWithFactor("root@example.com")
		s.readAll(t, "an admin")
	})
}

func (s *site) readAll(t *testing.T, who string) {
	t.Helper()
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.ask("GET", "/api/me", nil) // the first use of a token, and the day of the last one, are noted
	filled := s.filler(t)
	before := contents(t, s.db)
	for _, row := range s.server.Rows() {
		if row.Method != http.MethodGet || slices.Contains(hops, row.Path) {
			continue
		}
		for _, r := range readings {
			if status, body, _ := s.ask(r.method, filled.Replace(row.Path), nil, r.header, r.value); status >= 500 {
				t.Errorf("%s %s as %s: %d %s", r.method, row.Path, who, status, plain(body))
			}
		}
		after := contents(t, s.db)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("reading %s as %s changes the database:\n%s", row.Path, who, diff)
		}
		before = after
	}
}

// filler puts something that is there in the place of each parameter.
func (s *site) filler(t *testing.T) *strings.Replacer {
	t.Helper()
	var id string
	if err := s.db.Pool().QueryRow("SELECT id FROM users WHERE email = 'ada@example.com'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(
		":slug", "cookie-policy", ":number", "1", ":language", "de", ":translation", "1", ":a", "1", ":b", "1", ":id", id,
		":hash", "x", ":name", "site.css", ":format", "json", ":n", "0", "*", "v1/prices",
	)
}

// TestHopsRefuseToBeAskedAhead: the two GETs that change a session refuse HEAD and prefetches.
func TestHopsRefuseToBeAskedAhead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		before := contents(t, db)
		for _, path := range hops {
			for _, r := range readings[2:] {
				if r.header == "Accept" && r.method == http.MethodGet {
					continue
				}
				if status, _, _ := s.ask(r.method, path, nil, r.header, r.value); status != http.StatusForbidden {
					t.Errorf("%s %s with %s: %d", r.method, path, r.header, status)
				}
			}
		}
		if diff := cmp.Diff(before, contents(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestTheCodeThatWasScannedCounts: looking again at the page of an app, from a browser that asks
// ahead or on purpose, spoils nothing.
func TestTheCodeThatWasScannedCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, page, _ := s.ask("GET", "/account/security/app", nil)
		scanned := secretKey.FindStringSubmatch(page)
		for _, r := range readings {
			s.ask(r.method, "/account/security/app", nil, r.header, r.value)
		}
		_, body, _ := s.ask(
			"POST",
			"/account/security/app",
			map[string][]string{"code": {totp(t, scanned[1], s.clock())}},
		)
		if len(codeItem.FindAllString(body, -1)) != 10 {
			t.Errorf("the scanned code: %s", plain(body))
		}
	})
}

// contents is all rows of all tables but those of the queue, of which it has the jobs of ours.
func contents(t *testing.T, db *models.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{
		"jobs": rowsOf(t, db, "SELECT id, kind FROM river_job WHERE kind <> 'hourly' AND kind NOT LIKE 'audit%'"),
	}
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if db.Dialect() == models.Postgres {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
	}
	for _, line := range rowsOf(t, db, tables) {
		if !strings.HasPrefix(line, "river_") && !strings.HasPrefix(line, "sqlite_") &&
			!strings.HasPrefix(line, "goose_") {
			all[line] = rowsOf(t, db, `SELECT * FROM "`+line+`"`)
		}
	}
	return all
}

func rowsOf(t *testing.T, db *models.DB, query string) []string {
	t.Helper()
	rows, err := db.Pool().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		all = append(all, scanned(t, rows, len(columns)))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func scanned(t *testing.T, rows *sql.Rows, n int) string {
	t.Helper()
	values, into := make([]sql.RawBytes, n), make([]any, n)
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	texts := make([]string, n)
	for i, value := range values {
		texts[i] = fmt.Sprintf("%.200s", value)
	}
	return strings.Join(texts, " | ")
}
