package handlers_test

import (
	"context"
	"fmt"
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

const office = "/admin/policies/cookie-policy"

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
	_, body, _ := s.ask("GET", office+"?"+query, nil)
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
	status, body, res := s.ask("POST", office+"/part", form)
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
	keys := append(before.UIDs(), "title", "contact.title", "cookie.prokken_access", "cookie.prokken_refresh")
	for _, key := range keys {
		s.save(s.part("at=" + key))
	}
	draft, err := s.library.Draft(t.Context(), policy.CookiePolicy)
	if err != nil || draft.Saved {
		t.Errorf("there is a draft: %v", policy.Compare(before, draft.Document))
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
			{"at=what-are-cookies-1", []string{"prose", "Cookies are **small** <b>files</b>.\r\n\r\nReally."}, "<p>Cookies are <strong>small</strong> &lt;b&gt;files&lt;/b&gt;.</p>\n<p>Really.</p>"},
			{"add=in_short&to=what-are-cookies", []string{"in_short", "Small files."}, "<p>Small files.</p>"},
			{"add=list&to=what-are-cookies&after=what-are-cookies-1", []string{"list", "One\r\n\r\n two \r\nthree"}, "two"},
			{"at=cookie-table", []string{"caption", "All of them"}, "<caption>All of them</caption>"},
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
		s.pressPublish("Much.", nil)
		_, page, _ := s.ask("GET", "/legal/cookie-policy", nil)
		for _, shows := range []string{
			"<h1>Our cookies</h1>", "Ask us", "<strong>small</strong> &lt;b&gt;files&lt;/b&gt;", "Small files.", "three", "<caption>All of them</caption>", "Secure — they travel over https",
			"<strong>Lynx</strong>", "<dt>Stripe</dt>", "Read these, too.", "Ada Lovelace", "14 days", "First of all.",
		} {
			if !strings.Contains(page, shows) {
				t.Errorf("the public page lacks %q", shows)
			}
		}
	})
}

// pressPublish sends the form of the page that publishes.
func (s *site) pressPublish(summary string, change url.Values) (int, string) {
	s.t.Helper()
	form := url.Values{"read": {s.read(office + "/publish")}, "summary": {summary}, "materiality": {"editorial"}, "when": {"now"}}
	for name, values := range change {
		form[name] = values
	}
	status, body, _ := s.ask("POST", office+"/publish", form)
	return status, body
}

