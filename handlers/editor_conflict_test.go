package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

const words = "at=what-are-cookies-1"

// TestTwoEditorsOfOnePart: the second sees both texts and loses neither; what
// they then send is kept.
func TestTwoEditorsOfOnePart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		mine := s.part(words, "prose", "Mine is <b>this</b> sentence.")
		grace.save(grace.part(words, "prose", "Theirs is that sentence."))
		if status, body, _ := s.ask("POST", policyPath+"/part", mine, "HX-Request", "true"); status != http.StatusConflict ||
			!strings.Contains(body, "someone else has changed this part") ||
			strings.Contains(body, "<html") {
			t.Errorf("while typing: %d %s", status, body)
		}
		status, body, _ := s.ask("POST", policyPath+"/part", mine)
		if status != http.StatusConflict {
			t.Fatalf("%d", status)
		}
		for _, shows := range []string{
			"Someone else has changed this.", "Theirs is that", "&lt;b&gt;this&lt;/b&gt;", "Keep mine",
			"Take theirs", `href="` + policyPath + `?at=what-are-cookies-1"`,
		} {
			if !strings.Contains(body, shows) {
				t.Errorf("the page lacks %q", shows)
			}
		}
		again := s.formIn(body)
		if again.Get("prose") != "Mine is <b>this</b> sentence." {
			t.Fatalf("mine became %q", again.Get("prose"))
		}
		grace.save(grace.part(words, "prose", "Theirs once more."))
		if status, body, _ = s.ask("POST", policyPath+"/part", again); status != http.StatusConflict ||
			!strings.Contains(body, "Theirs once more.") {
			t.Errorf("changed in between once more: %d", status)
		}
		s.save(s.formIn(body, "prose", "Both of us."))
		if b, _ := s.draft().Block("what-are-cookies-1"); b.Content != block.Prose("Both of us.") {
			t.Errorf("kept %q", b.Content)
		}
	})
}

// TestTwoEditorsOfTwoParts do not disturb each other.
func TestTwoEditorsOfTwoParts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		mine, theirs := s.part(words, "prose", "Mine."), grace.part("at=contact.title", "title", "Theirs")
		grace.save(theirs)
		s.save(mine)
		section, _ := s.draft().Section("contact")
		if b, _ := s.draft().Block("what-are-cookies-1"); b.Content != block.Prose("Mine.") ||
			section.Title != "Theirs" {
			t.Errorf("%q and %q", b.Content, section.Title)
		}
	})
}

// TestManyEditorsAtOnce: of all who write in one part at once, one is first, and
// everybody else is told.
func TestManyEditorsAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		form := s.part(words)
		statuses := make([]int, 10)
		var group sync.WaitGroup
		for i := range statuses {
			group.Go(func() {
				mine := url.Values{}
				for name, values := range form {
					mine[name] = values
				}
				mine.Set("prose", strings.Repeat("word ", i+1))
				statuses[i], _, _ = s.ask("POST", policyPath+"/part", mine)
			})
		}
		group.Wait()
		saved := 0
		for _, status := range statuses {
			if status == http.StatusOK {
				saved++
			} else if status != http.StatusConflict {
				t.Errorf("status %d", status)
			}
		}
		if saved != 1 {
			t.Errorf("%d were first", saved)
		}
	})
}

