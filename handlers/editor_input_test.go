package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

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
		"a link to nowhere": {
			"at=what-are-cookies-1", []string{"prose", "[x](javascript:alert(1))"}, "prose", "A link starts with",
		},
		"a picture": {
			"at=what-are-cookies-1", []string{"prose", "![x](https://a.example/b)"}, "prose", "no pictures",
		},
		"a bad list item": {
			"add=list&to=contact", []string{"list", "fine\r\n[x](data:x)"}, "list", "A link starts with",
		},
		"an empty list": {"add=list&to=contact", []string{"list", ""}, "list", "write something"},
		"no caption":    {"at=cookie-table", []string{"caption", ""}, "caption", "write something"},
		"half a row": {
			"at=managing-cookies-2", []string{"name.5", "Lynx", "steps.5", ""}, "steps.5", "write something",
		},
		"no rows":             {"add=browser_steps&to=contact", []string{"name.1", ""}, "name.1", "write something"},
		"not a number":        {"add=changes&to=contact", []string{"newest", "many"}, "newest", "between 1 and 100"},
		"no organisation":     {"at=contact-2", []string{"organisation", ""}, "organisation", "write something"},
		"a phone with blanks": {"at=contact-2", []string{"phone", "+880 19"}, "", "without spaces"},
		"a number too large":  {"add=changes&to=contact", []string{"newest", "101"}, "", "between 1 and 100"},
		"not https":           {"add=third_parties&to=contact", []string{"name.1", "A", "purpose.1", "B", "policy.1", "http://a.example"}, "", "https://"},
		"too long a life": {
			"at=cookie.prokken_access", []string{"lifetime", "25", "unit", "hour"}, "lifetime", "between 5 minutes and 24 hours",
		},
		"too short a life": {
			"at=cookie.prokken_refresh", []string{"lifetime", "23", "unit", "hour"}, "lifetime", "between 24 hours and 30 days",
		},
		"a session": {
			"at=cookie.prokken_refresh", []string{"lifetime", "", "unit", "session"}, "lifetime", "between 24 hours and 30 days",
		},
		"no life":    {"at=cookie.prokken_access", []string{"lifetime", "soon"}, "lifetime", "like 7 days"},
		"no purpose": {"at=cookie.prokken_access", []string{"purpose", ""}, "purpose", "write something"},
		"a bad name": {
			"add=cookie", []string{"name", "a;b", "purpose", "x", "lifetime", "1"}, "name", "cannot be a cookie",
		},
		"over 100 years": {
			"add=cookie", []string{"name", "_a", "purpose", "x", "lifetime", "36501"}, "lifetime", "100 years",
		},
		"a cookie twice": {
			"add=cookie",
			[]string{
				"name", "prokken_access", "purpose", "x", "lifetime", "1", "unit", "hour", "category", "necessary",
				"http_only", "on",
			},
			"", "declared twice",
		},
		"private characters": {"at=what-are-cookies-1", []string{"prose", "a\ue000b"}, "prose", "no page can show"},
	} {
		t.Run(name, func(t *testing.T) {
			form := s.part(tt.query, tt.change...)
			status, body, _ := s.ask("POST", policyPath+"/part", form)
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d", status)
			}
			said := body
			if tt.field != "" {
				slot := regexp.MustCompile(
					`id="f_` + strings.ReplaceAll(tt.field, ".", "_") + `_error">([^<]*)<`,
				).FindStringSubmatch(
					body,
				)
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
			if status, body, _ := s.ask("POST", policyPath+"/part", form, "HX-Request", "true"); status != http.StatusUnprocessableEntity ||
				!strings.HasPrefix(body, "Not saved yet") ||
				!strings.Contains(body, tt.says) {
				t.Errorf("while typing: %d %s", status, body)
			}
		})
	}
	if draft, _ := s.library.Draft(t.Context(), policy.CookiePolicy); draft.Saved {
		t.Error("something was stored")
	}
}

