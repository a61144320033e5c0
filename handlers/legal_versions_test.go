package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	sites "github.com/prokken/prokken/site"
)

const month = 30 * 24 * time.Hour

// TestEveryVersionSaysWhereItStands, on its own page, in the list, and in what
// the policy's page announces; and a scheduled one takes effect by itself.
func TestEveryVersionSaysWhereItStands(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.publish("terms", "Clearer words.", 0, policy.SetTitle("Terms"))
		s.publish("terms", "A mistake.", month, policy.SetTitle("Terms, wrong"))
		s.withdraw("terms", 3, "It had the wrong title.")
		s.publish("terms", "Better.", 2*month, policy.SetTitle("Terms, better"))
		s.shows(map[string][]string{
			"/legal/terms": {
				"A new version takes effect on",
				"/legal/terms/versions/4",
				"/legal/terms/compare/2/4",
			},
			"/legal/terms/versions": {
				"In effect since",
				"Takes effect on",
				"before it took effect: It had the wrong title.",
				"In effect from",
				"/legal/terms/compare/1/2",
				"Clearer words.",
				"A change of wording",
			},
			"/legal/terms/versions/1": {"This is an old version", "/legal/terms/compare/1/2"},
			"/legal/terms/versions/3": {"never took effect", "It had the wrong title."},
			"/legal/terms/versions/4": {"not in effect yet", "/legal/terms/compare/2/4", "Terms, better"},
		})
		if _, body, _ := s.ask("GET", "/legal/terms/versions/2", nil); strings.Contains(body, `class="notice"`) {
			t.Error("the version in effect excuses itself")
		}
		s.later(2*month + time.Minute)
		s.shows(map[string][]string{
			"/legal/terms":            {"<h1>Terms, better</h1>", "Version 4"},
			"/legal/terms.json":       {`/versions/4.json`, `"title": "Terms, better"`},
			"/legal/terms/versions/2": {"This is an old version", "/legal/terms/compare/2/4"},
		})
		if _, body, _ := s.ask("GET", "/legal/terms", nil); strings.Contains(body, "A new version") {
			t.Error("what is in effect is still announced")
		}
	})
}

// shows wants texts on pages.
func (s *site) shows(pages map[string][]string) {
	s.t.Helper()
	for path, texts := range pages {
		status, body, _ := s.ask("GET", path, nil)
		for _, text := range texts {
			if status != http.StatusOK || !strings.Contains(body, text) {
				s.t.Errorf("%s (%d) lacks %q", path, status, text)
			}
		}
	}
}

// TestVersionsComeInPages of a hundred, each with links to the next older and newer ones.
func TestVersionsComeInPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.manyVersions("terms", 230)
		s.admin()
		for path, want := range map[string][5]int{ // how many, the first, the last, and what older and newer ones are below
			"":            {100, 230, 131, 131, 0},
			"?before=131": {100, 130, 31, 31, 231},
			"?before=31":  {30, 30, 1, 0, 131},
			"?before=1":   {0, 0, 0, 0, 101},
			"?before=999": {100, 230, 131, 131, 0},
		} {
			s.showsVersions("/legal/terms/versions", path, `<li class="card version"`, want)
			s.showsVersions("/admin/policies/terms/versions", path, `<li class="line line-split"`, want)
		}
		_, feed, _ := s.ask("GET", "/legal/feed.atom", nil)
		if n := strings.Count(feed, "<entry>"); n != sites.NewestVersions {
			t.Errorf("%d entries in the feed", n)
		}
	})
}

func (s *site) showsVersions(page, query, row string, want [5]int) {
	s.t.Helper()
	_, body, _ := s.ask("GET", page+query, nil)
	if n := strings.Count(body, row); n != want[0] {
		s.t.Errorf("%s%s: %d versions, want %d", page, query, n, want[0])
	}
	for _, number := range want[1:3] {
		if number > 0 && !strings.Contains(body, fmt.Sprintf(">Version %d<", number)) {
			s.t.Errorf("%s%s lacks version %d", page, query, number)
		}
	}
	for i, rel := range []string{"next", "prev"} {
		link := fmt.Sprintf(`versions?before=%d" rel="%s"`, want[3+i], rel)
		if below := want[3+i]; strings.Contains(body, `rel="`+rel+`"`) != (below > 0) || below > 0 && !strings.Contains(body, link) {
			s.t.Errorf("%s%s leads to %s wrongly", page, query, rel)
		}
	}
}

