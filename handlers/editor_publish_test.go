package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
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

// TestEditing: a lifetime is changed, published and minted; the page says the
// same. The form survives a refresh on its way.
func TestEditing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		form := s.part("at=cookie.prokken_refresh", "lifetime", "14")
		s.loseAccess()
		s.save(form)
		if _, page, _ := s.ask("GET", "/legal/cookie-policy", nil); strings.Contains(page, "14 days") {
			t.Error("the public page shows a draft")
		}
		_, review, _ := s.ask("GET", office+"/publish", nil)
		for _, shows := range []string{"prokken_refresh", "14", "UTC", "Only the wording"} {
			if !strings.Contains(review, shows) {
				t.Errorf("the review lacks %q", shows)
			}
		}
		status, body := s.pressPublish("Log-ins last two weeks.", nil)
		if status != http.StatusOK || !strings.Contains(body, "Published. It is in effect.") {
			t.Fatalf("publishing: %d", status)
		}
		if _, page, _ := s.ask("GET", "/legal/cookie-policy", nil); !strings.Contains(page, "14 days") {
			t.Error("the public page does not show it")
		}
		if _, versions, _ := s.ask("GET", "/legal/cookie-policy/versions", nil); !strings.Contains(versions, "Log-ins last two weeks.") {
			t.Error("the versions do not show the summary")
		}
		if _, log, _ := s.ask("GET", "/admin/audit-log", nil); !strings.Contains(log, "Policy published (cookie-policy)") {
			t.Error("the audit log lacks it")
		}
		if ages := s.maxAge("admin@example.com"); ages["prokken_refresh"] != 14*24*60*60 {
			t.Errorf("minted: %v", ages)
		}
	})
}

// TestFormSurvivesTheEndOfASession: what was typed is in the page that asks to
// log in again, ready to be sent once more.
func TestFormSurvivesTheEndOfASession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		form := s.part("at=what-are-cookies-1", "prose", `Typed "with" care.`)
		s.forget()
		status, body, _ := s.ask("POST", office+"/part", form)
		if status != http.StatusUnauthorized || !strings.Contains(body, `action="`+office+`/part"`) || !strings.Contains(body, `value="Typed &#34;with&#34; care."`) {
			t.Errorf("%d %s", status, body)
		}
	})
}

// TestPublishForm: whatever is wrong, the page says so and keeps what was typed.
func TestPublishForm(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if _, body, _ := s.ask("GET", office+"/publish", nil); !strings.Contains(body, "there is nothing to publish") {
			t.Error("nothing has changed, and it does not say so")
		}
		s.typeTitle("Cookies")
		s.library.Zone, s.library.Notice = time.FixedZone("Asia/Dhaka", 6*60*60), 72*time.Hour
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
			"no moment":         {"Fine.", url.Values{"when": later}, "choose the moment"},
			"not a moment":      {"Fine.", url.Values{"when": later, "effective_at": {"tomorrow"}}, "like 2026-12-31T09:00"},
			"at once and later": {"Fine.", url.Values{"effective_at": in(96 * time.Hour)}, "At once” is chosen"},
			"in the past":       {"Fine.", url.Values{"when": later, "effective_at": in(-time.Hour)}, "That moment has passed"},
			"in three years":    {"Fine.", url.Values{"when": later, "effective_at": in(3 * 366 * 24 * time.Hour)}, "two years away"},
			"too soon":          {"Fine.", url.Values{"materiality": {"notify"}, "when": later, "effective_at": in(24 * time.Hour)}, "it can take effect from"},
			"material at once":  {"Fine.", url.Values{"materiality": {"ask_again"}}, "it can take effect from"},
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
		if _, found := s.library.Shelf().Next(policy.CookiePolicy); found || s.draft().Title != "Cookies" {
			t.Error("something was published")
		}
	})
}