// TestBadInputStaysInTheForm: nothing is stored, everything typed is still there,
// and what is wrong stands beside its field.
func TestBadInputStaysInTheForm(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for name, tt := range map[string]struct {
		query  string
		change []string
		field  string // where the message stands
		says   string
	}{
		"no title":              {"at=title", []string{"title", " "}, "title", "write something"},
		"a heading too long":    {"at=contact.title", []string{"title", strings.Repeat("x", 201)}, "title", "At most 200"},
		"a section without one": {"add=section", []string{"title", ""}, "title", "write something"},
		"an empty text":         {"at=what-are-cookies-1", []string{"prose", "\r\n "}, "prose", "write something"},
		"a link to nowhere":     {"at=what-are-cookies-1", []string{"prose", "[x](javascript:alert(1))"}, "prose", "A link starts with"},
		"a picture":             {"at=what-are-cookies-1", []string{"prose", "![x](https://a.example/b)"}, "prose", "no pictures"},
		"a bad list item":       {"add=list&to=contact", []string{"list", "fine\r\n[x](data:x)"}, "list", "A link starts with"},
		"an empty list":         {"add=list&to=contact", []string{"list", ""}, "list", "write something"},
		"no caption":            {"at=cookie-table", []string{"caption", ""}, "caption", "write something"},
		"half a row":            {"at=managing-cookies-2", []string{"name.5", "Lynx", "steps.5", ""}, "steps.5", "write something"},
		"no rows":               {"add=browser_steps&to=contact", []string{"name.1", ""}, "name.1", "write something"},
		"not a number":          {"add=changes&to=contact", []string{"newest", "many"}, "newest", "between 1 and 100"},
		"no organisation":       {"at=contact-2", []string{"organisation", ""}, "organisation", "write something"},
		"a phone with blanks":   {"at=contact-2", []string{"phone", "+880 19"}, "", "without blanks"},
		"a number too large":    {"add=changes&to=contact", []string{"newest", "101"}, "", "between 1 and 100"},
		"not https":             {"add=third_parties&to=contact", []string{"name.1", "A", "purpose.1", "B", "policy.1", "http://a.example"}, "", "https://"},
		"too long a life":       {"at=cookie.prokken_access", []string{"lifetime", "25", "unit", "hour"}, "lifetime", "between 5 minutes and 24 hours"},
		"too short a life":      {"at=cookie.prokken_refresh", []string{"lifetime", "23", "unit", "hour"}, "lifetime", "between 24 hours and 30 days"},
		"a session":             {"at=cookie.prokken_refresh", []string{"lifetime", "", "unit", "session"}, "lifetime", "between 24 hours and 30 days"},
		"no life":               {"at=cookie.prokken_access", []string{"lifetime", "soon"}, "lifetime", "like 7 days"},
		"no purpose":            {"at=cookie.prokken_access", []string{"purpose", ""}, "purpose", "write something"},
		"a bad name":            {"add=cookie", []string{"name", "a;b", "purpose", "x", "lifetime", "1"}, "name", "cannot be a cookie"},
		"over 400 days":         {"add=cookie", []string{"name", "_a", "purpose", "x", "lifetime", "401"}, "lifetime", "400 days"},
		"a cookie twice":        {"add=cookie", []string{"name", "prokken_access", "purpose", "x", "lifetime", "1", "unit", "hour", "category", "necessary", "http_only", "on"}, "", "declared twice"},
		"private characters":    {"at=what-are-cookies-1", []string{"prose", "a\ue000b"}, "prose", "no page can show"},
	} {
		t.Run(name, func(t *testing.T) {
			form := s.part(tt.query, tt.change...)
			status, body, _ := s.ask("POST", office+"/part", form)
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d", status)
			}
			said := body
			if tt.field != "" {
				slot := regexp.MustCompile(`id="f_` + strings.ReplaceAll(tt.field, ".", "_") + `_error">([^<]*)<`).FindStringSubmatch(body)
				if slot == nil {
					t.Fatalf("no place for a message of %s", tt.field)
				}
				said = slot[1]
			}
			if !strings.Contains(said, tt.says) {
				t.Errorf("it says %q", said)
			}
			again := s.formIn(body)
			for i := 0; i+1 < len(tt.change); i += 2 {
				if again.Get(tt.change[i]) != tt.change[i+1] {
					t.Errorf("%s is %q afterwards", tt.change[i], again.Get(tt.change[i]))
				}
			}
			form.Set("x", "y")
			if status, body, _ := s.ask("POST", office+"/part", form, "HX-Request", "true"); status != http.StatusUnprocessableEntity || !strings.HasPrefix(body, "Not saved yet") || !strings.Contains(body, tt.says) {
				t.Errorf("while typing: %d %s", status, body)
			}
		})
	}
	if draft, _ := s.library.Draft(t.Context(), policy.CookiePolicy); draft.Saved {
		t.Error("something was stored")
	}
}