// TestRemovedMeanwhile: what was typed can be added again, where it was or, when
// that is gone, too, elsewhere.
func TestRemovedMeanwhile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		grace := s.second("grace@example.com")
		mine := s.part(words, "prose", "Mine.")
		grace.remove(t, "what-are-cookies-1", "Removed.")
		status, body, _ := s.ask("POST", policyPath+"/part", mine)
		if status != http.StatusConflict || !strings.Contains(body, "Someone else has removed this.") ||
			!strings.Contains(body, "Add it again") {
			t.Fatalf("a block: %d", status)
		}
		s.save(s.formIn(body))
		if section, _ := s.draft().Section("what-are-cookies"); len(section.Blocks) != 1 ||
			section.Blocks[0].Content != block.Prose("Mine.") {
			t.Errorf("added again: %+v", section.Blocks)
		}

		mine = s.part(words, "prose", "Mine, too.")
		grace.remove(t, "what-are-cookies.title", "Removed.")
		status, body, _ = s.ask("POST", policyPath+"/part", mine)
		if status != http.StatusConflict || !strings.Contains(body, "Before the first section") {
			t.Fatalf("its section: %d", status)
		}
		s.save(s.formIn(body, "to", "contact"))
		section, _ := s.draft().Section("contact")
		if section.Blocks[len(section.Blocks)-1].Content != block.Prose("Mine, too.") {
			t.Errorf("added elsewhere: %+v", section.Blocks)
		}

		heading := s.part("at=changes.title", "title", "What is new")
		grace.remove(t, "changes.title", "Removed.")
		status, body, _ = s.ask("POST", policyPath+"/part", heading)
		if status != http.StatusConflict || s.formIn(body).Get("title") != "What is new" {
			t.Fatalf("a heading: %d", status)
		}
		s.save(s.formIn(body))
		if d := s.draft(); d.Sections[len(d.Sections)-1].Title != "What is new" {
			t.Error("the section is not added again")
		}

		s.save(s.part("add=cookie", "name", "_count", "purpose", "Counts.", "lifetime", "1"))
		declared := s.part("at=cookie._count", "purpose", "Counts readers.")
		grace.remove(t, "cookie._count", "Removed.")
		status, body, _ = s.ask("POST", policyPath+"/part", declared)
		if status != http.StatusConflict {
			t.Fatalf("a cookie: %d", status)
		}
		s.save(s.formIn(body))
		if d, found := s.draft().Cookie("_count"); !found || d.Purpose != "Counts readers." {
			t.Errorf("the cookie: %+v", d)
		}

		status, body, _ = s.ask("POST", policyPath+"/part", s.part("add=prose&to=nowhere", "prose", "New."))
		if status != http.StatusConflict || s.formIn(body).Get("prose") != "New." {
			t.Errorf("a new block for a section that is gone: %d", status)
		}
	})
}

// TestRemovingWhatSomeoneChanged: nobody removes what they have not seen.
func TestRemovingWhatSomeoneChanged(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	seen := url.Values{"at": {"what-are-cookies-1"}, "read_part": {s.draft().PartHash("what-are-cookies-1")}}
	whole := url.Values{
		"at":        {"what-are-cookies.title"},
		"read_part": {s.draft().PartHash("what-are-cookies.title")},
		"read":      {s.read(policyPath + "?at=what-are-cookies.title")},
	}
	grace := s.second("grace@example.com")
	grace.save(grace.part(words, "prose", "Theirs."))
	for _, form := range []url.Values{seen, whole} {
		if status, body, _ := s.ask("POST", policyPath+"/remove", form); status != http.StatusConflict ||
			!strings.Contains(body, "has changed in the meantime") {
			t.Errorf("%v: %d", form, status)
		}
	}
}

// TestPressedTwice: a new block is added once, and a change made once.
func TestPressedTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		form := s.part("add=prose&to=contact", "prose", "Once.")
		s.save(form)
		s.save(form)
		form.Set("prose", "Twice.")
		if status, _, _ := s.ask("POST", policyPath+"/part", form); status != http.StatusConflict {
			t.Errorf("typed on with an old form: %d", status)
		}
		section, _ := s.draft().Section("contact")
		if len(section.Blocks) != 3 {
			t.Errorf("%d blocks", len(section.Blocks))
		}
	})
}

// TestTypingGoesOn: each answer to an autosave brings what the next one has to
// say, and touches no field that is being typed in.
func TestTypingGoesOn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		form := s.part("add=browser_steps&to=contact", "name.1", "Lynx", "steps.1", "l")
		for _, steps := range []string{"ly", "lynx", "lynx.cfg"} {
			form.Set("steps.1", steps)
			status, body, _ := s.ask("POST", policyPath+"/part", form, "HX-Request", "true")
			if status != http.StatusOK || !strings.HasPrefix(body, "Saved") || strings.Contains(body, "<html") ||
				strings.Contains(body, `name="steps.1"`) {
				t.Fatalf("%d %s", status, body)
			}
			for _, shows := range []string{
				`id="ed_result"`, `id="ed_tools"`, `id="ed_outline_list"`, `id="f_steps_1_error"`, `id="ed_below"`,
				"<strong>Lynx</strong>", "Undo",
			} {
				if !strings.Contains(body, shows) {
					t.Errorf("the answer lacks %q", shows)
				}
			}
			if !strings.Contains(body, `name="name.2"`) {
				t.Error("there is no row for one more")
			}
			_, facts, _ := strings.Cut(body, `id="ed_facts"`)
			now := s.formIn(`<form class="part-form"` + facts + "</form>")
			for _, name := range []string{"at", "kind", "read_part", "after", "to"} {
				form.Set(name, now.Get(name))
			}
			form.Del("add")
		}
		draft, err := s.library.Draft(t.Context(), policy.CookiePolicy)
		if b, _ := draft.Document.Block(form.Get("at")); err != nil ||
			b.Content.(block.BrowserSteps)[0].Steps != "lynx.cfg" {
			t.Errorf("%+v", b)
		}
	})
}