// TestScheduleInTheSitesZone: nine o'clock is nine o'clock there; it can be
// withdrawn before, with a reason, and not after.
func TestScheduleInTheSitesZone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.library.Zone = time.FixedZone("Asia/Dhaka", 6*60*60)
		s.typeTitle("Later")
		at := s.clock().Add(48 * time.Hour).In(s.library.Zone).Truncate(24 * time.Hour).Add(3 * time.Hour) // 9:00 there
		status, body := s.pressPublish("Later.", url.Values{"when": {"later"}, "effective_at": {at.Format("2006-01-02T15:04")}})
		if status != http.StatusOK || !strings.Contains(body, "takes effect at its time") || !strings.Contains(body, "Version 2 is scheduled") {
			t.Fatalf("scheduling: %d", status)
		}
		next, found := s.library.Shelf().Next(policy.CookiePolicy)
		if !found || !next.EffectiveAt.Equal(at) || at.Hour() != 9 {
			t.Fatalf("it takes effect at %v, not at %v", next, at)
		}
		withdraw := func(reason string) (int, string) {
			status, body, _ := s.ask("POST", office+"/withdraw", url.Values{"number": {"2"}, "reason": {reason}})
			return status, body
		}
		if status, body := withdraw(" "); status != http.StatusUnprocessableEntity || !strings.Contains(body, "say in one line why") {
			t.Errorf("no reason: %d", status)
		}
		if status, body := withdraw("A typo."); status != http.StatusOK || !strings.Contains(body, "is withdrawn") || strings.Contains(body, "is scheduled") {
			t.Errorf("withdrawing: %d", status)
		}
		if status, _ := withdraw("Again."); status != http.StatusConflict {
			t.Errorf("withdrawing twice: %d", status)
		}
		if _, log, _ := s.ask("GET", "/admin/audit-log", nil); strings.Count(log, "withdrawn (cookie-policy)") != 1 {
			t.Error("the audit log does not have it once")
		}
		if _, body, _ := s.ask("GET", office+"/versions", nil); !strings.Contains(body, "withdrawn") {
			t.Error("the versions do not say so")
		}
		if status, _, _ := s.ask("POST", office+"/withdraw", url.Values{"number": {"1"}, "reason": {"Too late."}}); status != http.StatusConflict {
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
		s.publish(policy.CookiePolicy, "Even later.", time.Hour, policy.SetTitle("Even later"))
		withdraw := func() (int, string) {
			status, body, _ := s.ask("POST", office+"/withdraw", url.Values{"number": {"2"}, "reason": {"A typo."}})
			return status, body
		}
		s.later(4*time.Minute + 30*time.Second)
		status, body := withdraw()
		beside := regexp.MustCompile(`(?s)<section[^>]*aria-label="Version 2".*?</section>`).FindString(body)
		if status != http.StatusUnprocessableEntity || !strings.Contains(beside, "too late to withdraw it") || !strings.Contains(beside, `value="A typo."`) {
			t.Errorf("half a minute before: %d %s", status, beside)
		}
		s.later(time.Minute)
		status, body = withdraw()
		alert := regexp.MustCompile(`<p class="error" role="alert">([^<]*)</p>`).FindString(body)
		if status != http.StatusConflict || !strings.Contains(alert, "in effect or withdrawn already") || !strings.Contains(alert, "A typo.") {
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
		form := url.Values{"read": {s.read(office + "/publish")}, "summary": {"Once."}, "materiality": {"editorial"}, "when": {"now"}}
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				status, body, _ := s.ask("POST", office+"/publish", form)
				if status != http.StatusOK || !strings.Contains(body, "Published. It is") && !strings.Contains(body, "is published already") {
					t.Errorf("%d", status)
				}
			})
		}
		group.Wait()
		versions, err := s.library.Versions(t.Context(), policy.CookiePolicy, 0)
		if err != nil || len(versions) != 2 {
			t.Errorf("%d versions", len(versions))
		}
		if _, log, _ := s.ask("GET", "/admin/audit-log", nil); strings.Count(log, "Policy published") != 1 {
			t.Error("the audit log does not have it once")
		}
		s.typeTitle("Other cookies")
		if status, _, _ := s.ask("POST", office+"/publish", form); status != http.StatusConflict {
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
			status, body, _ := who.ask("POST", office+"/"+name, url.Values{"read": {s.read(office + "/publish")}})
			return status, body
		}
		if status, body := s.pressPublish("Alone.", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "A second person has to approve this draft") {
			t.Errorf("publishing alone: %d", status)
		}
		if status, body := act(s, "submit"); status != http.StatusOK || !strings.Contains(body, "waits for review") || strings.Contains(body, `/approve"`) {
			t.Errorf("asking for review: %d", status)
		}
		if status, body := act(s, "approve"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Someone who did not write in this draft") {
			t.Errorf("one's own work: %d", status)
		}
		if _, body, _ := s.ask("GET", "/admin/policies", nil); !strings.Contains(body, "in review") {
			t.Error("the list does not say so")
		}
		if _, body, _ := grace.ask("GET", office+"/publish", nil); !strings.Contains(body, `/approve"`) {
			t.Error("the second person cannot approve")
		}
		if status, body := act(grace, "send-back"); status != http.StatusOK || !strings.Contains(body, "worked on again") {
			t.Errorf("sending back: %d", status)
		}
		act(s, "submit")
		if status, body := act(grace, "approve"); status != http.StatusOK || !strings.Contains(body, "grace@example.com has approved") {
			t.Errorf("approving: %d", status)
		}
		if _, log, _ := s.ask("GET", "/admin/audit-log", nil); strings.Count(log, "Draft of a policy approved (cookie-policy)") != 1 {
			t.Error("the audit log does not have it once")
		}
		s.typeTitle("Other cookies")
		if status, _ := s.pressPublish("Changed.", nil); status != http.StatusUnprocessableEntity {
			t.Errorf("changed after the approval: %d", status)
		}
		act(s, "submit")
		act(grace, "approve")
		if status, body := s.pressPublish("Seen by two.", nil); status != http.StatusOK || !strings.Contains(body, "Published.") {
			t.Errorf("publishing: %d", status)
		}
	})
}