// TestHostileInput: nothing breaks, and no markup gets through.
func TestHostileInput(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const evil = `"><script>alert(1)</script>`
		for i, form := range []url.Values{
			{}, {"at": {evil}}, {"at": {"b-new"}, "kind": {evil}}, {"at": {"b-new"}, "kind": {"prose"}, "prose": {"x"}, "add": {"1"}, "to": {evil}},
			{"at": {evil}, "kind": {"prose"}, "prose": {"x"}, "add": {"1"}, "to": {"intro"}}, {"at": {"contact"}, "kind": {"prose"}, "prose": {"an anchor"}, "add": {"1"}, "to": {"intro"}},
			{"at": {"cookie." + evil}, "kind": {"cookie"}, "name": {evil}}, {"at": {"title"}, "kind": {"title"}, "title": {"a\x00b"}}, {"at": {"title"}, "kind": {"title"}, "title": {"\xff\xfe"}},
			{"kind": {"section"}, "to": {evil}, "title": {""}}, {"at": {"contact-2"}, "kind": {"list"}, "list": {evil + " ok"}},
			{"at": {"contact-1"}, "kind": {"prose"}, "prose": {strings.Repeat("x ", 20_001)}}, {"at": {"contact.title"}, "kind": {"heading"}, "title": {evil + " ok"}, "read_part": {"0"}},
		} {
			for _, headers := range [][]string{nil, {"HX-Request", "true"}, {"Accept", "application/json"}} {
				status, body, _ := s.ask("POST", office+"/part", form, headers...)
				if status >= 500 || strings.Contains(body, "<script>alert") {
					t.Errorf("%d: %d", i, status)
				}
			}
		}
		for _, path := range []string{"?at=" + url.QueryEscape(evil), "?add=" + url.QueryEscape(evil), "?add=prose&to=" + url.QueryEscape(evil) + "&uid=" + url.QueryEscape(evil), "/check?at=contact-1&kind=" + url.QueryEscape(evil), "/check?at=contact-1&kind=cookie&says=" + url.QueryEscape(evil), "/versions?before=x", "/export/exe", "/export/yaml?version=" + url.QueryEscape(evil), "/publish?notice=" + url.QueryEscape(evil)} {
			if status, body, _ := s.ask("GET", office+path, nil); status >= 500 || strings.Contains(body, "<script>alert") {
				t.Errorf("%s: %d", path, status)
			}
		}
		for _, act := range []string{"move", "remove", "undo", "discard", "check", "check/remove", "publish", "submit", "approve", "send-back", "withdraw", "restore", "import"} {
			if status, body, _ := s.ask("POST", office+"/"+act, url.Values{"at": {evil}, "read": {evil}, "kind": {"cookie"}, "number": {"-1"}, "n": {"9"}, "by": {evil}}); status >= 500 || status < 400 && act != "send-back" || strings.Contains(body, "<script>alert") {
				t.Errorf("%s: %d", act, status)
			}
		}
		if status, _, _ := s.ask("GET", "/admin/policies/nothing", nil); status != http.StatusNotFound {
			t.Errorf("a policy that is not there: %d", status)
		}
	})
}

// TestStructure: sections and blocks are added, moved and removed; an anchor is
// given once.
func TestStructure(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.save(s.part("add=section&to=contact", "title", "Contact"))
		s.save(s.part("add=section&to=contact-3&inside=1", "title", "By mail"))
		d := s.draft()
		made := d.Sections[len(d.Sections)-1]
		if made.Title != "Contact" || made.Anchor != "contact-3" || len(made.Sections) != 1 || made.Sections[0].Anchor != "by-mail" {
			t.Fatalf("made %+v", made) // contact-1 and contact-2 are uids
		}
		s.save(s.part("add=prose&to=by-mail&uid=b-one", "prose", "One."))
		s.save(s.part("add=prose&to=by-mail&after=b-one&uid=b-two", "prose", "Two."))
		if _, _, res := s.ask("GET", office+"?add=prose&to=by-mail&uid=b-two", nil); res.Request.URL.Query().Get("at") != "b-two" {
			t.Errorf("a block that was added already: %s", res.Request.URL)
		}
		if status, _, _ := s.ask("POST", office+"/move", url.Values{"at": {"b-two"}, "by": {"-1"}}); status != http.StatusOK {
			t.Errorf("moving: %d", status)
		}
		if inner, _ := s.draft().Section("by-mail"); len(inner.Blocks) != 2 || inner.Blocks[0].UID != "b-two" {
			t.Errorf("moved: %+v", inner.Blocks)
		}
		if _, body, _ := s.ask("POST", office+"/move", url.Values{"at": {"contact-3.title"}, "by": {"-1"}}); !strings.Contains(body, "Moved.") || s.draft().Sections[len(s.draft().Sections)-2].Anchor != "contact-3" {
			t.Error("a section does not move")
		}
		s.remove(t, "b-one", "Removed.")
		s.pressPublish("New sections.", nil)
		s.remove(t, "contact-3.title", "Removed.")
		s.pressPublish("Without.", nil)
		s.save(s.part("add=section", "title", "By mail"))
		if d := s.draft(); d.Sections[len(d.Sections)-1].Anchor != "by-mail-2" {
			t.Errorf("an anchor is given again: %s", d.Sections[len(d.Sections)-1].Anchor)
		}
	})
}

// remove presses the button of the part.
func (s *site) remove(t *testing.T, at, says string) {
	t.Helper()
	_, page, _ := s.ask("GET", office+"?at="+at, nil)
	if status, body := s.pressRemove(page); status != http.StatusOK || !strings.Contains(body, says) {
		t.Errorf("removing %s: %d", at, status)
	}
}

