package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/modelstest"
)

var logLine = regexp.MustCompile(`<span class="line-title">([^<]*)</span>`)

func TestAdminAuditLog(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		s.signUp("ada@example.com")
		s.signUp("bob@example.com")
		_, ada := s.userPage(db, "ada@example.com")
		_, bob := s.userPage(db, "bob@example.com")
		for i := range 120 {
			e := activity.Entry{
				ID:        models.NewID(),
				ActorID:   &ada.ID,
				SubjectID: &bob.ID,
				Action:    activity.AccountDisabled,
				Detail:    fmt.Sprint(i),
				Network:   "203.0.113.0/24",
				Browser:   "Firefox on Linux",
				CreatedAt: models.Now(),
			}
			if i%2 == 1 {
				e.SubjectID = nil
			}
			if err := activity.Add(ctx, db, &e); err != nil {
				t.Fatal(err)
			}
		}
		s.admin()
		var got []string
		for _, line := range slices.Concat(s.pages("/admin/activity", logLine)...) {
			if number, found := strings.CutPrefix(line, "Account disabled ("); found {
				got = append(got, strings.TrimSuffix(number, ")"))
			}
		}
		for i, number := range got {
			if number != fmt.Sprint(119-i) {
				t.Fatalf("line %d is %s", i, number)
			}
		}
		if len(got) != 120 {
			t.Errorf("%d lines", len(got))
		}
		if _, body, _ := s.ask("GET", "/admin/activity", nil); !strings.Contains(body, "<span>bob@example.com") ||
			!strings.Contains(body, "by ada@example.com") ||
			!strings.Contains(body, "Firefox on Linux") ||
			!strings.Contains(body, "203.0.113.0/24") {
			t.Error("who, from where, on whom")
		}
		pages := s.pages("/admin/activity?user=+Bob@Example.com", logLine)
		bobs := slices.DeleteFunc(
			slices.Concat(pages...),
			func(line string) bool { return !strings.HasPrefix(line, "Account disabled") },
		)
		if len(bobs) != 60 || len(pages) != 2 {
			t.Errorf("of bob: %d lines on %d pages", len(bobs), len(pages))
		}
		for query, want := range map[string]string{
			"?user=nobody@example.com":                     "No account has the address nobody@example.com",
			"?user=ob@example.com":                         "No account has",
			"?user=%25":                                    "No account has the address %",
			"?user=%3Cscript%3E1":                          "&lt;script&gt;1",
			"?before=00000000-0000-7000-8000-000000000000": "Nothing here yet",
		} {
			if status, body, _ := s.ask("GET", "/admin/activity"+query, nil); status != http.StatusOK ||
				!strings.Contains(body, want) ||
				strings.Contains(body, "<script>1") {
				t.Errorf("%s: %d", query, status)
			}
		}
		if status, _, _ := s.ask("GET", "/admin/activity?before=x", nil); status != http.StatusNotFound {
			t.Errorf("a bad key: %d", status)
		}
	})
}
