package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy/claim"
)

// TestClaims: checks are added, seen red and green, carried along and removed.
func TestClaims(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		add := func(kind string, fields ...string) (int, string) {
			form := url.Values{
				"at":   {"what-are-cookies-1"},
				"kind": {kind},
				"says": {
					"They are widely used to make websites work more efficiently and to provide information to site owners.",
				},
			}
			form.Set("read_part", s.draft().PartHash("what-are-cookies-1"))
			for i := 0; i+1 < len(fields); i += 2 {
				form.Add(fields[i], fields[i+1])
			}
			status, body, _ := s.ask("POST", policyPath+"/check", form)
			return status, body
		}
		for kind, fields := range map[string][]string{
			"no_cookies": {"categories", "marketing"}, "all_cookies": {"http_only", "on"},
			"cookie": {"name", "prokken_access", "lifetime", "24", "unit", "hour"}, "cookie_count": {"count", "2"},
			"only_these_cookies": {"names", "prokken_access", "names", "prokken_refresh"},
			"needed":             {"names", "prokken_access"}, "outlives": {"name", "prokken_refresh", "than", "prokken_access"},
			"no_third_party_cookies": nil, "nothing_loaded_from": {"hosts", "a.example, b.example"},
			"consent_before": {"categories", "analytics"}, "dated_by_publication": nil,
		} {
			if status, body, _ := s.ask("GET", policyPath+"/check?at=what-are-cookies-1&kind="+kind, nil); status != http.StatusOK ||
				!strings.Contains(body, "Add the check") {
				t.Errorf("the form of %s: %d", kind, status)
			}
			if status, body := add(kind, fields...); status != http.StatusOK ||
				!strings.Contains(body, "checked from now on") {
				t.Errorf("%s: %d", kind, status)
			}
		}
		b, _ := s.draft().Block("what-are-cookies-1")
		if untrue := s.library.Untrue(s.draft()); len(b.Claims) != 1 ||
			len(b.Claims[0].Check(claim.Evidence{Cookies: s.draft().Cookies})) != 12 ||
			len(untrue) != 0 {
			t.Fatalf("%+v, untrue %v", b.Claims, untrue)
		}
		for kind, fields := range map[string][]string{
			"no_cookies": nil, "all_cookies": nil, "cookie": {"name", ""}, "cookie_count": {"count", "0"}, "only_these_cookies": nil, "outlives": {"name", "a", "than", "a"}, "nothing_loaded_from": {"hosts", "https://a.example/x"},
		} {
			if status, _ := add(kind, fields...); status != http.StatusUnprocessableEntity {
				t.Errorf("an empty %s: %d", kind, status)
			}
		}
		body := s.save(s.part("at=cookie.prokken_access", "lifetime", "12"))
		if !strings.Contains(body, "1 sentence is untrue") {
			t.Error("the outline does not say that a sentence is untrue now")
		}
		if _, page, _ := s.ask("GET", policyPath+"?at=what-are-cookies-1", nil); !strings.Contains(
			page,
			"prokken_access lives 12 hours.",
		) ||
			!strings.Contains(page, "claim-bad") {
			t.Error("the block does not say what is untrue")
		} else if result := page[strings.Index(page, `id="ed_result"`):]; strings.Contains(result, `class="checked`) {
			t.Error("the untrue sentence has a tick")
		}
		if status, page := s.pressPublish("Shorter.", nil); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "prokken_access lives 12 hours.") {
			t.Errorf("an untrue sentence is published: %d", status)
		}
		body = s.save(
			s.part("at=what-are-cookies-1", "prose", "Cookies are small. They are widely used to make websites work."),
		)
		if !strings.Contains(body, "A check now covers <q>They are widely used to make websites work.</q>") {
			t.Error("it does not say that the check was carried along")
		}
		form := s.part("at=what-are-cookies-1", "prose", "Cookies are small.")
		status, body, _ := s.ask("POST", policyPath+"/part", form)
		if status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, `name="drop" value="They are widely used to make websites work."`) ||
			s.formIn(body).Get("prose") != "Cookies are small." {
			t.Errorf("a sentence with a check is removed: %d", status)
		}
		form.Set("drop", "They are widely used to make websites work.")
		s.save(form)
		if b, _ := s.draft().Block("what-are-cookies-1"); len(b.Claims) != 0 {
			t.Errorf("the check stays: %+v", b.Claims)
		}
		if status, _ := s.pressPublish("Shorter.", nil); status != http.StatusOK {
			t.Errorf("publishing the truth: %d", status)
		}
	})
}

// TestRemoveCheck removes the one that was seen, and no other.
func TestRemoveCheck(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	form := url.Values{
		"at":        {"third-party-cookies-1"},
		"n":         {"0"},
		"says":      {"Prokken does not set any third-party cookies."},
		"read_part": {s.draft().PartHash("third-party-cookies-1")},
	}
	for n, want := range map[string]int{"7": http.StatusConflict, "1": http.StatusConflict, "x": http.StatusNotFound} {
		form.Set("n", n)
		if status, _, _ := s.ask("POST", policyPath+"/check/remove", form); status != want {
			t.Errorf("check %s: %d", n, status)
		}
	}
	form.Set("n", "0")
	if status, _, _ := s.ask("POST", policyPath+"/check/remove", form); status != http.StatusOK {
		t.Errorf("%d", status)
	}
	if b, _ := s.draft().Block("third-party-cookies-1"); len(b.Claims) != 0 {
		t.Errorf("%+v", b.Claims)
	}
}

// TestOptionalCookie: the cookie that remembers choices comes and goes with the
// first that needs consent.
func TestOptionalCookie(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		body := s.save(s.part("add=cookie", "name", "_count", "purpose", "Counts readers.", "lifetime", "30"))
		if _, declared := s.draft().Cookie("prokken_consent"); !declared ||
			!strings.Contains(body, "remembers the visitors’ choice") {
			t.Error("there is no cookie for the choice, or no word of it")
		}
		s.save(s.part("at=cookie._count", "name", "_counter", "domain", "prokken.com", "http_only", "on"))
		if d, found := s.draft().Cookie("_counter"); !found || d.Domain != "prokken.com" || !d.HTTPOnly || !d.Secure {
			t.Errorf("renamed: %+v", d)
		}
		if status, body, _ := s.ask("POST", policyPath+"/remove", url.Values{
			"at": {"cookie.prokken_access"}, "read_part": {s.draft().PartHash("cookie.prokken_access")},
		}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "checked") {
			t.Errorf("a cookie that the program needs is removed: %d", status)
		}
		form := url.Values{
			"at":        {"cookie-table"},
			"kind":      {"cookie"},
			"name":      {"_counter"},
			"says":      {"Counts readers."},
			"read_part": {s.draft().PartHash("cookie-table")},
		}
		s.ask("POST", policyPath+"/check", form)
		_, page, _ := s.ask("GET", policyPath+"?at=cookie._counter", nil)
		status, page := s.pressRemove(page)
		if status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "Remove the cookie and its checks") {
			t.Errorf("a cookie whose words are checked: %d", status)
		}
		if status, _ := s.pressRemove(page); status != http.StatusOK {
			t.Errorf("with its checks: %d", status)
		}
		if table, _ := s.draft().Block("cookie-table"); len(table.Claims) != 4 {
			t.Errorf("%d checks are left", len(table.Claims))
		}
		if d := s.draft(); len(d.Cookies) != 2 {
			t.Errorf("%d cookies", len(d.Cookies))
		}
	})
}
