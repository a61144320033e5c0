package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
)

func TestAdminAudits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.sees("/admin/audits", "There is no Chromium on this server", "No audits yet.", "!Audit now", "badge.svg")
		s.verify(t, scenario{
			name: "without a browser", method: "POST", path: "/admin/audits", form: url.Values{},
			status: http.StatusConflict, shows: []string{"There is no Chromium"},
		})
		first := s.report()
		first.Findings = []auditreport.Finding{
			{
				Kind:     auditreport.Undeclared,
				Severity: auditreport.High,
				Subject:  "gone",
				What:     "The cookie gone is not declared.",
				Mend:     "Declare it.",
			},
			{
				Kind:     auditreport.PageTrouble,
				Severity: auditreport.Low,
				Subject:  "stays",
				What:     "A page <b>did</b> not answer.",
				Mend:     "Look at it.",
			},
		}
		s.audited(first)
		second := first
		second.Notes = []string{"The site has more pages than that."}
		second.Findings = []auditreport.Finding{
			first.Findings[1],
			{
				Kind:     auditreport.ThirdPartyFound,
				Severity: auditreport.Medium,
				Subject:  "new",
				What:     "tracker.example is asked.",
				Mend:     "Say so.",
				Seen: []auditreport.Where{
					{Journey: auditreport.GPC, Page: s.url + "/x", Initiator: "https://a.example/s.js"},
				},
			},
		}
		id := s.audited(second)
		s.sees(
			"/admin/audits",
			"Audit now",
			fmt.Sprintf("%d of %[1]d claims hold", len(first.Claims)),
			"found: 1 high, 1 low",
			"found: 1 medium, 1 low",
			"version 1",
			"requested by the schedule",
			"every 6 hours",
			"In the last 2 audits.",
		)
		s.sees(
			"/admin/audits/"+id.String(),
			"Since the previous audit: 1 new, 1 gone.",
			"tracker.example is asked. Say so. Medium: it may mislead new",
			"A page <b>did</b> not answer.",
			"The cookie gone is not declared.",
			"Global Privacy Control on "+s.url+"/x by https://a.example/s.js",
			"prokken_access",
			"SameSite Lax",
			"<draft> localStorage",
			"tracker.example blocked",
			"reports on the visitor",
			"3 times",
			"An anonymous visitor: 2 pages",
			"It answered with 500.",
			"The form at /login could not be filled in.",
			"The site has more pages than that.",
		)
	})
}

// TestAskingForAnAudit: one is enough, and the log says who asked.
func TestAskingForAnAudit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.audits.Chromium = "/bin/chromium"
		for range 2 {
			if status, body, res := s.ask("POST", "/admin/audits", url.Values{}); status != http.StatusOK ||
				!strings.Contains(body, "An audit is queued.") ||
				res.Header.Get("Refresh") == "" ||
				strings.Contains(body, "Audit now") {
				t.Errorf("%d %s", status, plain(body))
			}
		}
		rows, err := audits.List(t.Context(), db, s.library.SiteID(), uuid.Nil, 10)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d audits, %v", len(rows), err)
		}
		s.sees("/admin/audits", "requested by admin@example.com")
		s.sees("/admin/activity", "Audit of the site requested")
		if _, _, res := s.ask("GET", "/admin/audits/"+rows[0].ID.String(), nil); res.Header.Get("Refresh") == "" {
			t.Error("it does not look again")
		}
		if waiting, _, err := s.queue.Jobs(t.Context(), "available", 0); err != nil || len(waiting) != 1 ||
			waiting[0].Kind != "audit" {
			t.Errorf("%+v, %v", waiting, err)
		}
	})
}

