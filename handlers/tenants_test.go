package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/proposals"
	sitemodels "github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

// ownPolicy is the first draft of every customer's site: two have the same blocks and cookies.
const ownPolicy = `slug: cookie-policy
title: Cookie Policy
intro:
  - uid: intro-1
    prose: A cookie is a small text that a website keeps in your browser.
cookies:
  - name: basket
    purpose: Keeps what you chose.
    category: necessary
    path: /
    lifetime: 2 days
    http_only: true
    secure: true
    same_site: lax
sections:
  - anchor: cookies-we-use
    title: Cookies We Use
    blocks:
      - uid: cookie-table
        cookie_table:
          caption: Our cookies
`

// tenant makes a site that the account owns, with a verified host and the draft of a policy.
func (s *site) tenant(owner, slug string) *sites.Site {
	s.t.Helper()
	ctx, now := context.Background(), models.Now()
	row := sitemodels.New(slug, "https://"+slug+".example", sitemodels.Active, now)
	s.must(sitemodels.Create(ctx, s.db, &row))
	s.must(sitemodels.AddMember(ctx, s.db, sitemodels.Membership{
		SiteID: row.ID, UserID: uuid.MustParse(s.userID(owner)), Role: sitemodels.Owner, CreatedAt: now,
	}))
	s.must(sitemodels.AddHost(ctx, s.db, sitemodels.Host{
		SiteID: row.ID, Host: slug + ".example", Token: "t", Method: sitemodels.ByDNS, VerifiedAt: &now, CreatedAt: now,
	}))
	on, err := s.registry.ByID(ctx, row.ID)
	s.must(err)
	document, err := policy.ParseOther([]byte(ownPolicy))
	s.must(err)
	s.must(on.Begin(ctx, s.db, document))
	return on
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// furnish gives the site something in each table that a row of the route table can name by an id.
func (s *site) furnish(on *sites.Site) {
	s.t.Helper()
	ctx, now := context.Background(), models.Now()
	audit := audits.Audit{ID: models.NewID(), SiteID: on.SiteID(), AskedAt: now, Cause: audits.Asked, State: audits.AuditAsked}
	s.must(audits.Create(ctx, s.db, &audit))
	s.must(proposals.Create(ctx, s.db, &proposals.Proposal{
		ID: models.NewID(), SiteID: on.SiteID(), Kind: "cookie", Subject: "_ga", AuditID: audit.ID, FoundAt: now,
		State: proposals.Open,
	}))
}

// tablesWith are the names of the tables that have the column.
func (s *site) tablesWith(column string) []string {
	s.t.Helper()
	query := "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = $1"
	if s.db.Dialect() == models.SQLite {
		query = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = $1"
	}
	return s.column(query, column)
}

func (s *site) column(query string, args ...any) []string {
	s.t.Helper()
	rows, err := s.db.Pool().Query(query, args...)
	s.must(err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		s.must(rows.Scan(&one))
		all = append(all, one)
	}
	s.must(rows.Err())
	return all
}

// idsOf are the ids of all that belongs to the site, whatever it is.
func (s *site) idsOf(on *sites.Site) []string {
	s.t.Helper()
	var ids []string
	identified := s.tablesWith("id")
	for _, table := range s.tablesWith("site_id") {
		if slices.Contains(identified, table) {
			ids = append(ids, s.column("SELECT CAST(id AS text) FROM "+table+" WHERE site_id = $1", on.SiteID())...)
		}
	}
	return ids
}

// contents is all that is stored of sites, and of their policies.
func (s *site) contents() string {
	s.t.Helper()
	var all strings.Builder
	tables := slices.Concat([]string{"sites"}, s.tablesWith("site_id"), s.tablesWith("policy_id"), s.tablesWith("version_id"))
	slices.Sort(tables)
	for _, table := range slices.Compact(tables) {
		fmt.Fprintln(&all, table)
		all.WriteString(strings.Join(s.linesOf(table), ""))
	}
	return all.String()
}

// linesOf are the rows of a table, in an order of their own.
func (s *site) linesOf(table string) []string {
	s.t.Helper()
	rows, err := s.db.Pool().Query("SELECT * FROM " + table)
	s.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	s.must(err)
	var lines []string
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		s.must(rows.Scan(places...))
		lines = append(lines, fmt.Sprintln(values...))
	}
	s.must(rows.Err())
	slices.Sort(lines)
	return lines
}

// rowsOfSites are the rows of the table that name a site of a customer.
func (s *site) rowsOfSites() []handlers.Row {
	return slices.DeleteFunc(s.server.Rows(), func(r handlers.Row) bool { return !strings.Contains(r.Path+"/", "/:site/") })
}

