package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

// typeTitle makes a change to publish.
func (s *site) typeTitle(title string) { s.t.Helper(); s.save(s.part("at=title", "title", title)) }

// maxAge is how long the cookies of a log-in live.
func (s *site) maxAge(email string) map[string]int {
	s.t.Helper()
	s.forget()
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, _, res := s.ask("POST", "/api/auth/login", url.Values{"email": {email}, "password": {secret}})
	ages := map[string]int{}
	for _, c := range res.Cookies() {
		ages[c.Name] = c.MaxAge
	}
	return ages
}

// inDhaka opens a site in another zone than the database's.
func inDhaka(_ *config.Config, s *sites.Settings) { s.Zone = time.FixedZone("Asia/Dhaka", 6*60*60) }

// noticeOf opens a site that tells its members of a change so long before it takes effect.
func noticeOf(d time.Duration) configured {
	return func(_ *config.Config, s *sites.Settings) { s.Notice = d }
}

// TestPublishForm: whatever is wrong, the page says so and keeps what was typed.
func TestPublishForm(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, inDhaka, noticeOf(72*time.Hour))
		s.admin()
		if _, body, _ := s.ask("GET", policyPath+"/publish", nil); !strings.Contains(
			body,
			"there is nothing to publish",
		) {
			t.Error("nothing has changed, and it does not say so")
		}
		s.typeTitle("Cookies")
		in := func(d time.Duration) []string {
			return []string{s.clock().Add(d).In(s.library.Zone).Format("2006-01-02T15:04")}
		}
		later := []string{"later"}
		for name, tt := range map[string]struct {
			summary string
			change  url.Values
			says    string
		}{
			"no summary":        {"", nil, "say in one line what changed"},
			"two lines":         {"a\nb", nil, "One line of plain text"},
			"a long one":        {strings.Repeat("x", 201), nil, "200 characters"},
			"no materiality":    {"Fine.", url.Values{"materiality": {""}}, "how much this change matters"},
			"unknown":           {"Fine.", url.Values{"materiality": {"huge"}}, "how much this change matters"},
			"no moment":         {"Fine.", url.Values{"when": later}, "enter the date and time"},
			"not a moment":      {"Fine.", url.Values{"when": later, "effective_at": {"tomorrow"}}, "like 2026-12-31T09:00"},
			"at once and later": {"Fine.", url.Values{"effective_at": in(96 * time.Hour)}, "Immediately” is chosen"},
			"in the past":       {"Fine.", url.Values{"when": later, "effective_at": in(-time.Hour)}, "That time has passed"},
			"in three years":    {"Fine.", url.Values{"when": later, "effective_at": in(3 * 366 * 24 * time.Hour)}, "two years away"},
			"too soon": {
				"Fine.",
				url.Values{"materiality": {"notify"}, "when": later, "effective_at": in(24 * time.Hour)},
				"it can take effect from",
			},
		} {
			status, body := s.pressPublish(tt.summary, tt.change)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, tt.says) {
				t.Errorf("%s: %d", name, status)
			}
			for name, values := range tt.change {
				if name != "materiality" && !strings.Contains(body, `value="`+values[0]+`"`) {
					t.Errorf("%s: %q is gone", name, values[0])
				}
			}
			if tt.summary == "Fine." && !strings.Contains(body, `value="Fine."`) {
				t.Errorf("%s: the summary is gone", name)
			}
		}
		if _, found := s.library.Snapshot().Next(policy.CookiePolicy); found || s.draft().Title != "Cookies" {
			t.Error("something was published")
		}
	})
}