// TestTypedFormStays: through review and refusals, what was typed for the
// publication is there until it is published.
func TestTypedFormStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.library.RequireApproval = true
		grace := s.second("grace@example.com")
		s.typeTitle("Cookies")
		at := s.clock().Add(96 * time.Hour).Format("2006-01-02T15:04")
		typed := func(who *site) url.Values {
			return url.Values{"read": {who.read(office + "/publish")}, "summary": {"Typed <once>."}, "materiality": {"notify"}, "when": {"later"}, "effective_at": {at}}
		}
		stays := func(who *site, act string, form url.Values, want int) {
			t.Helper()
			status, body, _ := who.ask("POST", office+"/"+act, form)
			if status != want {
				t.Errorf("%s: %d", act, status)
			}
			for _, shows := range []string{`value="Typed &lt;once&gt;."`, `value="notify" checked`, `value="later" checked`, `value="` + at + `"`} {
				if !strings.Contains(body, shows) {
					t.Errorf("%s: the page lacks %s", act, shows)
				}
			}
		}
		stays(s, "publish", typed(s), http.StatusUnprocessableEntity) // nobody approved it
		stays(s, "submit", typed(s), http.StatusOK)
		stays(s, "approve", typed(s), http.StatusUnprocessableEntity) // one's own work
		stays(grace, "send-back", typed(grace), http.StatusOK)
		stays(s, "submit", typed(s), http.StatusOK)
		stays(grace, "approve", typed(grace), http.StatusOK)
		form := typed(s)
		s.typeTitle("Other cookies")
		stays(s, "publish", form, http.StatusConflict) // the approval is void
		stays(s, "send-back", form, http.StatusConflict)
		s.library.RequireApproval = false
		_, err := s.library.Edit(t.Context(), policy.Edit{Slug: policy.CookiePolicy, Change: policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-x", Prose: "There are three.", Claims: []policy.Claim{{Says: "There are three.", CookieCount: 3}},
		})})
		if err != nil {
			t.Fatal(err)
		}
		stays(s, "publish", typed(s), http.StatusUnprocessableEntity) // untrue
	})
}

// TestRestore asks before it overwrites a draft.
func TestRestore(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.typeTitle("Second")
		s.pressPublish("Second.", nil)
		restore := func(form url.Values) (int, string) {
			form.Set("number", "1")
			status, body, _ := s.ask("POST", office+"/restore", form)
			return status, body
		}
		if status, body := restore(url.Values{}); status != http.StatusOK || !strings.Contains(body, "now the draft") || s.draft().Title != "Cookie Policy" {
			t.Errorf("without a draft: %d", status)
		}
		s.typeTitle("Third")
		status, body := restore(url.Values{})
		if status != http.StatusOK || !strings.Contains(body, "Replace the draft?") || s.draft().Title != "Third" {
			t.Fatalf("over a draft: %d", status)
		}
		read := url.Values{"read": {readField.FindStringSubmatch(body)[1]}}
		s.typeTitle("Fourth")
		if status, _ := restore(read); status != http.StatusConflict || s.draft().Title != "Fourth" {
			t.Errorf("over another draft than was read: %d", status)
		}
		read.Set("read", s.read(office))
		if status, _ := restore(read); status != http.StatusOK || s.draft().Title != "Cookie Policy" {
			t.Errorf("replacing: %d", status)
		}
		if status, _, _ := s.ask("POST", office+"/restore", url.Values{"number": {"99"}}); status != http.StatusOK {
			if status != http.StatusNotFound {
				t.Errorf("a version that is not there: %d", status)
			}
		}
	})
}

