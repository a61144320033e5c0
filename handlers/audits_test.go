package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	legalview "github.com/prokken/prokken/views/legal"
)

// report is what a browser may have seen of the site as it is.
func (s *site) report() auditreport.Report {
	s.t.Helper()
	v, found := s.library.Snapshot().Find(policy.CookiePolicy)
	if !found {
		s.t.Fatal("no policy")
	}
	r := auditreport.Report{
		URL: s.url + "/", Browser: "Chromium 156.0.1.2",
		Policy: &auditreport.Policy{Slug: policy.CookiePolicy, Version: v.Number, SHA256: v.SHA256},
		Journeys: []auditreport.Journey{
			{
				Name: auditreport.Anonymous,
				Pages: []auditreport.Page{
					{URL: s.url + "/", Status: 200, Screenshot: []byte("\xff\xd8 one")},
					{URL: s.url + "/pricing", Status: 500, Trouble: "It answered with 500."},
				},
			},
			{Name: auditreport.Member, Ended: "The form at /login could not be filled in."},
		},
		Cookies: []auditreport.Cookie{
			{
				Name:     "prokken_access",
				Domain:   "localhost",
				HostOnly: true,
				Path:     "/",
				Lifetime: cookie.Lifetime(24 * time.Hour),
				HTTPOnly: true,
				Secure:   true,
				SameSite: cookie.Lax,
				Size:     300,
			},
		},
		Stored: []auditreport.Stored{{Kind: auditreport.LocalStorage, Origin: s.url, Key: "<draft>", Size: 12}},
		Requests: []auditreport.Request{
			{
				Host:    "tracker.example",
				URL:     "https://tracker.example/p",
				Kind:    "Ping",
				Beacon:  true,
				Count:   3,
				Blocked: true,
			},
		},
	}
	for _, c := range v.Document.Claims(s.library.Evidence()) {
		r.Claims = append(
			r.Claims,
			auditreport.Claim{
				UID:        c.UID,
				Says:       c.Says,
				Shown:      c.Shown,
				Result:     auditreport.Holds,
				Conditions: []auditreport.Condition{{Words: "It is so.", Result: auditreport.Holds}},
			},
		)
	}
	return r
}

// audited stores an audit as if a browser had done it.
func (s *site) audited(report auditreport.Report) uuid.UUID {
	s.t.Helper()
	s.audits.Chromium = "/bin/chromium"
	s.audits.Browser = browseFunc(
		func(context.Context, audit.Request) (auditreport.Report, error) { return report, nil },
	)
	ctx := context.Background()
	a := audits.Audit{ID: models.NewID(), SiteID: s.library.SiteID(), AskedAt: s.clock(), State: audits.AuditAsked}
	if err := audits.Create(ctx, s.db, &a); err != nil {
		s.t.Fatal(err)
	}
	if busy, err := s.audits.Run(ctx, a.ID); busy || err != nil {
		s.t.Fatal(busy, err)
	}
	return a.ID
}

func (s *site) sees(page string, parts ...string) string {
	s.t.Helper()
	status, body, _ := s.ask("GET", page, nil)
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d", page, status)
	}
	for _, part := range parts {
		if want, missing := strings.CutPrefix(part, "!"); strings.Contains(plain(body), want) == missing {
			s.t.Errorf("%s: %q in:\n%s", page, part, plain(body))
		}
	}
	return body
}

// plain is the text of a page, white space aside.
func plain(html string) string {
	text := strings.NewReplacer(
		"&#34;",
		`"`,
		"&#39;",
		"'",
		"&amp;",
		"&",
		"&lt;",
		"<",
		"&gt;",
		">",
	).Replace(
		tag.ReplaceAllString(html, " "),
	)
	return strings.Join(strings.Fields(text), " ")
}

const cookiePolicy, badge = "/legal/cookie-policy", "/legal/cookie-policy/badge.svg"

// TestThePolicySaysHowItsAuditEnded: at once, by itself, and with words that are
// right for the moment. The policy's own text stays word for word.
func TestThePolicySaysHowItsAuditEnded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		before := articleOf(s.sees(cookiePolicy, "!audit", "!not audited yet"))
		s.audits.Chromium = "/bin/chromium" // the page of before is made anew for an audit alone
		s.sees(badge, "not audited yet")
		report := s.report()
		s.audited(report)
		all := fmt.Sprintf("%d of %[1]d claims hold", len(report.Claims))
		day := s.clock().In(s.library.Zone).Format("January 2, 2006")
		checked, stated := s.counted()
		verdict := fmt.Sprintf("%d of %d sentences hold, %d are stated", checked, checked+stated, stated)
		page := s.sees(
			cookiePolicy, verdict, "Checked on "+day+" in Chromium 156.", "!contradicted", "!not audited yet",
		)
		if got := articleOf(page); got != before {
			t.Error("the policy's own text changed")
		}
		if n := strings.Count(page, `class="audit-result audit-holds"`); n != len(report.Claims) || n == 0 {
			t.Errorf("%d sentences hold, of %d", n, len(report.Claims))
		}
		s.sees(badge, all, "· checked "+s.clock().In(s.library.Zone).Format("Jan 2, 2006"))
		_, _, res := s.ask("GET", cookiePolicy, nil)
		again := []string{"If-None-Match", res.Header.Get("ETag")}
		s.later(17 * time.Hour)
		s.verify(t, scenario{name: "the same for hours", path: cookiePolicy, headers: again, status: http.StatusNotModified})
		s.later(time.Hour + time.Minute)
		s.sees(cookiePolicy, "Checked on "+day, "treat it with caution")
		s.sees(badge, "audit out of date", "!claims hold")
		s.audited(report)
		s.sees(cookiePolicy, verdict, "!treat it with caution")
	})
}

