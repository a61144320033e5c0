package handlers_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/translation"
)

// TestTranslationForm: nothing typed is lost, whatever is wrong.
func TestTranslationForm(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		typed := policy.Words{
			"title":              `"><script>alert(1)</script>`,
			"what-are-cookies-1": "[এখানে](javascript:alert(1))",
			"contact.title":      "—",
		}
		status, page, _ := s.ask("POST", translations+"/bn", s.form(typed))
		if status != http.StatusUnprocessableEntity || strings.Count(page, `aria-invalid="true"`) != 2 ||
			strings.Contains(page, "<script>alert") {
			t.Errorf("invalid: %d %s", status, page)
		}
		for _, want := range []string{
			html.EscapeString(typed["title"]), "A link starts with", `id="text-contact.title-error"`,
			`href="#text-contact.title"`, `lang="bn"`, "0 of ",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("invalid: does not show %s", want)
			}
		}
		mine := s.form(policy.Words{"title": "আমার", "contact.title": "যোগাযোগ"})
		theirs := s.form(policy.Words{"title": "তাদের", "contact.title": "যোগাযোগ"})
		if status, _, _ := s.ask("POST", translations+"/bn", theirs); status != http.StatusOK {
			t.Fatal(status)
		}
		status, page, _ = s.ask("POST", translations+"/bn", mine)
		if status != http.StatusConflict || !strings.Contains(page, ">আমার</textarea>") ||
			!strings.Contains(page, "তাদের</p>") ||
			strings.Count(page, "Saved by someone else") != 1 {
			t.Errorf("conflict: %d %s", status, page)
		}
		again := s.form(policy.Words{"title": "আমার", "contact.title": "যোগাযোগ"}) // the form now has what they read
		if status, page, _ := s.ask("POST", translations+"/bn", again); status != http.StatusOK ||
			!strings.Contains(page, "2 of ") {
			t.Errorf("saved again: %d", status)
		}
		late := s.form(policy.Words{"title": "আমার", "what-are-cookies.title": "কুকি কী?", "contact-1": "লিখুন"})
		s.change(policy.SetHeading("what-are-cookies", "What Is a Cookie?"))
		s.change(policy.RemoveBlock("contact-1"))
		status, page, _ = s.ask("POST", translations+"/bn", late)
		if status != http.StatusConflict || !strings.Contains(page, "This text changed while you typed") ||
			!strings.Contains(page, "What Are Cookies?") ||
			!strings.Contains(page, "No longer in the policy") ||
			!strings.Contains(page, "লিখুন") {
			t.Errorf("another version: %d %s", status, page)
		}
	})
}

// TestTranslationTooLong: a form of more than a MiB is refused before it is read.
func TestTranslationTooLong(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	form := s.form(policy.Words{"title": strings.Repeat("a", 1<<20)})
	if status, page, _ := s.ask("POST", translations+"/bn", form); status != http.StatusRequestEntityTooLarge ||
		!strings.Contains(page, "1 MiB") {
		t.Errorf("%d", status)
	}
	form = s.form(policy.Words{"title": strings.Repeat("a", 1_000_000)})
	if status, page, _ := s.ask("POST", translations+"/bn", form); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "At most 200") ||
		!strings.Contains(page, "aaaa</textarea>") {
		t.Errorf("nearly as much: %d", status)
	}
}