func (s *site) pressRemove(page string) (int, string) {
	s.t.Helper()
	button := regexp.MustCompile(`(?s)action="` + office + `/remove">.*?</form>`).FindString(page)
	form := url.Values{}
	for _, input := range inputs.FindAllString(button, -1) {
		found := attribute.FindAllStringSubmatch(input, -1)
		form.Add(found[1][2], html.UnescapeString(found[2][2]))
	}
	status, body, _ := s.ask("POST", office+"/remove", form)
	return status, body
}

func TestUndoAndDiscard(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if _, _, res := s.ask("GET", office+"/discard", nil); res.Request.URL.Path != office {
			t.Errorf("nothing to throw away: %s", res.Request.URL)
		}
		for i := range 3 {
			s.save(s.part("at=title", "title", fmt.Sprintf("Title %d", i)))
		}
		undo := func(read string) (int, string) {
			status, body, _ := s.ask("POST", office+"/undo", url.Values{"read": {read}, "at": {"title"}})
			return status, body
		}
		read := s.read(office + "?at=title")
		if status, body := undo(read); status != http.StatusOK || s.draft().Title != "Title 1" || !strings.Contains(body, "taken back") {
			t.Errorf("undo: %d, %s", status, s.draft().Title)
		}
		if status, body := undo(read); status != http.StatusConflict || s.draft().Title != "Title 1" || !strings.Contains(body, "has changed meanwhile") {
			t.Errorf("undo of what was undone: %d", status)
		}
		_, body, _ := s.ask("GET", office+"/discard", nil)
		if !strings.Contains(body, "Throw the draft away?") {
			t.Error("it does not ask")
		}
		if status, _, _ := s.ask("POST", office+"/discard", url.Values{"read": {read}}); status != http.StatusConflict {
			t.Errorf("discarding what was not read: %d", status)
		}
		if _, body, _ := s.ask("POST", office+"/discard", url.Values{"read": {s.read(office + "/discard")}}); !strings.Contains(body, "thrown away") || s.draft().Title != "Cookie Policy" {
			t.Errorf("discarded, it is %s", s.draft().Title)
		}
	})
}

