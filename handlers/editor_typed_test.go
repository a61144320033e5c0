package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	sites "github.com/prokken/prokken/site"
)

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
		_, review, _ := s.ask("GET", policyPath+"/publish", nil)
		for _, shows := range []string{"prokken_refresh", "14", "UTC", "Only the wording"} {
			if !strings.Contains(review, shows) {
				t.Errorf("the review lacks %q", shows)
			}
		}
		status, body := s.pressPublish("Log-ins last two weeks.", url.Values{"materiality": {"notify"}})
		if status != http.StatusOK || !strings.Contains(body, "Published. It is in effect.") {
			t.Fatalf("publishing: %d", status)
		}
		if _, page, _ := s.ask("GET", "/legal/cookie-policy", nil); !strings.Contains(page, "14 days") {
			t.Error("the public page does not show it")
		}
		if _, versions, _ := s.ask("GET", "/legal/cookie-policy/versions", nil); !strings.Contains(
			versions,
			"Log-ins last two weeks.",
		) {
			t.Error("the versions do not show the summary")
		}
		if _, log, _ := s.ask("GET", "/admin/activity", nil); !strings.Contains(
			log,
			"Policy published (cookie-policy)",
		) {
			t.Error("the activity log lacks it")
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
		status, body, _ := s.ask("POST", policyPath+"/part", form)
		if status != http.StatusUnauthorized || !strings.Contains(body, `action="`+policyPath+`/part"`) ||
			!strings.Contains(body, `value="Typed &#34;with&#34; care."`) {
			t.Errorf("%d %s", status, body)
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
			return url.Values{
				"read":         {who.read(policyPath + "/publish")},
				"summary":      {"Typed <once>."},
				"materiality":  {"notify"},
				"when":         {"later"},
				"effective_at": {at},
			}
		}
		stays := func(who *site, act string, form url.Values, want int) {
			t.Helper()
			status, body, _ := who.ask("POST", policyPath+"/"+act, form)
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
		_, err := s.library.Edit(
			t.Context(),
			sites.Edit{Slug: policy.CookiePolicy, Change: policy.AddBlock(policy.Intro, "", policy.Block{
				UID: "b-x", Content: block.Prose("There are three."), Claims: []claim.Claim{claim.About("There are three.", claim.CookieCount(3))},
			})},
		)
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
			status, body, _ := s.ask("POST", policyPath+"/restore", form)
			return status, body
		}
		if status, body := restore(url.Values{}); status != http.StatusOK || !strings.Contains(body, "now the draft") ||
			s.draft().Title != "Cookie Policy" {
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
		read.Set("read", s.read(policyPath))
		if status, _ := restore(read); status != http.StatusOK || s.draft().Title != "Cookie Policy" {
			t.Errorf("replacing: %d", status)
		}
		if status, _, _ := s.ask("POST", policyPath+"/restore", url.Values{"number": {"99"}}); status != http.StatusOK {
			if status != http.StatusNotFound {
				t.Errorf("a version that is not there: %d", status)
			}
		}
	})
}
