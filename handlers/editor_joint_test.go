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
	"github.com/prokken/prokken/policy"
)

const privacy = "privacy-policy"

var (
	forms   = regexp.MustCompile(`(?s)<form[^>]*>.*?</form>`)
	action  = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)
	options = regexp.MustCompile(`<option[^>]*value="([^"]*)"`)
)

// visitor goes through pages as somebody does who clicks, and counts the clicks.
type visitor struct {
	*site
	clicks int
	page   string
}

// follow clicks a link by its id.
func (v *visitor) follow(id string) {
	v.t.Helper()
	link := regexp.MustCompile(`<a[^>]*id="` + id + `"[^>]*>`).FindString(v.page)
	href := regexp.MustCompile(`href="([^"]*)"`).FindStringSubmatch(link)
	if href == nil {
		v.t.Fatalf("no link %s in %s", id, mainOf(v.page))
	}
	address, _, _ := strings.Cut(html.UnescapeString(href[1]), "#")
	v.clicks++
	_, v.page, _ = v.ask("GET", address, nil)
}

// form is the one on the page that has the mark, and where it goes, as a browser without scripts
// would send it. In each select that has nothing chosen the first choice is taken.
func (v *visitor) form(mark string) (string, url.Values) {
	v.t.Helper()
	for _, form := range forms.FindAllString(v.page, -1) {
		if strings.Contains(form, mark) {
			return html.UnescapeString(action.FindStringSubmatch(form)[1]), fieldsOf(form)
		}
	}
	v.t.Fatalf("no form with %s in %s", mark, mainOf(v.page))
	return "", nil
}

func fieldsOf(form string) url.Values {
	fields := url.Values{}
	for _, input := range inputs.FindAllString(form, -1) {
		a := map[string]string{"value": "on"}
		for _, found := range attribute.FindAllStringSubmatch(input, -1) {
			a[found[1]] = html.UnescapeString(found[2])
		}
		if isChoice := a["type"] == "radio" || a["type"] == "checkbox"; !isChoice || strings.Contains(input, " checked") {
			fields.Add(a["name"], a["value"])
		}
	}
	for _, one := range selects.FindAllStringSubmatch(form, -1) {
		for _, option := range options.FindAllStringSubmatch(one[2], -1) {
			if fields.Get(one[1]) == "" {
				fields.Set(one[1], html.UnescapeString(option[1]))
			}
		}
	}
	return fields
}

// press sends that form with what is typed into it.
func (v *visitor) press(mark string, typed ...string) int {
	v.t.Helper()
	address, fields := v.form(mark)
	for i := 0; i+1 < len(typed); i += 2 {
		fields.Set(typed[i], typed[i+1])
	}
	v.clicks++
	status, page, _ := v.ask("POST", address, fields)
	v.page = page
	return status
}

// declares adds an analytics cookie in the editor, and goes to the page that lists what it makes untrue.
func (s *site) declares(name string) *visitor {
	s.t.Helper()
	v := &visitor{site: s}
	_, v.page, _ = s.ask("GET", policyPath, nil)
	v.follow("ed_add_cookie")
	status := v.press(`id="ed_form"`, "name", name, "purpose", "Counts visits.", "category", "analytics", "path", "/", "lifetime", "2")
	if status != http.StatusOK {
		s.t.Fatalf("adding %s: %d", name, status)
	}
	v.follow("ed_mend")
	return v
}

// TestCookieInEightClicks: from the editor to the publication of everything that a new cookie makes
// untrue, in all policies.
func TestCookieInEightClicks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		for _, shows := range []string{
			"9 sentences are untrue", "<h3>Privacy Policy</h3>", "We set two cookies, both needed to log in.", "Remove the sentence",
		} {
			if !strings.Contains(v.page, shows) {
				t.Errorf("the list lacks %q", shows)
			}
		}
		v.press(`id="ed_mend_all"`)
		for _, shows := range []string{"The Privacy Policy is published with it", `name="summary.privacy-policy"`, "New cookies: _pk_id and prokken_consent."} {
			if !strings.Contains(v.page, shows) {
				t.Errorf("the review lacks %q", shows)
			}
		}
		v.press(`/confirm"`, "reason", "Checked by reading it.")
		if status := v.press(`id="ed_publish_now"`); status != http.StatusOK || !strings.Contains(v.page, "Published together. All of them are in effect.") {
			t.Fatalf("publishing: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		t.Logf("%d clicks", v.clicks)
		if v.clicks > 8 {
			t.Errorf("%d clicks", v.clicks)
		}
		cookies, _ := s.library.Snapshot().Find(policy.CookiePolicy)
		private, _ := s.library.Snapshot().Find(privacy)
		if cookies.Number != 2 || private.Number != 2 || !cookies.PublishedAt.Equal(private.PublishedAt) {
			t.Errorf("version %d of %s, version %d of %s", cookies.Number, cookies.PublishedAt, private.Number, private.PublishedAt)
		}
		if untrue := s.library.AllUntrue(); len(untrue) > 0 {
			t.Error(untrue)
		}
		if cookies.Materiality != private.Materiality || private.Summary != "Brought in line with the Cookie Policy." {
			t.Errorf("%s, %s: %q", cookies.Materiality, private.Materiality, private.Summary)
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		for _, slug := range []string{policy.CookiePolicy, privacy} {
			if strings.Count(log, "Policy published ("+slug+")") != 1 {
				t.Errorf("the activity log does not have %s once", slug)
			}
			if _, page, _ := s.ask("GET", "/legal/"+slug, nil); !strings.Contains(page, "four cookies") {
				t.Errorf("%s does not say so", slug)
			}
		}
	})
}
