package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

const notTracked = "We do not track you across other websites."

// loseCheck removes the check of a sentence as the editor's button does.
func (s *site) loseCheck() {
	s.t.Helper()
	const at = "advertising-marketing-cookies-1"
	status, body, _ := s.ask("POST", policyPath+"/check/remove", url.Values{
		"at": {at}, "n": {"1"}, "says": {notTracked}, "read_part": {s.draft().PartHash(at)},
	})
	if status != http.StatusOK {
		s.t.Fatalf("removing a check: %d %s", status, body)
	}
}

// TestLostCheckIsShown: in review, before it is published, and afterwards in the comparison, the
// lists of versions, the version's JSON and the feed.
func TestLostCheckIsShown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.loseCheck()
		_, body, _ := s.ask("GET", policyPath+"/publish", nil)
		for _, shows := range []string{
			"No longer checked:", notTracked, "Less is checked of one sentence.",
			`value="editorial" disabled`, `value="notify" checked`,
		} {
			if !strings.Contains(body, shows) {
				t.Errorf("the review lacks %q", shows)
			}
		}
		status, body := s.pressPublish("Only words.", nil)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "This change matters more than that.") ||
			!strings.Contains(body, `value="Only words."`) {
			t.Errorf("as wording: %d", status)
		}
		status, body = s.pressPublish("Less.", url.Values{"materiality": {"notify"}})
		if status != http.StatusOK {
			t.Fatalf("as what people are told of: %d %s", status, body)
		}
		for path, shows := range map[string]string{
			"/legal/cookie-policy/compare/1/2":     "No longer checked:",
			"/legal/cookie-policy/versions":        "No longer checked: 1 sentence",
			policyPath + "/versions":               "No longer checked: 1 sentence",
			"/legal/cookie-policy/versions/2.json": "no_longer_checked",
			"/legal/feed.atom":                     "No longer checked: “" + notTracked,
		} {
			if _, body, _ := s.ask("GET", path, nil); !strings.Contains(html.UnescapeString(body), shows) ||
				!strings.Contains(body, notTracked) {
				t.Errorf("%s lacks %q", path, shows)
			}
		}
		if _, body, _ := s.ask("GET", "/legal/cookie-policy/compare/2/1", nil); strings.Contains(
			body,
			"No longer checked",
		) {
			t.Error("what is checked again is called lost")
		}
	})
}

// TestSecondPersonForLostChecks: where there is one, they have to approve.
func TestSecondPersonForLostChecks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		s.loseCheck()
		told := url.Values{"materiality": {"notify"}}
		if status, body := s.pressPublish("Less.", told); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Less is checked than before, so a second person has to approve") {
			t.Errorf("alone: %d", status)
		}
		form := url.Values{
			"read": {s.read(policyPath + "/publish")}, "summary": {"Less."}, "materiality": {"notify"}, "when": {"now"},
		}
		if status, body, _ := grace.ask("POST", policyPath+"/approve", form); status != http.StatusOK {
			t.Fatalf("approving: %d %s", status, body)
		}
		if status, _ := s.pressPublish("Less.", told); status != http.StatusOK {
			t.Errorf("approved: %d", status)
		}
	})
}

// TestAtOnceIsMoved: the page says that the moment is another one, and which.
func TestAtOnceIsMoved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, noticeOf(14*24*time.Hour))
		s.admin()
		s.typeTitle("Cookies")
		status, body := s.pressPublish("Another title.", url.Values{"materiality": {"notify"}})
		if status != http.StatusOK || !strings.Contains(body, "it does not take effect immediately") ||
			!strings.Contains(body, "Version 2 is scheduled") {
			t.Errorf("%d %s", status, body)
		}
	})
}

// TestImportShowsWhatItLoses before anything is changed.
func TestImportShowsWhatItLoses(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	text, err := os.ReadFile("../content/cookie-policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	less := regexp.MustCompile(`(?m)^ +- says: We do not track you .*\n.*\n.*\n`).ReplaceAllString(string(text), "")
	_, body, _ := s.ask("POST", policyPath+"/import", url.Values{"text": {less}})
	if !strings.Contains(body, "No longer checked:") || !strings.Contains(body, notTracked) {
		t.Error("the import does not say what it loses")
	}
}

// TestMendBeforeRemoving: beside a sentence that is not true stand words that make it so, then the
// place to write others, and last, with what it costs, to check less.
func TestMendBeforeRemoving(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.save(s.part("at=advertising-marketing-cookies-1", "prose", "We set three cookies. "+notTracked))
		form := url.Values{
			"at": {
				"advertising-marketing-cookies-1",
			}, "kind": {"cookie_count"}, "count": {"3"}, "says": {"We set three cookies."},
			"read_part": {s.draft().PartHash("advertising-marketing-cookies-1")},
		}
		if status, body, _ := s.ask("POST", policyPath+"/check", form); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		_, body, _ := s.ask("GET", policyPath+"?at=advertising-marketing-cookies-1", nil)
		place := -1
		for _, shows := range []string{
			"Make it true:", "Change “three” to “two”", "Rephrase it", "Remove this check",
			"Removing a check is more than a change of wording", "Remove anyway",
		} {
			at := strings.Index(body, shows)
			if at < place || at < 0 {
				t.Errorf("%q is missing or stands too early", shows)
			}
			place = at
		}
		form = url.Values{
			"at": {
				"advertising-marketing-cookies-1",
			}, "says": {"We set three cookies."}, "now": {"We set two cookies."},
			"read_part": {s.draft().PartHash("advertising-marketing-cookies-1")},
		}
		if status, body, _ := s.ask("POST", policyPath+"/check/mend", form); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		b, _ := s.draft().Block("advertising-marketing-cookies-1")
		if words := b.Content.Texts()[0].Words; words != "We set two cookies. "+notTracked {
			t.Errorf("it says %q", words)
		}
		for _, failed := range s.draft().Check(s.library.Evidence()) {
			if failed.UID == "advertising-marketing-cookies-1" && strings.Contains(failed.Says, "two") {
				t.Error(failed)
			}
		}
		form.Set("now", "We set nine cookies.")
		if status, _, _ := s.ask("POST", policyPath+"/check/mend", form); status != http.StatusConflict {
			t.Errorf("into a lie: %d", status)
		}
	})
}