// TestRoomForText: a field takes as much as the server does, and says so itself.
func TestRoomForText(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	if _, body, _ := s.ask("GET", policyPath+"?"+words, nil); !strings.Contains(body, `maxlength="20000"`) {
		t.Error("it takes more than can be saved")
	}
	s.save(s.part(words, "prose", strings.Repeat("ü", 20_000)))
	if status, _, _ := s.ask("POST", policyPath+"/part", s.part(words, "prose", strings.Repeat("ü", 20_001))); status != http.StatusUnprocessableEntity {
		t.Errorf("one more: %d", status)
	}
}

// TestTooManyRows: what has no room in a block is refused and kept in the form,
// never left out.
func TestTooManyRows(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	form := s.part("at=managing-cookies-2")
	fill := func(n int) {
		form.Set(fmt.Sprintf("name.%d", n), fmt.Sprintf("Browser %d", n))
		form.Set(fmt.Sprintf("steps.%d", n), "Settings")
	}
	for n := range 200 {
		fill(n + 1)
	}
	if body := s.save(form); strings.Contains(body, `name="name.201"`) {
		t.Error("it offers a row that has no room")
	}
	form.Set("read_part", s.draft().PartHash("managing-cookies-2"))
	fill(201)
	status, body, _ := s.ask("POST", policyPath+"/part", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "room for 200 rows") ||
		s.formIn(body).Get("name.201") != "Browser 201" {
		t.Errorf("the 201st row: %d", status)
	}
	for _, name := range []string{"name.150", "name.201", "steps.201"} {
		form.Del(name)
	}
	if status, body, _ := s.ask("POST", policyPath+"/part", form); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "numbered one by one") {
		t.Errorf("a gap: %d", status)
	}
	if b, _ := s.draft().Block("managing-cookies-2"); len(b.Content.(block.BrowserSteps)) != 200 {
		t.Errorf("%d rows", len(b.Content.(block.BrowserSteps)))
	}
}

// TestHostileInput: nothing breaks, and no markup gets through.
func TestHostileInput(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const evil = `"><script>alert(1)</script>`
		for i, form := range []url.Values{
			{},
			{"at": {evil}},
			{"at": {"b-new"}, "kind": {evil}},
			{"at": {"b-new"}, "kind": {"prose"}, "prose": {"x"}, "add": {"1"}, "to": {evil}},
			{"at": {evil}, "kind": {"prose"}, "prose": {"x"}, "add": {"1"}, "to": {"intro"}},
			{"at": {"contact"}, "kind": {"prose"}, "prose": {"an anchor"}, "add": {"1"}, "to": {"intro"}},
			{"at": {"cookie." + evil}, "kind": {"cookie"}, "name": {evil}},
			{"at": {"title"}, "kind": {"title"}, "title": {"a\x00b"}},
			{"at": {"title"}, "kind": {"title"}, "title": {"\xff\xfe"}},
			{"kind": {"section"}, "to": {evil}, "title": {""}},
			{"at": {"contact-2"}, "kind": {"list"}, "list": {evil + " ok"}},
			{"at": {"contact-1"}, "kind": {"prose"}, "prose": {strings.Repeat("x ", 20_001)}},
			{"at": {"contact.title"}, "kind": {"heading"}, "title": {evil + " ok"}, "read_part": {"0"}},
		} {
			for _, headers := range [][]string{nil, {"HX-Request", "true"}, {"Accept", "application/json"}} {
				status, body, _ := s.ask("POST", policyPath+"/part", form, headers...)
				if status >= 500 || strings.Contains(body, "<script>alert") {
					t.Errorf("%d: %d", i, status)
				}
			}
		}
		escaped := url.QueryEscape(evil)
		for _, path := range []string{
			"?at=" + escaped, "?add=" + escaped, "?add=prose&to=" + escaped + "&uid=" + escaped,
			"/check?at=contact-1&kind=" + escaped, "/check?at=contact-1&kind=cookie&says=" + escaped,
			"/versions?before=x", "/export/exe", "/export/yaml?version=" + escaped, "/publish?notice=" + escaped,
		} {
			if status, body, _ := s.ask("GET", policyPath+path, nil); status >= 500 ||
				strings.Contains(body, "<script>alert") {
				t.Errorf("%s: %d", path, status)
			}
		}
		for _, act := range []string{
			"move", "remove", "undo", "discard", "check", "check/mend", "check/remove", "publish", "submit",
			"approve", "send-back",
			"withdraw", "restore", "import",
		} {
			form := url.Values{
				"at": {evil}, "read": {evil}, "kind": {"cookie"}, "number": {"-1"}, "n": {"9"}, "by": {evil},
			}
			if status, body, _ := s.ask("POST", policyPath+"/"+act, form); status >= 500 ||
				status < 400 && act != "send-back" ||
				strings.Contains(body, "<script>alert") {
				t.Errorf("%s: %d", act, status)
			}
		}
		s.verify(t, scenario{
			name: "the terms declare a cookie", method: "POST", path: "/admin/policies/terms/part",
			form: url.Values{
				"kind": {
					"cookie",
				}, "add": {"1"}, "name": {"_a"}, "purpose": {"x"}, "category": {"necessary"}, "path": {"/"},
				"lifetime": {"1"}, "unit": {"day"}, "same_site": {"lax"},
			},
			status: http.StatusNotFound,
		})
		if status, _, _ := s.ask("GET", "/admin/policies/nothing", nil); status != http.StatusNotFound {
			t.Errorf("a policy that is not there: %d", status)
		}
	})
}

