package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestLookUpConsent: a number opens what was chosen, when and under which version, and
// nothing else; whatever is no number of a choice gets one and the same answer.
func TestLookUpConsent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.ask("POST", "/legal/consent", s.answered("accept"), "Accept-Language", "tlh", "Sec-GPC", "1")
		row := s.recordOf(s.keptChoice())
		number := row.ID.String()
		s.forget()
		status, body, _ := s.ask("GET", "/legal/consent/record?number="+number, nil)
		for _, text := range []string{"Analytics: <strong>yes", row.SHA256, ">version 2</a>", s.library.Local(row.CreatedAt).Format("January 2, 2006, 15:04")} {
			if status != http.StatusOK ||
				!strings.Contains(strings.Join(strings.Fields(body), " "), strings.Replace(text, ": <", ": <", 1)) {
				t.Errorf("%d, it does not show %q", status, text)
			}
		}
		for _, text := range []string{"tlh", row.Hash, row.Fingerprint, "Global Privacy Control", "banner"} {
			if strings.Contains(body, text) {
				t.Errorf("it shows %q", text)
			}
		}
		want := ""
		for _, none := range []string{
			models.NewID().String(), "x", "7", strings.ReplaceAll(number, "-", ""), "urn:uuid:" + number, number[:35],
			strings.Repeat("a", 9000), "'; DROP TABLE consents",
		} {
			status, body, _ := s.ask("GET", "/legal/consent/record?"+url.Values{"number": {none}}.Encode(), nil)
			_, said, _ := strings.Cut(body, `role="status">`)
			said, _, _ = strings.Cut(said, "<")
			if want == "" {
				want = said
			}
			if status != http.StatusNotFound || said != want || said == "" {
				t.Errorf("%.40s: %d %q", none, status, said)
			}
		}
		if _, body, _ := s.ask("GET", "/legal/consent/record?number=a"+url.QueryEscape(strings.Repeat("é", 40)), nil); !utf8.ValidString(
			body,
		) {
			t.Error("a long number is cut inside of a character")
		}
		s.server.SetAttemptsPerMinute(1)
		for range 3 {
			status, _, _ = s.ask("GET", "/legal/consent/record?number="+number, nil)
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("the third is %d", status)
		}
	})
}

// TestAdminExportsConsents: filtered, a line each, and noted.
func TestAdminExportsConsents(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.choose("accept")
		s.choose("refuse")
		number := s.keptChoice().ID.String()
		s.admin()
		if _, body, _ := s.ask("GET", "/admin/consents?version=2", nil); !strings.Contains(
			body,
			"<strong>2</strong> found (version 2).",
		) {
			t.Error("it does not count them")
		}
		if status, body, _ := s.ask("GET", "/admin/consents?from=x", nil); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Please enter the day like") {
			t.Errorf("%d", status)
		}
		for name, tt := range map[string]struct {
			form  url.Values
			lines int
		}{
			"all": {url.Values{}, 2}, "a number": {url.Values{"number": {number}}, 1}, "another version": {url.Values{"version": {"1"}}, 0},
		} {
			status, body, res := s.ask("POST", "/admin/consents/export", tt.form)
			if status != http.StatusOK || strings.Count(body, "\n") != tt.lines ||
				res.Header.Get("Content-Type") != "application/x-ndjson" {
				t.Errorf("%s: %d %s", name, status, body)
			}
		}
		if status, _, _ := s.ask("POST", "/admin/consents/export", url.Values{"number": {"x"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("%d", status)
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		if strings.Count(log, "Choices about cookies exported") != 3 || !strings.Contains(log, "number "+number) {
			t.Error("the log does not tell")
		}
	})
}
