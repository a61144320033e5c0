package handlers_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

var (
	listItems = regexp.MustCompile(`(?s)<li[^>]* class="claim[^"]*">.*?</div></li>`)
	tags      = regexp.MustCompile(`<[^>]*>`)
)

// sentencesIn are what the editor's page says beside each sentence, by the sentences.
func sentencesIn(page string) map[string]string {
	all := map[string]string{}
	for _, item := range listItems.FindAllString(page, -1) {
		_, quoted, _ := strings.Cut(item, "<q>")
		says, beside, _ := strings.Cut(quoted, "</q>")
		words := strings.Join(strings.Fields(tags.ReplaceAllString(beside, " ")), " ")
		all[html.UnescapeString(says)] = html.UnescapeString(words)
	}
	return all
}

// besides fails the test where the page does not say so beside the sentences.
func (s *site) besides(page string, want map[string][]string) {
	s.t.Helper()
	found := sentencesIn(page)
	if len(found) != len(want) {
		s.t.Errorf("%d sentences, not %d: %q", len(found), len(want), found)
	}
	for says, all := range want {
		for _, words := range all {
			if !strings.Contains(found[says], words) {
				s.t.Errorf("beside %q stands %q, without %q", says, found[says], words)
			}
		}
	}
}

// TestClaimsBesideTheirSentences: the editor says beside each sentence of the part what it rests on and
// how that ends, as the draft is now: opened, and while one types.
func TestClaimsBesideTheirSentences(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const at = "advertising-marketing-cookies-1"
		_, page, _ := s.ask("GET", policyPath+"?at="+at, nil)
		s.besides(page, map[string][]string{
			"We do not use any advertising or marketing cookies.": {"No cookie of the type", "holds", "Checked"},
			notTracked: {"No page loads anything from elsewhere", "holds", "Checked"},
		})
		_, page, _ = s.ask("GET", policyPath+"?at=what-are-cookies-1", nil)
		if len(sentencesIn(page)) == 0 {
			t.Error("no sentence of an explanation is listed")
		}
		for says, words := range sentencesIn(page) {
			if !strings.HasPrefix(words, "Not checked: general knowledge. The wording is confirmed by") {
				t.Errorf("beside %q stands %q", says, words)
			}
		}
		form := s.part("at="+at, "prose", notTracked+" We set three cookies. We like **tea** and <b>.")
		form.Add("drop", "We do not use any advertising or marketing cookies.")
		status, saved, _ := s.ask("POST", policyPath+"/part", form, "HX-Request", "true")
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, saved)
		}
		_, page, _ = s.ask("GET", policyPath+"?at="+at, nil)
		for _, shown := range []string{saved, page} {
			s.besides(shown, map[string][]string{
				notTracked:              {"holds", "Checked"},
				"We set three cookies.": {"fails", "Make it true:", "Change “three” to “two”"},
				"We like tea and <b>.":  {"nothing in it is checked. Please rephrase it"},
			})
		}
		if strings.Contains(sentencesIn(page)["We set three cookies."], "Checked") {
			t.Error("what fails has a tick")
		}
	})
}

// TestClaimsOfHeadingsAndCookies: what is said elsewhere than in a block stands beside its sentence, too.
func TestClaimsOfHeadingsAndCookies(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	_, page, _ := s.ask("GET", policyPath+"?at=cookie.prokken_access", nil)
	s.besides(page, map[string][]string{
		"Stores your authentication access token to keep you logged in.":        {"prokken_access is declared.", "holds"},
		"This cookie is httpOnly and cannot be read by client-side JavaScript.": {"declared as HttpOnly", "holds"},
	})
	s.save(s.part("at=what-are-cookies.title", "title", "We set three cookies"))
	_, page, _ = s.ask("GET", policyPath+"?at=what-are-cookies.title", nil)
	s.besides(page, map[string][]string{"We set three cookies": {"fails"}})
	if strings.Contains(page, "/check?at=what-are-cookies.title") {
		t.Error("a heading can be checked by hand")
	}
}

// TestClaimsOfCustomers: beside a sentence of a customer's policy stands what the newest audit saw of it,
// in the words of the public page.
func TestClaimsOfCustomers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		status, body, _ := s.ask("POST", shopPath+"/part", s.shopPart("at=intro-1", "prose", noTracking+" We like tea."))
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		for result, words := range map[auditreport.Result]string{
			"": "not audited yet", auditreport.Holds: "holds", auditreport.Fails: "contradicted", auditreport.Unseen: "unseen",
		} {
			delete(s.judge, shop.SiteID())
			if result != "" {
				s.judged(shop, result)
				s.judge[shop.SiteID()].Report.Claims[0].UID = "intro-1"
			}
			_, page, _ := s.ask("GET", shopPath+"?at=intro-1", nil)
			s.besides(page, map[string][]string{noTracking: {words}, "We like tea.": {"nothing in it is checked. Please rephrase it"}})
			if ticked := strings.Contains(sentencesIn(page)[noTracking], "Checked"); ticked != (result == auditreport.Holds) {
				t.Errorf("%q: ticked %t", result, ticked)
			}
		}
	})
}