// TestTranslationFile goes out and comes back; what cannot be taken over is
// named, and stays in the page.
func TestTranslationFile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		_, file, res := s.ask("GET", translations+"/bn/file", nil)
		if !strings.Contains(file, "\n# What Are Cookies?\nwhat-are-cookies.title: কুকি কী?\n") || !strings.Contains(file, "\ncookie.prokken_access: \"\"\n") ||
			res.Header.Get("Content-Disposition") != `attachment; filename="cookie-policy.bn.yaml"` {
			t.Fatalf("%v %.500s", res.Header, file)
		}
		send := func(file string) (int, string) {
			form := s.form(nil)
			form.Set("words", file)
			status, page, _ := s.ask("POST", translations+"/bn/file", form)
			return status, page
		}
		file = strings.Replace(file, "what-are-cookies.title: কুকি কী?", "what-are-cookies.title: কুকি মানে কী?", 1)
		if status, page := send(strings.ReplaceAll(file, "\n", "\r\n")); status != http.StatusOK ||
			strings.Contains(page, ">suggested<") ||
			!strings.Contains(page, ">কুকি মানে কী?</textarea>") {
			t.Errorf("%d %s", status, page)
		}
		for bad, want := range map[string]string{
			file + "\nnowhere-1: x\nnobody.title: y": `The policy has no text "nobody.title", "nowhere-1"`,
			file + "\njust words":                    "just words",
			file + "\n[[[[[[":                        "[[[[[[",
		} {
			status, page := send(bad)
			if page = html.UnescapeString(page); status != http.StatusUnprocessableEntity ||
				!strings.Contains(page, want) ||
				!strings.Contains(page, "# What Are Cookies?\nwhat-are-cookies.title: কুকি মানে কী?") {
				t.Errorf("%q: %d", want, status)
			}
		}
		status, page := send(strings.Replace(file, "কুকি মানে কী?", `"[x](javascript:y)"`, 1) + "\n")
		if status != http.StatusOK {
			t.Errorf("a heading is plain text: %d %s", status, page)
		}
		if status, page = send(" "); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Please paste the whole file") {
			t.Errorf("an empty file: %d %s", status, page)
		}
		status, page = send("what-are-cookies-1: '[x](javascript:y)'")
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, `id="text-what-are-cookies-1-error"`) ||
			!strings.Contains(page, "[x](javascript:y)</textarea>") {
			t.Errorf("a bad text: %d", status)
		}
	})
}

// TestPublishingATranslation is written down, and asks who it is.
func TestPublishingATranslation(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if status, page, _ := s.ask("POST", translations+"/bn/publish", url.Values{}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "no draft to publish") {
			t.Errorf("nothing: %d", status)
		}
		form := s.form(policy.Words{"title": "কুকি নীতি"})
		form.Set("then", "preview")
		status, preview, res := s.ask("POST", translations+"/bn", form)
		if status != http.StatusOK || !strings.HasSuffix(res.Request.URL.Path, "/preview") ||
			!strings.Contains(preview, "<h1>কুকি নীতি</h1>") ||
			!strings.Contains(preview, "Nobody else sees it yet") {
			t.Errorf("preview: %d %s", status, preview)
		}
		if status, _, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil); status != http.StatusNotFound {
			t.Errorf("a draft is public: %d", status)
		}
		if status, page, _ := s.ask("POST", translations+"/bn/publish", url.Values{"read": {"other"}}); status != http.StatusConflict ||
			!strings.Contains(page, "the words have changed in the meantime") {
			t.Errorf("not what was read: %d", status)
		}
		fresh := s.form(nil)
		if status, _, _ := s.ask("POST", translations+"/bn/publish", fresh); status != http.StatusOK {
			t.Errorf("published: %d", status)
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		if strings.Count(log, "Translation published (cookie-policy in Bangla)") != 1 {
			t.Errorf("the activity log: %s", log)
		}
		if err := s.edit("আরেকটি"); err != nil {
			t.Fatal(err)
		}
		s.later(20 * time.Minute)
		status, page, _ := s.ask("POST", translations+"/bn/publish", s.form(nil))
		if status != http.StatusForbidden || !strings.Contains(page, "Confirm it's you") {
			t.Errorf("long after the log-in: %d", status)
		}
	})
}

// edit saves a title as someone else would.
func (s *site) edit(title string) error {
	ctx := context.Background()
	draft, err := s.library.Translations.Draft(ctx, policy.CookiePolicy, "bn")
	if err != nil {
		return err
	}
	return s.library.Translations.Save(ctx, translation.Edit{
		Slug: policy.CookiePolicy, Language: "bn", Number: draft.Policy.Number, Read: draft.Read,
		Words: policy.Words{"title": title},
	})
}