// TestPublishAsksForProof: the form waits in the page meanwhile.
func TestPublishAsksForProof(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.typeTitle("Cookies")
	form := url.Values{"read": {s.read(office + "/publish")}, "summary": {"Waits."}, "materiality": {"editorial"}, "when": {"now"}}
	s.later(20 * time.Minute)
	status, body, _ := s.ask("POST", office+"/publish", form)
	if status != http.StatusForbidden || !strings.Contains(body, `value="Waits."`) {
		t.Fatalf("%d", status)
	}
}

// TestListSaysWhatIsUntrue: of each policy, as its draft stands.
func TestListSaysWhatIsUntrue(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	if _, body, _ := s.ask("GET", "/admin/policies", nil); strings.Contains(body, "untrue") {
		t.Error("something is untrue at the start")
	}
	_, err := s.library.Edit(context.Background(), policy.Edit{Slug: "terms", Change: func(d policy.Document) (policy.Document, error) {
		return policy.AddBlock(policy.Intro, "", policy.Block{UID: "b-x", Prose: "There are three.", Claims: []policy.Claim{{Says: "There are three.", CookieCount: 3}}})(d)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, body, _ := s.ask("GET", "/admin/policies", nil); strings.Count(body, "1 sentence is untrue") != 1 || !strings.Contains(body, `href="/admin/policies/terms/publish#ed_untrue"`) {
		t.Error("the list does not say so")
	}
	_, body, _ := s.ask("GET", "/admin/policies/terms/publish", nil)
	for _, shows := range []string{"There are three.", "2 are declared.", `href="/admin/policies/terms?at=b-x"`} {
		if !strings.Contains(body, shows) {
			t.Errorf("the review lacks %q", shows)
		}
	}
	if !strings.Contains(body, `type="submit" disabled`) {
		t.Error("there is a button to publish it")
	}
}

// TestUntrueElsewhere: a sentence of another policy that the draft would make
// untrue comes with the way to mend it.
func TestUntrueElsewhere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		third := cookie.Declaration{Name: "third", Purpose: "Counts.", Category: cookie.Necessary, Path: "/", Lifetime: cookie.Session, HTTPOnly: true, Secure: true, SameSite: cookie.Lax}
		if _, err := s.library.Edit(t.Context(), policy.Edit{Slug: policy.CookiePolicy, Change: policy.SetCookie("", third)}); err != nil {
			t.Fatal(err)
		}
		_, body, _ := s.ask("GET", office+"/publish", nil)
		if !strings.Contains(body, "mend it there and publish that first") || !strings.Contains(body, `href="/admin/policies/privacy-policy"`) {
			t.Error("the review does not say what to do")
		}
	})
}

// TestWithdrawalOthersDependOn: a scheduled version stays where a later one is
// true only because of it, and the page says so.
func TestWithdrawalOthersDependOn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		cookies := append(slices.Clone(s.library.Cookies()), cookie.Declaration{Name: "third", Purpose: "Counts.", Category: cookie.Necessary, Path: "/", Lifetime: cookie.Session, HTTPOnly: true, Secure: true, SameSite: cookie.Lax})
		facts := policy.Facts{Cookies: cookies}
		private, _ := s.library.Shelf().Find("privacy-policy")
		s.publish("privacy-policy", "Says no number.", 48*time.Hour, removals(private.Document, facts)...)
		own, _ := s.library.Shelf().Find(policy.CookiePolicy)
		declaring := own.Document
		declaring.Cookies = cookies
		declares := func(d policy.Document) (policy.Document, error) {
			d.Cookies = cookies
			return d, nil
		}
		s.publish(policy.CookiePolicy, "A third.", 49*time.Hour, append(removals(declaring, facts), declares)...)
		status, body, _ := s.ask("POST", "/admin/policies/privacy-policy/withdraw", url.Values{"number": {"2"}, "reason": {"No."}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "That would make a sentence untrue") {
			t.Errorf("%d", status)
		}
	})
}
