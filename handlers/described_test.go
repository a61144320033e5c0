package handlers_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

var (
	ids       = regexp.MustCompile(` id="([^"]*)"`)
	describes = regexp.MustCompile(` (?:aria-describedby|for|aria-labelledby)="([^"]*)"`)
)

// wellDescribed: each id is there once, and whatever is pointed at is there.
func wellDescribed(t *testing.T, body string) {
	t.Helper()
	there := map[string]int{}
	for _, id := range ids.FindAllStringSubmatch(body, -1) {
		if there[id[1]]++; there[id[1]] == 2 {
			t.Errorf("two elements are %q", id[1])
		}
	}
	for _, list := range describes.FindAllStringSubmatch(body, -1) {
		for id := range strings.FieldsSeq(list[1]) {
			if there[id] == 0 {
				t.Errorf("nothing is %q", id)
			}
		}
	}
}

// TestReviewIsDescribed: for those who hear the page, an error belongs to its
// field, also when several versions are scheduled.
func TestReviewIsDescribed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.publish(policy.CookiePolicy, "One.", time.Hour, policy.SetTitle("One"))
	s.publish(policy.CookiePolicy, "Two.", 2*time.Hour, policy.SetTitle("Two"))
	s.typeTitle("Three")
	_, body, _ := s.ask("GET", policyPath+"/publish", nil)
	wellDescribed(t, body)
	if !strings.Contains(body, `aria-describedby="effective-hint"`) || strings.Contains(body, "materiality-error") {
		t.Error("the fields are not described")
	}
	_, body = s.pressPublish("Fine.", url.Values{"materiality": {""}, "when": {"later"}, "effective_at": {"soon"}})
	wellDescribed(t, body)
	if !strings.Contains(body, `aria-describedby="effective-error effective-hint"`) {
		t.Error("the moment's error is not described")
	}
	_, body = s.pressPublish("Fine.", url.Values{"materiality": {""}})
	wellDescribed(t, body)
	if strings.Count(body, `"materiality-error"`) != 2 {
		t.Error("the error of the materiality is not described")
	}
	_, body, _ = s.ask("POST", policyPath+"/withdraw", url.Values{"number": {"3"}})
	wellDescribed(t, body)
	if !strings.Contains(body, `aria-describedby="reason-3-error"`) {
		t.Error("the error of the reason is not described")
	}
}

// TestCheckIsDescribed: so does the sentence to choose.
func TestCheckIsDescribed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	_, body, _ := s.ask(
		"POST",
		policyPath+"/check",
		url.Values{"at": {"what-are-cookies-1"}, "kind": {"no_third_party_cookies"}},
	)
	wellDescribed(t, body)
	if !strings.Contains(body, `aria-describedby="f_says_error"`) {
		t.Error("the sentence's error is not described")
	}
}