// TestClaims: checks are added, seen red and green, carried along and removed.
func TestClaims(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		add := func(kind string, fields ...string) (int, string) {
			form := url.Values{"at": {"what-are-cookies-1"}, "kind": {kind}, "says": {"They are widely used to make websites work more efficiently and to provide information to site owners."}}
			form.Set("read_part", s.draft().PartHash("what-are-cookies-1"))
			for i := 0; i+1 < len(fields); i += 2 {
				form.Add(fields[i], fields[i+1])
			}
			status, body, _ := s.ask("POST", office+"/check", form)
			return status, body
		}
		for kind, fields := range map[string][]string{
			"no_cookies": {"categories", "marketing"}, "all_cookies": {"http_only", "on"}, "cookie": {"name", "prokken_access", "lifetime", "24", "unit", "hour"}, "cookie_count": {"count", "2"},
			"only_these_cookies": {"names", "prokken_access", "names", "prokken_refresh"}, "needed": {"names", "prokken_access"}, "outlives": {"name", "prokken_refresh", "than", "prokken_access"},
			"no_third_party_cookies": nil, "nothing_loaded_from": {"hosts", "a.example, b.example"}, "consent_before": {"categories", "analytics"}, "dated_by_publication": nil,
		} {
			if status, body, _ := s.ask("GET", office+"/check?at=what-are-cookies-1&kind="+kind, nil); status != http.StatusOK || !strings.Contains(body, "Add the check") {
				t.Errorf("the form of %s: %d", kind, status)
			}
			if status, body := add(kind, fields...); status != http.StatusOK || !strings.Contains(body, "checked from now on") {
				t.Errorf("%s: %d", kind, status)
			}
		}
		b, _ := s.draft().Block("what-are-cookies-1")
		if untrue := s.library.Untrue(s.draft()); len(b.Claims) != 1 || len(b.Claims[0].Conditions(policy.Facts{Cookies: s.draft().Cookies})) != 12 || len(untrue) != 0 {
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
		if _, page, _ := s.ask("GET", office+"?at=what-are-cookies-1", nil); !strings.Contains(page, "prokken_access lives 12 hours.") || !strings.Contains(page, "claim-bad") {
			t.Error("the block does not say what is untrue")
		} else if result := page[strings.Index(page, `id="ed_result"`):]; strings.Contains(result, `class="checked"`) {
			t.Error("the untrue sentence has a tick")
		}
		if status, page := s.pressPublish("Shorter.", nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "prokken_access lives 12 hours.") {
			t.Errorf("an untrue sentence is published: %d", status)
		}
		body = s.save(s.part("at=what-are-cookies-1", "prose", "Cookies are small. They are widely used to make websites work."))
		if !strings.Contains(body, "A check now covers <q>They are widely used to make websites work.</q>") {
			t.Error("it does not say that the check was carried along")
		}
		form := s.part("at=what-are-cookies-1", "prose", "Cookies are small.")
		status, body, _ := s.ask("POST", office+"/part", form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `name="drop" value="They are widely used to make websites work."`) || s.formIn(body).Get("prose") != "Cookies are small." {
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
	form := url.Values{"at": {"third-party-cookies-1"}, "n": {"0"}, "says": {"Prokken does not set any third-party cookies."}, "read_part": {s.draft().PartHash("third-party-cookies-1")}}
	for n, want := range map[string]int{"7": http.StatusConflict, "1": http.StatusConflict, "x": http.StatusNotFound} {
		form.Set("n", n)
		if status, _, _ := s.ask("POST", office+"/check/remove", form); status != want {
			t.Errorf("check %s: %d", n, status)
		}
	}
	form.Set("n", "0")
	if status, _, _ := s.ask("POST", office+"/check/remove", form); status != http.StatusOK {
		t.Errorf("%d", status)
	}
	if b, _ := s.draft().Block("third-party-cookies-1"); len(b.Claims) != 1 {
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
		if _, declared := s.draft().Cookie("prokken_consent"); !declared || !strings.Contains(body, "remembers the visitors’ choice") {
			t.Error("there is no cookie for the choice, or no word of it")
		}
		s.save(s.part("at=cookie._count", "name", "_counter", "domain", "prokken.com", "http_only", "on"))
		if d, found := s.draft().Cookie("_counter"); !found || d.Domain != "prokken.com" || !d.HTTPOnly || !d.Secure {
			t.Errorf("renamed: %+v", d)
		}
		if status, body, _ := s.ask("POST", office+"/remove", url.Values{"at": {"cookie.prokken_access"}, "read_part": {s.draft().PartHash("cookie.prokken_access")}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "checked") {
			t.Errorf("a cookie that the program needs is removed: %d", status)
		}
		form := url.Values{"at": {"cookie-table"}, "kind": {"cookie"}, "name": {"_counter"}, "says": {"Counts readers."}, "read_part": {s.draft().PartHash("cookie-table")}}
		s.ask("POST", office+"/check", form)
		_, page, _ := s.ask("GET", office+"?at=cookie._counter", nil)
		status, page := s.pressRemove(page)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Remove the cookie and the checks of its words") {
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

// TestPresence: others are told of, and not oneself.
func TestPresence(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		if _, body, _ := s.ask("GET", office, nil); strings.Contains(body, "is editing too") {
			t.Error("alone, and someone is editing too")
		}
		if _, body, _ := grace.ask("GET", office, nil); !strings.Contains(body, "admin@example.com is editing too") || strings.Contains(body, "grace@example.com is") {
			t.Error("the second does not see the first")
		}
		if _, body, _ := s.ask("GET", office+"/presence", nil); !strings.Contains(body, "grace@example.com is editing too") || strings.Contains(body, "<html") {
			t.Error("the first does not hear of the second")
		}
		if _, body, _ := s.ask("GET", "/admin/policies", nil); !strings.Contains(body, "grace@example.com has the editor open") {
			t.Error("the list does not say who edits")
		}
		s.later(2 * 60e9)
		if _, body, _ := s.ask("GET", office+"/presence", nil); !strings.Contains(body, "(seen 2 minutes ago)") {
			t.Errorf("%s", body)
		}
		s.later(10 * 60e9)
		if _, body, _ := s.ask("GET", office+"/presence", nil); strings.Contains(body, "grace") {
			t.Error("who left is still there")
		}
	})
}

// second is another admin in a browser of their own.
func (s *site) second(email string) *site {
	s.t.Helper()
	if err := s.accounts.CreateAdmin(context.Background(), email, secret); err != nil {
		s.t.Fatal(err)
	}
	other := s.another()
	other.library = s.library
	other.logIn(email)
	return other
}
