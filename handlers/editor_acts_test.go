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
	sites "github.com/prokken/prokken/site"
)

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
		if made.Title != "Contact" || made.Anchor != "contact-3" || len(made.Sections) != 1 ||
			made.Sections[0].Anchor != "by-mail" {
			t.Fatalf("made %+v", made) // contact-1 and contact-2 are uids
		}
		s.save(s.part("add=prose&to=by-mail&uid=b-one", "prose", "One."))
		s.save(s.part("add=prose&to=by-mail&after=b-one&uid=b-two", "prose", "Two."))
		_, _, res := s.ask("GET", policyPath+"?add=prose&to=by-mail&uid=b-two", nil)
		if res.Request.URL.Query().Get("at") != "b-two" {
			t.Errorf("a block that was added already: %s", res.Request.URL)
		}
		if status, _, _ := s.ask("POST", policyPath+"/move", url.Values{"at": {"b-two"}, "by": {"-1"}}); status != http.StatusOK {
			t.Errorf("moving: %d", status)
		}
		if inner, _ := s.draft().Section("by-mail"); len(inner.Blocks) != 2 || inner.Blocks[0].UID != "b-two" {
			t.Errorf("moved: %+v", inner.Blocks)
		}
		if _, body, _ := s.ask("POST", policyPath+"/move", url.Values{"at": {"contact-3.title"}, "by": {"-1"}}); !strings.Contains(
			body,
			"Moved.",
		) ||
			s.draft().Sections[len(s.draft().Sections)-2].Anchor != "contact-3" {
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
	_, page, _ := s.ask("GET", policyPath+"?at="+at, nil)
	if status, body := s.pressRemove(page); status != http.StatusOK || !strings.Contains(body, says) {
		t.Errorf("removing %s: %d", at, status)
	}
}

func (s *site) pressRemove(page string) (int, string) {
	s.t.Helper()
	button := regexp.MustCompile(`(?s)action="` + policyPath + `/remove">.*?</form>`).FindString(page)
	form := url.Values{}
	for _, input := range inputs.FindAllString(button, -1) {
		found := attribute.FindAllStringSubmatch(input, -1)
		form.Add(found[1][2], html.UnescapeString(found[2][2]))
	}
	status, body, _ := s.ask("POST", policyPath+"/remove", form)
	return status, body
}

func TestUndoAndDiscard(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if _, _, res := s.ask("GET", policyPath+"/discard", nil); res.Request.URL.Path != policyPath {
			t.Errorf("nothing to throw away: %s", res.Request.URL)
		}
		for i := range 3 {
			s.save(s.part("at=title", "title", fmt.Sprintf("Title %d", i)))
		}
		undo := func(read string) (int, string) {
			status, body, _ := s.ask("POST", policyPath+"/undo", url.Values{"read": {read}, "at": {"title"}})
			return status, body
		}
		read := s.read(policyPath + "?at=title")
		if status, body := undo(read); status != http.StatusOK || s.draft().Title != "Title 1" ||
			!strings.Contains(body, "is undone") {
			t.Errorf("undo: %d, %s", status, s.draft().Title)
		}
		if status, body := undo(read); status != http.StatusConflict || s.draft().Title != "Title 1" ||
			!strings.Contains(body, "has changed in the meantime") {
			t.Errorf("undo of what was undone: %d", status)
		}
		_, body, _ := s.ask("GET", policyPath+"/discard", nil)
		if !strings.Contains(body, "Discard the draft?") {
			t.Error("it does not ask")
		}
		if status, _, _ := s.ask("POST", policyPath+"/discard", url.Values{"read": {read}}); status != http.StatusConflict {
			t.Errorf("discarding what was not read: %d", status)
		}
		if _, body, _ := s.ask("POST", policyPath+"/discard", url.Values{"read": {s.read(policyPath + "/discard")}}); !strings.Contains(
			body,
			"is discarded",
		) ||
			s.draft().Title != "Cookie Policy" {
			t.Errorf("discarded, it is %s", s.draft().Title)
		}
	})
}

// TestPresence: others are told of, and not oneself.
func TestPresence(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		if _, body, _ := s.ask("GET", policyPath, nil); strings.Contains(body, "is editing too") {
			t.Error("alone, and someone is editing too")
		}
		s.ask("POST", policyPath+"/presence", nil) // as its script does
		if _, body, _ := grace.ask("GET", policyPath, nil); !strings.Contains(
			body,
			"admin@example.com is editing too",
		) ||
			strings.Contains(body, "grace@example.com is") {
			t.Error("the second does not see the first")
		}
		grace.ask("POST", policyPath+"/presence", nil)
		if _, body, _ := s.ask("POST", policyPath+"/presence", nil); !strings.Contains(
			body,
			"grace@example.com is editing too",
		) ||
			strings.Contains(body, "<html") {
			t.Error("the first does not hear of the second")
		}
		if _, body, _ := s.ask("GET", "/admin/policies", nil); !strings.Contains(
			body,
			"grace@example.com has the editor open",
		) {
			t.Error("the list does not say who edits")
		}
		_, body, _ := s.ask("POST", policyPath+"/presence", nil)
		told := regexp.MustCompile(`name="told" value="([^"]*)"`).FindStringSubmatch(body)
		if told == nil {
			t.Fatal("it does not say what it told")
		}
		if status, body, _ := s.ask("POST", policyPath+"/presence", url.Values{"told": {told[1]}}); status != http.StatusNoContent ||
			body != "" {
			t.Errorf("told already: %d %s", status, body)
		}
		s.later(2 * 60e9)
		if status, body, _ := s.ask("POST", policyPath+"/presence", url.Values{"told": {told[1]}}); status != http.StatusOK ||
			!strings.Contains(body, "grace") {
			t.Errorf("seen longer ago: %d", status)
		}
		if _, body, _ := s.ask("POST", policyPath+"/presence", nil); !regexp.MustCompile(`\(seen [23] minutes ago\)`).
			MatchString(body) {
			t.Errorf("%s", body)
		}
		s.later(10 * 60e9)
		if _, body, _ := s.ask("POST", policyPath+"/presence", nil); strings.Contains(body, "grace") {
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

// TestNamesLikeKeys: a section called "Cookie" and a cookie called "x.title" are
// told apart from what their keys look like.
func TestNamesLikeKeys(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	ctx := t.Context()
	d, err := s.library.Edit(
		ctx,
		sites.Edit{Slug: policy.CookiePolicy, Change: policy.AddSection("contact", false, "Cookie", nil)},
	)
	if err != nil {
		t.Fatal(err)
	}
	if status, body, _ := s.ask("GET", policyPath+"?at=cookie-2.title", nil); status != http.StatusOK ||
		!strings.Contains(body, `value="Cookie"`) {
		t.Errorf("the section's heading: %d", status)
	}
	odd, _ := d.Document.Cookie("prokken_access")
	odd.Name = "x.title"
	d, err = s.library.Edit(ctx, sites.Edit{Slug: policy.CookiePolicy, Change: policy.SetCookie("", odd)})
	if err != nil {
		t.Fatal(err)
	}
	s.ask(
		"POST",
		policyPath+"/remove",
		url.Values{"at": {"cookie.x.title"}, "read_part": {d.Document.PartHash("cookie.x.title")}},
	)
	if _, found := s.draft().Cookie("x.title"); found {
		t.Error("the cookie is still there")
	}
}