// TestNumbersInTheirOneForm: a version has one number, wherever it is asked for.
func TestNumbersInTheirOneForm(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for _, number := range []string{"01", "+1", "0", "-1", "1.0", "99999999999", " 1"} {
		for _, act := range []string{"restore", "withdraw"} {
			if status, _, _ := s.ask("POST", policyPath+"/"+act, url.Values{"number": {number}, "reason": {"x"}}); status != http.StatusNotFound {
				t.Errorf("%s of %q: %d", act, number, status)
			}
		}
		for _, path := range []string{policyPath + "/versions?before=", policyPath + "/export/yaml?version=", "/legal/cookie-policy/versions?before="} {
			if status, _, _ := s.ask("GET", path+url.QueryEscape(number), nil); status != http.StatusNotFound {
				t.Errorf("%s%s: %d", path, number, status)
			}
		}
	}
}

// TestFormsThatAreNotText: no form gets bytes through that no page could have
// sent, whatever its act; but for a NUL where the form comes back without it.
func TestFormsThatAreNotText(t *testing.T) {
	correcting := []string{"part", "check", "publish", "submit", "approve", "send-back", "withdraw", "import"}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.typeTitle("Cookies")
		for _, bad := range []string{"a\x00b", "\xff", "a\xc3"} {
			for _, act := range []string{
				"part", "move", "remove", "undo", "discard", "check", "check/mend", "check/remove", "publish", "submit", "approve",
				"send-back", "withdraw", "restore", "import",
			} {
				for _, form := range []url.Values{
					{"read": {bad}, "at": {"title"}, "kind": {"title"}, "number": {"1"}, "n": {"0"}},
					{"at": {bad}, "read_part": {bad}, "kind": {"prose"}, "prose": {bad}, "reason": {bad}, "number": {"1"}},
					{bad: {"x"}},
				} {
					status, _, _ := s.ask("POST", policyPath+"/"+act, form)
					isCorrected := bad == "a\x00b" && !form.Has(bad) && slices.Contains(correcting, act) && status >= 404 && status <= 422
					if status != http.StatusBadRequest && !isCorrected {
						t.Errorf("%s with %q: %d", act, form, status)
					}
				}
			}
		}
		if draft := s.draft(); draft.Title != "Cookies" {
			t.Errorf("the draft is %q", draft.Title)
		}
		for _, path := range []string{"/api/auth/login", "/legal/subscribe", "/legal/consent"} {
			halves := url.Values{"email": {"a\xc3", "\xa9b@example.com"}, "password": {secret}}
			if status, _, _ := s.ask("POST", path, halves); status != http.StatusBadRequest {
				t.Errorf("%s with half a letter: %d", path, status)
			}
			if status, _, _ := s.ask("POST", path, url.Values{"email": {"a\x00b@example.com"}, "password": {secret}}); status != http.StatusBadRequest {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}