// TestScheduleInTheSitesZone: nine o'clock is nine o'clock there; it can be
// withdrawn before, with a reason, and not after.
func TestScheduleInTheSitesZone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, inDhaka)
		s.admin()
		s.typeTitle("Later")
		at := s.clock().Add(48 * time.Hour).In(s.library.Zone).Truncate(24 * time.Hour).Add(3 * time.Hour) // 9:00 there
		status, body := s.pressPublish(
			"Later.",
			url.Values{"when": {"later"}, "effective_at": {at.Format("2006-01-02T15:04")}},
		)
		if status != http.StatusOK || !strings.Contains(body, "takes effect at its time") ||
			!strings.Contains(body, "Version 2 is scheduled") {
			t.Fatalf("scheduling: %d", status)
		}
		next, found := s.library.Snapshot().Next(policy.CookiePolicy)
		if !found || !next.EffectiveAt.Equal(at) || at.Hour() != 9 {
			t.Fatalf("it takes effect at %v, not at %v", next, at)
		}
		withdraw := func(reason string) (int, string) {
			status, body, _ := s.ask("POST", policyPath+"/withdraw", url.Values{"number": {"2"}, "reason": {reason}})
			return status, body
		}
		if status, body := withdraw(" "); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "say in one line why") {
			t.Errorf("no reason: %d", status)
		}
		if status, body := withdraw("A typo."); status != http.StatusOK || !strings.Contains(body, "is withdrawn") ||
			strings.Contains(body, "is scheduled") {
			t.Errorf("withdrawing: %d", status)
		}
		if status, _ := withdraw("Again."); status != http.StatusConflict {
			t.Errorf("withdrawing twice: %d", status)
		}
		if _, log, _ := s.ask("GET", "/admin/activity", nil); strings.Count(log, "withdrawn (cookie-policy)") != 1 {
			t.Error("the activity log does not have it once")
		}
		if _, body, _ := s.ask("GET", policyPath+"/versions", nil); !strings.Contains(body, "withdrawn") {
			t.Error("the versions do not say so")
		}
		if status, _, _ := s.ask("POST", policyPath+"/withdraw", url.Values{"number": {"1"}, "reason": {"Too late."}}); status != http.StatusConflict {
			t.Errorf("what is in effect: %d", status)
		}
	})
}

// TestTooLateToWithdraw: the page says so beside the version and keeps the reason
// that was typed; also when the version is not listed any more.
func TestTooLateToWithdraw(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.publish(policy.CookiePolicy, "Later.", 5*time.Minute, policy.SetTitle("Later"))
		s.publish(policy.CookiePolicy, "Even later.", time.Hour, policy.SetTitle("Much later"))
		withdraw := func() (int, string) {
			status, body, _ := s.ask("POST", policyPath+"/withdraw", url.Values{"number": {"2"}, "reason": {"A typo."}})
			return status, body
		}
		s.later(4*time.Minute + 30*time.Second)
		status, body := withdraw()
		beside := regexp.MustCompile(`(?s)<section[^>]*aria-label="Version 2".*?</section>`).FindString(body)
		if status != http.StatusUnprocessableEntity || !strings.Contains(beside, "too late to withdraw it") ||
			!strings.Contains(beside, `value="A typo."`) {
			t.Errorf("half a minute before: %d %s", status, beside)
		}
		s.later(time.Minute)
		status, body = withdraw()
		alert := regexp.MustCompile(`<p class="error" role="alert">([^<]*)</p>`).FindString(body)
		if status != http.StatusConflict || !strings.Contains(alert, "in effect or withdrawn already") ||
			!strings.Contains(alert, "A typo.") {
			t.Errorf("in effect: %d %s", status, alert)
		}
	})
}

// TestPublishedOnce: however often the button is pressed.
func TestPublishedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.typeTitle("Cookies")
		form := url.Values{
			"read":        {s.read(policyPath + "/publish")},
			"summary":     {"Once."},
			"materiality": {"editorial"},
			"when":        {"now"},
		}
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				status, body, _ := s.ask("POST", policyPath+"/publish", form)
				if status != http.StatusOK ||
					!strings.Contains(body, "Published. It is") && !strings.Contains(body, "is already published") {
					t.Errorf("%d", status)
				}
			})
		}
		group.Wait()
		versions, err := s.library.Versions(t.Context(), policy.CookiePolicy, 0)
		if err != nil || len(versions) != 2 {
			t.Errorf("%d versions", len(versions))
		}
		if _, log, _ := s.ask("GET", "/admin/activity", nil); strings.Count(log, "Policy published") != 1 {
			t.Error("the activity log does not have it once")
		}
		s.typeTitle("Other cookies")
		if status, _, _ := s.ask("POST", policyPath+"/publish", form); status != http.StatusConflict {
			t.Errorf("another draft than was read: %d", status)
		}
	})
}