// addressOf fills in the address of a row: the site by its slug, and every other id by the one given.
func addressOf(row handlers.Row, slug, id string) (address string, namesID bool) {
	parts := strings.Split(row.Path, "/")
	for i, part := range parts {
		switch {
		case part == ":site":
			parts[i] = slug
		case part == ":slug":
			parts[i] = policy.CookiePolicy
		case part == ":format":
			parts[i] = "yaml"
		case part == ":language":
			parts[i] = "de"
		case strings.HasPrefix(part, ":"):
			parts[i], namesID = id, true
		}
	}
	return strings.Join(parts, "/"), namesID
}

// formOf is sent along with what changes something: enough for many a row to do it.
func formOf(row handlers.Row) url.Values {
	if row.Method == http.MethodGet {
		return nil
	}
	return url.Values{
		"at": {"title"}, "kind": {"title"}, "title": {"Changed by another"}, "by": {"1"}, "number": {"1"}, "reason": {"Why not."},
		"text": {strings.Replace(ownPolicy, "title: Cookie", "title: Changed Cookie", 1)}, "sure": {"1"},
	}
}

// TestTenants walks through every row of the route table that names a site. There are two sites with
// the same slugs, and ids of both in every table. The owner of the one gets nothing of the other,
// by its slug or, at their own site, by its ids; nobody who is not logged in gets anything; and
// nothing changes.
func TestTenants(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("bea@example.com")
		b := s.tenant("bea@example.com", "blog")
		s.signUp("ada@example.com")
		a := s.tenant("ada@example.com", "shop")
		s.furnish(a)
		s.furnish(b)
		rows, ids, before := s.rowsOfSites(), s.idsOf(b), s.contents()
		if len(rows) < 20 || len(ids) < 3 || !strings.Contains(before, "basket") {
			t.Fatalf("there are %d rows and %d ids", len(rows), len(ids))
		}
		s.strangersLogIn(t, rows)
		s.logIn("ada@example.com")
		s.othersAreNotFound(t, rows, ids)
		if after := s.contents(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		s.forget()
		s.logIn("bea@example.com")
		s.ownersAreLetIn(t, rows)
	})
}

// strangersLogIn: people are shown the log-in, programs are told.
func (s *site) strangersLogIn(t *testing.T, rows []handlers.Row) {
	t.Helper()
	for _, row := range rows {
		if row.Guard == "siteReader" {
			continue
		}
		address, _ := addressOf(row, "blog", "1")
		if status, body, _ := s.ask(row.Method, address, formOf(row), "Accept", "application/json"); status != http.StatusUnauthorized {
			t.Errorf("%s %s as a stranger: %d %s", row.Method, address, status, body)
		}
		if row.Method != http.MethodGet {
			continue
		}
		if _, _, res := s.ask(row.Method, address, nil); res.Request.URL.Path != "/login" {
			t.Errorf("%s leads a stranger to %s", address, res.Request.URL)
		}
	}
}

// othersAreNotFound asks for the other site, and at the own site for what belongs to the other.
func (s *site) othersAreNotFound(t *testing.T, rows []handlers.Row, ids []string) {
	t.Helper()
	for _, row := range rows {
		for _, id := range ids {
			theirs, namesID := addressOf(row, "blog", id)
			if row.Guard != "siteReader" {
				s.isNotFound(t, row, theirs)
			}
			mine, _ := addressOf(row, "shop", id)
			if !namesID {
				break
			}
			s.isNotFound(t, row, mine)
		}
	}
}

func (s *site) isNotFound(t *testing.T, row handlers.Row, address string) {
	t.Helper()
	status, body, _ := s.ask(row.Method, address, formOf(row))
	if status != http.StatusNotFound || strings.Contains(body, "basket") {
		t.Errorf("%s %s: %d %s", row.Method, address, status, body)
	}
}

// ownersAreLetIn: what the others do not find is there.
func (s *site) ownersAreLetIn(t *testing.T, rows []handlers.Row) {
	t.Helper()
	web := httptest.NewServer(s.server.Guards())
	t.Cleanup(web.Close)
	s.url = web.URL
	for _, row := range rows {
		address, _ := addressOf(row, "blog", "1")
		if status, body, _ := s.ask(row.Method, address, nil, "Accept", "application/json"); status != handlers.LetIn {
			t.Errorf("%s %s as the owner: %d %s", row.Method, address, status, body)
		}
	}
}
