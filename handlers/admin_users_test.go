package handlers_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
)

// another is a second browser on the same site.
func (s *site) another() *site {
	b := &site{t: s.t, url: s.url, db: s.db, accounts: s.accounts, keys: s.keys, letters: s.letters, server: s.server, registry: s.registry}
	b.forget()
	return b
}

// populate makes 120 accounts: each tenth is disabled, each twelfth has no
// confirmed address, one is about to go.
func populate(t *testing.T, db *models.DB) {
	t.Helper()
	now := models.Now()
	for i := range 120 {
		u := users.User{
			ID:           models.NewID(),
			Email:        fmt.Sprintf("user-%03d@example.com", i),
			PasswordHash: "x",
			Role:         users.Member,
			VerifiedAt:   &now,
		}
		if i%12 == 0 {
			u.VerifiedAt = nil
		}
		if i%10 == 0 {
			u.DisabledAt = &now
		}
		if i == 7 {
			u.Email, u.EraseAfter = "under_score+percent%@example.com", &now
		}
		if err := users.Create(context.Background(), db, &u); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	userLink = regexp.MustCompile(`<a class="line-title" href="/admin/users/[0-9a-f-]{36}">([^<]*)</a>`)
	nextLink = regexp.MustCompile(`href="([^"]*)" rel="next"`)
)

// pages follows a list to its end and returns what the pattern finds on each page.
func (s *site) pages(path string, pattern *regexp.Regexp) (pages [][]string) {
	s.t.Helper()
	for path != "" {
		status, body, _ := s.ask("GET", path, nil)
		if status != http.StatusOK {
			s.t.Fatalf("%s: %d", path, status)
		}
		var found []string
		for _, match := range pattern.FindAllStringSubmatch(body, -1) {
			found = append(found, html.UnescapeString(match[1]))
		}
		pages, path = append(pages, found), ""
		if next := nextLink.FindStringSubmatch(body); next != nil {
			path = html.UnescapeString(next[1])
		}
	}
	return pages
}

func TestAdminUsersList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		populate(t, db)
		s.admin()
		tests := map[string][]int{ // how many are on each page
			"":                            {50, 50, 21},
			"?q=example.com":              {50, 50, 21},
			"?q=USER-01":                  {10},
			"?q=+user-011@example.com+":   {1},
			"?state=admin":                {1},
			"?state=disabled":             {12},
			"?state=unconfirmed":          {10},
			"?state=leaving":              {1},
			"?q=user-0&state=disabled":    {10},
			"?q=user-&state=":             {50, 50, 19},
			"?q=example":                  {50, 50, 21},
			"?q=xample.com":               {0},
			"?q=11@":                      {0},
			"?q=under_score":              {1},
			"?q=under_score%2Bpercent%25": {1},
			"?q=under%25":                 {0},
			"?q=%25":                      {0},
			"?q=_":                        {0},
			"?q=%25%25":                   {0},
			"?q=!":                        {0},
			"?q=%27":                      {0},
			"?q=%3Cscript%3E":             {0},
		}
		first, err := users.ByEmail(t.Context(), db, "user-000@example.com")
		if err != nil {
			t.Fatal(err)
		}
		tests["?q="+first.ID.String()], tests["?state=disabled&q="+first.ID.String()] = []int{1}, []int{1}
		for query, want := range tests {
			var got []int
			pages := s.pages("/admin/users"+query, userLink)
			for _, page := range pages {
				got = append(got, len(page))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, not %v", query, got, want)
			}
			if all := slices.Concat(pages...); len(all) > 100 && !isNewestFirst(all) {
				t.Errorf("%s: not newest first, or one twice: %v", query, all)
			}
		}
		s.badQueries(t)
	})
}

func isNewestFirst(addresses []string) bool {
	users := slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return !strings.HasPrefix(a, "user-") })
	return slices.IsSortedFunc(users, func(a, b string) int { return strings.Compare(b, a) }) &&
		len(slices.Compact(users)) == len(users)
}

func (s *site) badQueries(t *testing.T) {
	t.Helper()
	s.verify(t, []scenario{
		{
			name: "a script", path: "/admin/users?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
			shows: []string{`value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`, "No matching accounts"},
			hides: []string{"<script>alert"},
		},
		{
			name: "the form, with what was asked", path: "/admin/users?q=user-&state=disabled",
			shows: []string{`value="user-"`, `<option value="disabled" selected>`},
		},
		{path: "/admin/users?before=x", status: http.StatusNotFound},
		{path: "/admin/users?before=" + uuid.NewString()},
		{path: "/admin/users?q=%ff", status: http.StatusBadRequest},
		{path: "/admin/users?q=%00", status: http.StatusBadRequest},
		{path: "/admin/users?state=nonsense", status: http.StatusNotFound},
		{name: "a long search", path: "/admin/users?q=" + strings.Repeat("%25", 60_000)},
	}...)
}