// TestApproval: nobody approves their own work, and a change makes it void.
func TestApproval(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.library.RequireApproval = true
		grace := s.second("grace@example.com")
		s.typeTitle("Cookies")
		act := func(who *site, name string) (int, string) {
			status, body, _ := who.ask("POST", policyPath+"/"+name, url.Values{
				"read": {
					s.read(policyPath + "/publish"),
				}, "summary": {"Seen by two."}, "materiality": {"editorial"}, "when": {"now"},
			})
			return status, body
		}
		if status, body := s.pressPublish("Alone.", nil); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "A second person has to approve this draft") {
			t.Errorf("publishing alone: %d", status)
		}
		if status, body := act(s, "submit"); status != http.StatusOK || !strings.Contains(body, "is waiting for review") ||
			strings.Contains(body, `/approve"`) {
			t.Errorf("asking for review: %d", status)
		}
		if status, body := act(s, "approve"); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Someone who did not write in this draft") {
			t.Errorf("one's own work: %d", status)
		}
		if _, body, _ := s.ask("GET", "/admin/policies", nil); !strings.Contains(body, "in review") {
			t.Error("the list does not say so")
		}
		if _, body, _ := grace.ask("GET", policyPath+"/publish", nil); !strings.Contains(body, `/approve"`) {
			t.Error("the second person cannot approve")
		}
		if status, body := act(grace, "send-back"); status != http.StatusOK ||
			!strings.Contains(body, "edited again") {
			t.Errorf("sending back: %d", status)
		}
		act(s, "submit")
		if status, body := act(grace, "approve"); status != http.StatusOK ||
			!strings.Contains(body, "grace@example.com has approved") {
			t.Errorf("approving: %d", status)
		}
		if _, log, _ := s.ask("GET", "/admin/activity", nil); strings.Count(
			log,
			"Draft of a policy approved (cookie-policy)",
		) != 1 {
			t.Error("the activity log does not have it once")
		}
		s.typeTitle("Other cookies")
		if status, _ := s.pressPublish("Changed.", nil); status != http.StatusUnprocessableEntity {
			t.Errorf("changed after the approval: %d", status)
		}
		act(s, "submit")
		act(grace, "approve")
		if status, body := s.pressPublish("Seen by nobody.", nil); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Another summary, weight or moment was approved") {
			t.Errorf("another summary than was approved: %d", status)
		}
		if _, body, _ := s.ask("GET", policyPath+"/publish", nil); !strings.Contains(body, `value="Seen by two."`) ||
			!strings.Contains(body, "with the summary “Seen by two.”, as a change of wording, at once.") {
			t.Error("the page does not say what was approved")
		}
		if status, body := s.pressPublish("Seen by two.", nil); status != http.StatusOK ||
			!strings.Contains(body, "Published.") {
			t.Errorf("publishing: %d", status)
		}
	})
}

// TestPublishAsksForProof: the form waits in the page meanwhile.
func TestPublishAsksForProof(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.typeTitle("Cookies")
	form := url.Values{
		"read":        {s.read(policyPath + "/publish")},
		"summary":     {"Waits."},
		"materiality": {"editorial"},
		"when":        {"now"},
	}
	s.later(20 * time.Minute)
	status, body, _ := s.ask("POST", policyPath+"/publish", form)
	if status != http.StatusForbidden || !strings.Contains(body, `value="Waits."`) {
		t.Fatalf("%d", status)
	}
}