func TestAuditAsFiles(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		id := s.audited(s.report()).String()
		for _, page := range []string{"", ".json", "/shots/1"} {
			s.verify(t, scenario{
				path: "/admin/audits/" + id + page, headers: []string{"Accept", "application/json"},
				status: http.StatusUnauthorized,
			})
		}
		s.admin()
		_, body, res := s.ask("GET", "/admin/audits/"+id+".json", nil)
		got, err := schedule.Read(audits.Audit{Report: body})
		if err != nil || len(got.Claims) != len(s.report().Claims) ||
			res.Header.Get("Content-Type") != "application/json" ||
			!strings.HasPrefix(res.Header.Get("Cache-Control"), "private") {
			t.Errorf("%v, %v", err, res.Header)
		}
		_, body, res = s.ask("GET", "/admin/audits/"+id+"/shots/1", nil)
		if diff := cmp.Diff("\xff\xd8 one", body); diff != "" || res.Header.Get("Content-Type") != "image/jpeg" ||
			res.Header.Get("Cache-Control") != "private, max-age=86400" {
			t.Errorf("%s %v", diff, res.Header)
		}
		none := models.NewID().String()
		for _, page := range []string{
			none, none + ".json", none + "/shots/1", id + "/shots/2", id + "/shots/0", id + "/shots/01", "x",
			strings.ToUpper(id), id + "/shots/x",
		} {
			s.verify(t, scenario{path: "/admin/audits/" + page, status: http.StatusNotFound})
		}
	})
}

// TestAuditThatCouldNotBeDone has no report, and says why.
func TestAuditThatCouldNotBeDone(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.audits.Chromium = "/bin/chromium"
	s.audits.Browser = browseFunc(func(context.Context, audit.Request) (auditreport.Report, error) {
		return auditreport.Report{}, context.DeadlineExceeded
	})
	a := audits.Audit{ID: models.NewID(), SiteID: s.library.SiteID(), AskedAt: s.clock(), State: audits.AuditAsked}
	if err := audits.Create(t.Context(), s.db, &a); err != nil {
		t.Fatal(err)
	}
	if _, err := s.audits.Run(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.sees("/admin/audits/"+a.ID.String(), "Failed", "could not be started")
	s.sees("/admin/audits", "Failed", "Audit now")
	s.verify(t, scenario{path: "/admin/audits/" + a.ID.String() + ".json", status: http.StatusNotFound})
}

// browseFunc is a function as a browser.
type browseFunc func(ctx context.Context, order audit.Request) (auditreport.Report, error)

func (f browseFunc) Browse(ctx context.Context, order audit.Request) (auditreport.Report, error) {
	return f(ctx, order)
}

// TestRunningAuditIsShownAndStopped: how far it is stands on the page, and one press stops it.
func TestRunningAuditIsShownAndStopped(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.audits.Chromium = "/bin/chromium"
		a := audits.Audit{ID: models.NewID(), SiteID: s.library.SiteID(), AskedAt: s.clock(), State: audits.AuditAsked}
		stop := "/admin/audits/" + a.ID.String() + "/stop"
		if err := errors.Join(
			audits.Create(t.Context(), db, &a), audits.Begin(t.Context(), db, a.SiteID, a.ID, s.clock()),
		); err != nil {
			t.Fatal(err)
		}
		s.sees("/admin/audits", "An audit is running.", "!So far", "Stop, and keep the results so far")
		const far = `{"journey": "gpc", "page": "https://x.test/<b>", "done": 2, "pages": 9, "cookies": 4, "settled": 1, "claims": 2}`
		if asked, err := audits.SaveProgress(t.Context(), db, a.SiteID, a.ID, far); err != nil || asked {
			t.Fatal(asked, err)
		}
		s.sees(
			"/admin/audits",
			"Global Privacy Control: https://x.test/<b>, page 3 of about 9. So far 4 cookies, and 1 of 2 claims settled.",
		)
		if status, body, _ := s.ask("POST", stop, url.Values{}); status != http.StatusOK ||
			!strings.Contains(body, "What it saw until then is kept.") || strings.Contains(body, "Stop, and keep") {
			t.Errorf("%d %s", status, plain(body))
		}
		if asked, err := audits.SaveProgress(t.Context(), db, a.SiteID, a.ID, far); err != nil || !asked {
			t.Error(asked, err)
		}
		s.sees("/admin/activity", "Audit of the site stopped")
		now := s.clock()
		a.State, a.EndedAt = audits.AuditFailed, &now
		if err := audits.End(t.Context(), db, a); err != nil {
			t.Fatal(err)
		}
		s.verify(t, scenario{method: "POST", path: stop, form: url.Values{}, status: http.StatusConflict})
	})
}