// counted is how many sentences of the policy in effect are checked, and how many stated.
func (s *site) counted() (checked, stated int) {
	v, _ := s.library.Snapshot().Find(policy.CookiePolicy)
	for _, one := range v.Sentences {
		switch {
		case one.IsChecked():
			checked++
		case one.Stated != "" && one.Stated != policy.Title && !one.Name:
			stated++
		}
	}
	return checked, stated
}

func TestThePolicySaysWhatFails(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		r := s.report()
		r.Claims[0].Result, r.Claims[1].Result = auditreport.Fails, auditreport.Unseen
		r.Findings = []auditreport.Finding{
			{Kind: auditreport.ClaimFails, Severity: auditreport.High, Subject: "a", What: "No."},
			{Kind: auditreport.Undeclared, Severity: auditreport.High, Subject: "b", What: "No."},
		}
		s.audited(r)
		checked, stated := s.counted()
		page := s.sees(
			cookiePolicy,
			fmt.Sprintf("%d of %d sentences hold, 1 is contradicted, 1 was not seen, %d are stated", checked-2, checked+stated, stated),
			"It also found 1 thing that this policy does not say.",
		)
		if strings.Count(page, `audit-fails">fails<`) != 1 ||
			strings.Count(page, `audit-unseen">could not be checked<`) != 1 {
			t.Error("the sentences are not marked")
		}
		s.sees(badge, "1 claim fails · 1 thing not declared · checked ", "!claims hold")
	})
}

// TestANewerVersionIsNotAuditedYet: the result is of the version before.
func TestANewerVersionIsNotAuditedYet(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		r := s.report()
		r.Policy.Version, r.Policy.SHA256 = 7, strings.Repeat("e", 64)
		s.audited(r)
		s.sees(badge, "this version is not audited yet", "!hold")
		page := s.sees(cookiePolicy, "This version has not been checked yet", "That was version 7; the next audit will check this one.")
		if strings.Contains(page, "audit-holds") ||
			strings.Count(page, `"audit-result">not audited yet<`) != len(r.Claims) {
			t.Error("sentences count as audited")
		}
	})
}

// TestOnlyTheCookiePolicyIsAudited: other policies, old versions and other
// addresses say nothing.
func TestOnlyTheCookiePolicyIsAudited(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.audited(s.report())
	for _, page := range []string{"/legal/privacy-policy", "/legal/terms", "/legal/cookie-policy/versions/1"} {
		s.sees(page, "!Checked on", "!not audited yet")
	}
	s.verify(t,
		scenario{path: "/legal/terms/badge.svg", status: http.StatusNotFound},
		scenario{path: "/legal/none/badge.svg", status: http.StatusNotFound},
	)
}

// TestAuditOfAnotherServer is seen here, and the entity tag with it.
func TestAuditOfAnotherServer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		here, there := open(t, db), open(t, db)
		_, _, res := here.ask("GET", cookiePolicy, nil)
		there.audited(there.report())
		if err := here.audits.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
		here.sees(cookiePolicy, "Checked on")
		status, _, now := here.ask("GET", cookiePolicy, nil, "If-None-Match", res.Header.Get("ETag"))
		if status != http.StatusOK {
			t.Errorf("not modified: %d", status)
		}
		again := []string{"If-None-Match", now.Header.Get("ETag")}
		here.verify(
			t,
			scenario{name: "the same again", path: cookiePolicy, headers: again, status: http.StatusNotModified},
		)
	})
}

func TestBadgeTravels(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.audited(s.report())
	_, body, res := s.ask("GET", badge, nil)
	for name, want := range map[string]string{
		"Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=300",
		"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if strings.Contains(body, "href") || strings.Contains(body, "<script") || strings.Contains(body, "url(http") {
		t.Error("it needs something from elsewhere")
	}
}

// TestBadgeWords of what does not come with the shipped policy.
func TestBadgeWords(t *testing.T) {
	now := models.Now()
	badge := func(r audits.Result) string {
		return plain(legalview.Badge(legalview.NewAudited(audits.Audit{EndedAt: &now, Result: r}, nil, time.Hour, now)))
	}
	for want, result := range map[string]audits.Result{
		"nothing to check":                                      {},
		"2 claims fail · checked ":                              {ClaimsTotal: 3, ClaimsHold: 1, ClaimsFail: 2, FindingsHigh: 2},
		"1 of 1 claim holds · checked ":                         {ClaimsTotal: 1, ClaimsHold: 1, Passed: true},
		"1 of 2 claims hold, 1 could not be checked · checked ": {ClaimsTotal: 2, ClaimsHold: 1},
		"2 of 2 claims hold · 2 things not declared · checked ": {ClaimsTotal: 2, ClaimsHold: 2, FindingsHigh: 2},
	} {
		if got := badge(result); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	fewer := legalview.NewAudited(
		audits.Audit{
			EndedAt: &now,
			Result:  audits.Result{ClaimsTotal: 16, ClaimsHold: 16, Passed: true},
		},
		nil,
		time.Hour,
		now,
	)
	green := legalview.Badge(fewer)
	fewer.Fewer = 5
	got, want := legalview.Badge(fewer), "16 of 16 claims hold · 5 sentences no longer checked"
	const colour = "#0f6b5c"
	if !strings.Contains(plain(got), want) || strings.Contains(got, colour) || !strings.Contains(green, colour) {
		t.Errorf("%q, want %q and another colour", got, want)
	}
}
