package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/modelstest"
)

// TestReportAbuse: any stranger can say what is wrong with a customer's page, without scripts; what cannot be
// stored is said, and nothing typed is lost.
func TestReportAbuse(t *testing.T) {
	long := strings.Repeat("ä", 2001)
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		shop := s.customer("shop")
		s.sees("/s/shop/report", "Report this page", "What is wrong with it?")
		for name, tt := range map[string]struct {
			why, email string
			status     int
			shows      []string
			stored     bool
		}{
			"a report":      {"It is a fake.", "", 200, []string{"Thank you"}, true},
			"with address":  {"It is a fake.", "bob@example.com", 200, []string{"Thank you"}, true},
			"longest":       {long[:4000], "", 200, []string{"Thank you"}, true},
			"hostile":       {`"><script>alert(1)</script>`, "", 200, []string{"Thank you"}, true},
			"nothing":       {" \n ", "bob@example.com", 422, []string{"Please say what is wrong", `value="bob@example.com"`}, false},
			"too long":      {long, "", 422, []string{"under 2000 characters", long}, false},
			"no address":    {"<b>fake</b>", `a"><script>`, 422, []string{"should look like", "&lt;b&gt;fake&lt;/b&gt;", "&#34;&gt;&lt;script&gt;"}, false},
			"two addresses": {"fake", "a@b.example, c@d.example", 422, []string{"should look like"}, false},
			"not UTF-8":     {"\xff\xfe", "", 400, []string{"not valid UTF-8"}, false},
			"a NUL":         {"a\x00b", "", 400, []string{"not valid UTF-8"}, false},
			"ten mebibytes": {strings.Repeat("x", 10<<20), "", 413, []string{"keep it under 1 MiB"}, false},
		} {
			s.forget()
			before := reportsOf(t, db, shop.SiteID())
			status, body, res := s.ask("POST", "/s/shop/report", url.Values{"why": {tt.why}, "email": {tt.email}})
			if status != tt.status || len(res.Header.Values("Set-Cookie")) > 0 {
				t.Errorf("%s: %d", name, status)
			}
			for _, want := range tt.shows {
				if !strings.Contains(body, want) {
					t.Errorf("%s does not show %q: %s", name, want, body)
				}
			}
			after := reportsOf(t, db, shop.SiteID())
			if isStored := len(after) == len(before)+1; isStored != tt.stored || tt.stored && (after[len(after)-1].Why != tt.why || after[len(after)-1].Email != tt.email) {
				t.Errorf("%s is stored: %+v", name, after)
			}
			if strings.Contains(body, "<script>a") || strings.Contains(body, `href="/pricing"`) {
				t.Errorf("%s: %s", name, body)
			}
		}
		if status, _, _ := s.ask("POST", "/s/shop/report", url.Values{"why": {"x"}}, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
			t.Errorf("from another site: %d", status)
		}
		if status, _, _ := s.ask("POST", "/s/none/report", url.Values{"why": {"x"}}); status != http.StatusNotFound {
			t.Errorf("of no site: %d", status)
		}
		s.server.SetAttemptsPerMinute(1)
		var status int
		for range 4 {
			status, _, _ = s.ask("POST", "/s/shop/report", url.Values{"why": {"x"}})
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("again and again: %d", status)
		}
	})
}

func reportsOf(t *testing.T, db *models.DB, site models.SiteID) []abuse.Report {
	t.Helper()
	all, err := abuse.OpenOf(t.Context(), db, site)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