func TestAddressesOfVersions(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.publish("terms", "Clearer words.", 0, policy.SetTitle("Terms"))
	for path, want := range map[string]int{
		"/legal/terms/versions/1": 200, "/legal/terms/versions/3": 404, "/legal/terms/versions/01": 404,
		"/legal/terms/versions/+1": 404, "/legal/terms/versions/0": 404,
		"/legal/terms/versions/-1": 404, "/legal/terms/versions/99999999999999999999": 404,
		"/legal/terms/versions/1.json": 200, "/legal/terms/versions/9.json": 404,
		"/legal/terms/versions/.json": 404, "/legal/terms.json": 200, "/legal/nothing.json": 404, "/legal/.json": 404,
		"/legal/terms.xml":               404,
		"/legal/terms/versions?before=x": 404, "/legal/terms/versions?before=-1": 404, "/legal/nothing/versions": 404,
		"/legal/terms/compare/1/2": 200, "/legal/terms/compare/2/1": 200, "/legal/terms/compare/1/current": 200,
		"/legal/terms/compare/current/1": 200,
		"/legal/terms/compare/1/1":       200, "/legal/terms/compare/1/3": 404, "/legal/terms/compare/x/1": 404,
		"/legal/nothing/compare/1/1":             404,
		"/legal/nothing/compare/current/current": 404, "/legal/terms/compare?a=1&b=2": 200, "/legal/terms/compare?a=1&b=//evil": 404, "/legal/terms/compare": 404,
		"/legal/nothing/compare?a=1&b=2": 404,
	} {
		if status, _, _ := s.ask("GET", path, nil); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

// TestDraftsAreNotCompared: what is not published is nobody's to see.
func TestDraftsAreNotPublic(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	if _, err := s.library.Edit(t.Context(), sites.Edit{Slug: "terms", Change: policy.SetTitle("A secret plan")}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/legal/terms/compare/1/2", "/legal/terms/compare/1/1", "/legal/terms", "/legal/terms/versions",
		"/legal/terms/versions/2.json", "/legal/feed.atom", "/legal/terms.json",
	} {
		if _, body, _ := s.ask("GET", path, nil); strings.Contains(body, "A secret plan") {
			t.Errorf("%s shows a draft", path)
		}
	}
}

const hostileWords = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'`

// TestComparePage shows every kind of change, and words as words.
func TestComparePage(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	v, _ := s.library.Snapshot().Find("cookie-policy")
	declaration, _ := v.Document.Cookie("prokken_refresh")
	declaration.Purpose += " With <b>no</b> effect elsewhere."
	s.publish(
		"cookie-policy",
		"Much.",
		0,
		policy.SetTitle("Cookies "+hostileWords),
		policy.AddBlock(
			"contact",
			"contact-2",
			policy.Block{UID: "hostile", Content: block.Prose("New: " + hostileWords)},
		),
		policy.RemoveBlock("related-policies-1"),
		policy.MoveBlock("contact-1", -1),
		policy.SetHeading("contact", "How to reach us"),
		policy.SetCookie("prokken_refresh", declaration),
	)
	_, body, _ := s.ask("GET", "/legal/cookie-policy/compare/1/2", nil)
	for _, want := range []string{
		"3 changed, 1 added, 1 removed, 1 moved, 1 cookie declared differently.",
		"Moved from “Contact Us” to “Related Policies”",
		`<ins><span class="for-ears">[added: </span>How to reach us`, "Unchanged: ", "With &lt;b&gt;no&lt;/b&gt; effect elsewhere.",
		`<option value="1" selected>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
	for _, bad := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(body, bad) {
			t.Errorf("holds %q", bad)
		}
	}
	if _, body, _ := s.ask("GET", "/legal/cookie-policy/compare/2/2", nil); !strings.Contains(
		body,
		"twice. Choose another version",
	) {
		t.Error("a version is compared with itself in silence")
	}
	if _, body, _ := s.ask("GET", "/legal/cookie-policy", nil); strings.Contains(body, "<script>alert") {
		t.Error("a title becomes a script")
	}
}

// TestChangesBlock lists what versions up to the one shown said of themselves.
func TestChangesBlock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.publish(
			"terms",
			"Lists its changes.",
			0,
			policy.AddBlock("contact", "", policy.Block{UID: "history", Content: block.ChangeList{Newest: 2}}),
		)
		s.publish("terms", "A mistake.", month, policy.SetTitle("Wrong"))
		s.withdraw("terms", 3, "Wrong.")
		s.publish("terms", "Third words.", 0, policy.SetTitle("Third"))
		_, body, _ := s.ask("GET", "/legal/terms", nil)
		if strings.Contains(body, "A mistake.") || strings.Contains(body, "First version.") ||
			strings.Index(body, "Third words.") > strings.Index(body, "Lists its changes.") {
			t.Error("the list of changes is wrong")
		}
		s.shows(
			map[string][]string{
				"/legal/terms":            {"Third words.", "Lists its changes."},
				"/legal/terms/versions/2": {"Lists its changes.", "First version."},
			},
		)
	})
}

// TestOldVersionsPrintWhatTheyPrinted: what a version says of the cookies is marked as it was
// when it was published, whatever is declared today.
func TestOldVersionsPrintWhatTheyPrinted(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	checks := func(path string) string {
		_, body, _ := s.ask("GET", path, nil)
		_, list, _ := strings.Cut(body, `<section class="checks"`)
		list, _, _ = strings.Cut(list, "</section>")
		return regexp.MustCompile(`<span class="result[^<]*</span>`).ReplaceAllString(list, "")
	}
	before := checks("/legal/privacy-policy")
	if !strings.Contains(before, "<q>We set two cookies, both needed to log in.</q>") {
		t.Error("a claim that holds is not marked")
	}
	s.declare(policies.Editorial, keepsChoice, countsVisits)
	if after := checks("/legal/privacy-policy/versions/1"); after != before {
		t.Errorf("the old version prints %s\ninstead of %s", after, before)
	}
}
