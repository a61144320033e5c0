package handlers_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/site/confirmation"
)

const policyPath = "/admin/policies/cookie-policy"

var (
	readField  = regexp.MustCompile(`name="read" value="([^"]*)"`)
	partOfPage = regexp.MustCompile(`(?s)<form class="part-form".*?</form>`)
	inputs     = regexp.MustCompile(`<input[^>]*>`)
	areas      = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>`)
	selects    = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	chosen     = regexp.MustCompile(`<option value="([^"]*)" selected`)
	attribute  = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// read is what the form on the page says it was made from.
func (s *site) read(page string) string {
	s.t.Helper()
	_, body, _ := s.ask("GET", page, nil)
	found := readField.FindStringSubmatch(body)
	if found == nil {
		s.t.Fatalf("no form on %s", page)
	}
	return found[1]
}

// part is the form of a part as a browser without scripts would send it, with
// other values in the fields that are named.
func (s *site) part(query string, change ...string) url.Values {
	s.t.Helper()
	_, body, _ := s.ask("GET", policyPath+"?"+query, nil)
	return s.formIn(body, change...)
}

func (s *site) formIn(body string, change ...string) url.Values {
	s.t.Helper()
	form, v := partOfPage.FindString(body), url.Values{}
	if form == "" {
		s.t.Fatalf("no form in %s", body)
	}
	for _, input := range inputs.FindAllString(form, -1) {
		attributes := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(input, -1) {
			attributes[a[1]] = html.UnescapeString(a[2])
		}
		if attributes["type"] == "checkbox" && attributes["value"] == "" {
			attributes["value"] = "on"
		}
		if attributes["type"] != "checkbox" || strings.Contains(input, " checked") {
			v.Add(attributes["name"], attributes["value"])
		}
	}
	for _, area := range areas.FindAllStringSubmatch(form, -1) {
		v.Set(area[1], strings.ReplaceAll(strings.ReplaceAll(html.UnescapeString(area[2]), "\r", ""), "\n", "\r\n"))
	}
	for _, choice := range selects.FindAllStringSubmatch(form, -1) {
		if option := chosen.FindStringSubmatch(choice[2]); option != nil {
			v.Set(choice[1], html.UnescapeString(option[1]))
		}
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func (s *site) draft() policy.Document {
	s.t.Helper()
	draft, err := s.library.Draft(context.Background(), policy.CookiePolicy)
	if err != nil {
		s.t.Fatal(err)
	}
	return draft.Document
}

// save sends the form of a part and expects that it is saved.
func (s *site) save(form url.Values) string {
	s.t.Helper()
	status, body, res := s.ask("POST", policyPath+"/part", form)
	if status != http.StatusOK || res.Request.Method != http.MethodGet {
		s.t.Fatalf("saving %v: %d at %s: %s", form, status, res.Request.URL, partOfPage.FindString(body))
	}
	return body
}

// TestUntouchedFormsChangeNothing: every part is read from its form as it was
// written there.
func TestUntouchedFormsChangeNothing(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	before := s.draft()
	keys := []string{"title", "contact.title", "cookie.prokken_access", "cookie.prokken_refresh"}
	for _, b := range before.Blocks() {
		keys = append(keys, b.UID)
	}
	for _, key := range keys {
		s.save(s.part("at=" + key))
	}
	draft, err := s.library.Draft(t.Context(), policy.CookiePolicy)
	if err != nil || draft.Saved {
		t.Errorf("there is a draft: %v", diff.Compare(before, draft.Document))
	}
}

// TestEditEachPart: each kind of part takes what is typed in its fields, and the
// public page shows it after publication.
func TestEditEachPart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		for _, tt := range []struct {
			query  string
			change []string
			shows  string
		}{
			{"at=title", []string{"title", "  Our  cookies "}, "<h1>Our cookies</h1>"},
			{"at=contact.title", []string{"title", "Ask us"}, "9. Ask us"},
			{
				"at=what-are-cookies-1",
				[]string{"prose", "Cookies are **small** <b>files</b>.\r\n\r\nReally."},
				"<p>Cookies are <strong>small</strong> &lt;b&gt;files&lt;/b&gt;.</p>\n<p>Really.</p>",
			},
			{"add=in_short&to=what-are-cookies", []string{"in_short", "Small files."}, "<p>Small files.</p>"},
			{"add=list&to=what-are-cookies&after=what-are-cookies-1", []string{"list", "One\r\n\r\n two \r\nthree"}, "two"},
			{"at=cookie-table", []string{"caption", "All of them"}, "<caption>All of them"},
			{"at=security-properties-2", []string{"secure", "they travel over https"}, "Secure — they travel over https"},
			{"at=managing-cookies-2", []string{"name.5", "Lynx", "steps.5", "lynx.cfg"}, "<strong>Lynx</strong>"},
			{"add=third_parties&to=third-party-cookies", []string{"name.1", "Stripe", "purpose.1", "Takes payments.", "policy.1", "https://stripe.com/privacy"}, "<dt>Stripe</dt>"},
			{"at=related-policies-1", []string{"intro", "Read these, too."}, "<p>Read these, too.</p>"},
			{"at=contact-2", []string{"person", "Ada Lovelace"}, "Ada Lovelace"},
			{"add=changes&to=changes", []string{"newest", "3"}, `class="changes"`},
			{"at=cookie.prokken_refresh", []string{"lifetime", "14", "unit", "day"}, "14 days"},
			{"add=prose&to=intro", []string{"prose", "First of all."}, "<p>First of all.</p>"},
		} {
			if body := s.save(s.part(tt.query, tt.change...)); !strings.Contains(body, "Saved.") {
				t.Errorf("%s: no word of it", tt.query)
			}
		}
		if status, body := s.pressPublish("Much.", url.Values{"materiality": {"notify"}}); status != http.StatusOK {
			t.Fatalf("%d: %s", status, tag.ReplaceAllString(body[strings.Index(body, "<main"):], " "))
		}
		_, page, _ := s.ask("GET", "/legal/cookie-policy", nil)
		for _, shows := range []string{
			"<h1>Our cookies</h1>", "Ask us", "<strong>small</strong> &lt;b&gt;files&lt;/b&gt;", "Small files.", "three",
			"<caption>All of them", "Secure — they travel over https",
			"<strong>Lynx</strong>", "<dt>Stripe</dt>", "Read these, too.", "Ada Lovelace", "14 days", "First of all.",
		} {
			if !strings.Contains(page, shows) {
				t.Errorf("the public page lacks %q", shows)
			}
		}
	})
}

// confirm has the operator confirm what nobody has of the draft, as it is proposed.
func (s *site) confirm(slug string) {
	s.t.Helper()
	d, err := s.library.Draft(s.t.Context(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	_, open, err := s.library.Confirmations.Bases(s.t.Context(), d.Document)
	if err != nil {
		s.t.Fatal(err)
	}
	if as := open.Proposed(); len(as) > 0 {
		by := confirmation.Confirming{Slug: slug, Read: d.Read, As: as, Reason: "Tested."}
		if err := s.library.Confirmations.Confirm(s.t.Context(), by); err != nil {
			s.t.Fatal(err)
		}
	}
}

// pressPublish sends the form of the page that publishes.
func (s *site) pressPublish(summary string, change url.Values) (int, string) {
	s.t.Helper()
	s.confirm(policy.CookiePolicy)
	form := url.Values{
		"read":        {s.read(policyPath + "/publish")},
		"summary":     {summary},
		"materiality": {"editorial"},
		"when":        {"now"},
	}
	for name, values := range change {
		form[name] = values
	}
	status, body, _ := s.ask("POST", policyPath+"/publish", form)
	return status, body
}
