package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

var (
	choiceOf = regexp.MustCompile(`<select id="as-[^"]*" name="(as\.[^"]+)"`)
	optionOf = regexp.MustCompile(`<option value="([^"]+)"`)
)

// TestNULKeepsChoices: what sentences were said to be is kept, too.
func TestNULKeepsChoices(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.ask("POST", policyPath+"/part", s.part("at=what-are-cookies-1", "prose", "Cookies are small. We like tea."))
	_, page, _ := s.ask("GET", policyPath+"/publish", nil)
	choice, option := choiceOf.FindStringSubmatch(page), optionOf.FindStringSubmatch(page)
	if choice == nil || option == nil {
		t.Fatalf("nothing is to be said: %s", tag.ReplaceAllString(mainOf(page), " "))
	}
	status, page, _ := s.ask("POST", policyPath+"/confirm", url.Values{"read": {"x"}, choice[1]: {option[1]}, "reason": {"We\x00 do."}})
	for _, shows := range []string{`<option value="` + option[1] + `" selected`, "We do."} {
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, shows) {
			t.Errorf("%d lacks %q", status, shows)
		}
	}
}

// TestNULIsTakenOut: who pastes a NUL into a form of the editor gets it back with what they typed, without
// it, and with what happened. Nothing is stored.
func TestNULIsTakenOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		part := s.part("at=what-are-cookies-1", "prose", "Cookies are sm\x00all.")
		s.typeTitle("Cookies")
		check := url.Values{"at": {"what-are-cookies-1"}, "kind": {"cookie"}, "name": {"prok\x00ken_access"}, "says": {"x"}}
		german := "/admin/policies/terms/translations/de"
		_, page, _ := s.ask("GET", german, nil)
		translated := fieldsOf(page)
		for name := range translated {
			if strings.HasPrefix(name, "text.") {
				translated.Set(name, "")
			}
		}
		translated.Set("text.title", "Nutzungs\x00bedingungen")
		file := url.Values{"version": {translated.Get("version")}, "read": {translated.Get("read")}, "words": {"title: Nutzungs\x00bedingungen"}}
		review := url.Values{"read": {"x"}, "summary": {"New ti\x00tle."}, "materiality": {"editorial"}, "when": {"now"}, "number": {"2"}, "reason": {"x"}}
		for _, one := range []struct {
			path  string
			form  url.Values
			shows string
		}{
			{policyPath + "/part", part, "Cookies are small."},
			{policyPath + "/check", check, "prokken_access"},
			{policyPath + "/publish", review, `value="New title."`},
			{policyPath + "/submit", review, `value="New title."`},
			{policyPath + "/approve", review, `value="New title."`},
			{policyPath + "/send-back", review, `value="New title."`},
			{policyPath + "/confirm", review, `value="New title."`},
			{policyPath + "/withdraw", review, `value="New title."`},
			{policyPath + "/import", url.Values{"text": {"title: Coo\x00kies"}}, "title: Cookies"},
			{german, translated, "Nutzungsbedingungen"},
			{german + "/file", file, "Nutzungsbedingungen"},
		} {
			status, body, _ := s.ask("POST", one.path, one.form)
			if status != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(body), one.shows) || !strings.Contains(body, `class="error"`) {
				t.Errorf("%s: %d lacks %q: %s", one.path, status, one.shows, tag.ReplaceAllString(mainOf(body), " "))
			}
		}
		if s.draft().Title != "Cookies" || s.count("SELECT count(*) FROM policy_versions WHERE state = 'published'") != 4 {
			t.Error("something is stored")
		}
	})
}
