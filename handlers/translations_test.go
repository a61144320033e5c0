package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	sites "github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
)

const translations = "/admin/policies/cookie-policy/translations"

var hiddenField = regexp.MustCompile(`<input type="hidden" name="(version|read)" value="([^"]*)"`)

// form is the translation form of the cookie policy as it would be sent back,
// with the texts given.
func (s *site) form(texts policy.Words) url.Values {
	s.t.Helper()
	return s.translationForm(translations+"/bn", texts)
}

// translationForm is that form at an address.
func (s *site) translationForm(at string, texts policy.Words) url.Values {
	s.t.Helper()
	_, page, _ := s.ask("GET", at, nil)
	form := url.Values{}
	for _, found := range hiddenField.FindAllStringSubmatch(page, 2) {
		form.Set(found[1], found[2])
	}
	for key, text := range texts {
		form.Set("text."+key, text)
	}
	return form
}

// translate saves and publishes the texts as the admin who is logged in.
func (s *site) translate(texts policy.Words) {
	s.t.Helper()
	if status, page, _ := s.ask("POST", translations+"/bn", s.form(texts)); status != http.StatusOK ||
		!strings.Contains(page, "Saved.") {
		s.t.Fatalf("not saved: %d %s", status, page)
	}
	form := s.form(nil)
	if status, page, _ := s.ask("POST", translations+"/bn/publish", form); status != http.StatusOK ||
		!strings.Contains(page, "Published:") {
		s.t.Fatalf("not published: %d %s", status, page)
	}
}

// translateTerms publishes the title of the terms in Bangla.
func (s *site) translateTerms() {
	s.t.Helper()
	ctx := context.Background()
	err := s.library.Translations.Save(
		ctx,
		translation.Edit{Slug: "terms", Language: "bn", Number: 1, Words: policy.Words{"title": "শর্তাবলি"}},
	)
	draft, _ := s.library.Translations.Draft(ctx, "terms", "bn")
	if err == nil {
		err = s.library.Translations.Publish(ctx, "terms", "bn", draft.Read, uuid.Nil, nil)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// change publishes a new version of the cookie policy, to take effect at once.
func (s *site) change(change policy.Change) {
	s.t.Helper()
	s.schedule(change, nil)
}

func (s *site) schedule(change policy.Change, at *time.Time) {
	s.t.Helper()
	ctx := context.Background()
	draft, err := s.library.Edit(ctx, sites.Edit{Slug: policy.CookiePolicy, By: uuid.Nil, Change: change})
	if err == nil {
		s.confirm(policy.CookiePolicy)
		_, err = s.library.Publish(
			ctx,
			sites.Publication{
				Slug:        policy.CookiePolicy,
				Read:        draft.Read,
				Summary:     "Changed.",
				Materiality: policies.Editorial,
				EffectiveAt: at,
			},
		)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// allInBangla are words for every text of the cookie policy.
func (s *site) allInBangla() policy.Words {
	v, _ := s.library.Snapshot().Find(policy.CookiePolicy)
	words, order := v.Document.Words()
	for _, key := range order {
		words[key] = "বাংলা " + key
		if strings.HasSuffix(key, ".path") {
			words[key] += " {path}"
		}
	}
	return words
}

// TestPolicyInBangla: the page's own words, numbers, dates and durations are
// Bangla, the facts are the declarations', and the way there and back is shown.
func TestPolicyInBangla(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		if status, _, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil); status != http.StatusNotFound {
			t.Errorf("before it is published: %d", status)
		}
		_, before, _ := s.ask("GET", "/legal/cookie-policy", nil)
		if strings.Contains(before, "hreflang") || !strings.Contains(before, `<html lang="en">`) {
			t.Error("the original offers what is not there")
		}
		s.admin()
		s.translate(s.allInBangla())
		status, page, res := s.ask("GET", "/legal/cookie-policy/in/bn", nil)
		if status != http.StatusOK || res.Header.Get("Vary") != "Accept-Encoding" || res.Header.Get("ETag") == "" {
			t.Errorf("%d %v", status, res.Header)
		}
		for _, want := range []string{
			`<html dir="ltr" lang="bn">`, `<title>বাংলা title · Prokken</title>`, `<h1>বাংলা title</h1>`, "সূচিপত্র",
			"সর্বশেষ হালনাগাদ: ", ">১৬ এপ্রিল, ২০২৬<", "২৪ ঘণ্টা", "৭ দিন", "কুকির নাম", `data-label="মেয়াদ"`,
			"অপরিহার্য", "১. বাংলা what-are-cookies.title", "৩.১ বাংলা", "SameSite: Lax — বাংলা",
			"নির্দিষ্ট পাথে সীমাবদ্ধ — বাংলা", "/api/auth", "ইমেইল: <a", "ফোন: <a", "সংস্করণ ১", `<summary>ইংরেজি মূল পাঠে যাচাই করা</summary>`,
			`<link rel="alternate" href="` + s.url + `/legal/cookie-policy/in/bn" hreflang="bn">`,
			`href="` + s.url + `/legal/cookie-policy" hreflang="x-default">`,
			`<link rel="canonical" href="` + s.url + `/legal/cookie-policy/in/bn">`,
			`href="/legal/cookie-policy" hreflang="en" dir="ltr" lang="en">English</a>`, `<ol dir="ltr" lang="en">`,
			`<a href="/legal/terms" dir="ltr" lang="en">Terms`, `<header class="site-header" dir="ltr" lang="en">`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("does not show %s", want)
			}
		}
		text := tag.ReplaceAllString(beside.ReplaceAllString(articleOf(page), ""), "")
		for _, english := range []string{
			"Cookie Name", "Purpose", "Last updated", "In short", "Contents", "hours", "Essential", "Path-restricted",
			"Phone", "April", `<p class="notice">`,
		} {
			if strings.Contains(text, english) || strings.Contains(page, english+"<") {
				t.Errorf("shows %q", english)
			}
		}
		_, after, _ := s.ask("GET", "/legal/cookie-policy", nil)
		for _, want := range []string{
			`<a class="chip" href="/legal/cookie-policy/in/bn" hreflang="bn" dir="ltr" lang="bn">বাংলা</a>`,
			`hreflang="x-default"`, `<html lang="en">`,
		} {
			if !strings.Contains(after, want) {
				t.Errorf("the original does not show %s", want)
			}
		}
		if articleOf(after) != articleOf(before) {
			t.Error("the original's text has changed")
		}
	})
}

// beside is what a translation shows of the original.
var beside = regexp.MustCompile(`(?s)<details class="beside">.*?</details>`)

// TestMarksOfATranslation: the checked sentences of each block stand under it in the original, with
// the marks that they have there, and its words bear none. The list of checks is the original's.
func TestMarksOfATranslation(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.translate(s.allInBangla())
	_, original, _ := s.ask("GET", "/legal/cookie-policy", nil)
	_, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil)
	says := regexp.MustCompile(`(?s)<li id="(check_\d+)"><p><q>(.*?)</q> <a href="#([^"]*)"`)
	want, got := says.FindAllStringSubmatch(original, -1), says.FindAllStringSubmatch(page, -1)
	if len(want) < 10 || fmt.Sprint(want) != fmt.Sprint(got) {
		t.Errorf("%d checks, the original has %d", len(got), len(want))
	}
	shown := articleOf(page)
	mark := regexp.MustCompile(`class="(checked|stated)[ "]`)
	if found := mark.FindString(beside.ReplaceAllString(shown, "")); found != "" {
		t.Errorf("words of the translation bear a mark: %s", found)
	}
	marks := regexp.MustCompile(`<a class="checked( checked-related)?" href="#check_\d+" aria-label="[^"]*">`)
	have, all := 0, marks.FindAllString(articleOf(original), -1)
	for _, one := range all {
		if !strings.Contains(strings.Join(beside.FindAllString(shown, -1), ""), one) {
			t.Errorf("the original has %s", one)
		}
		have++
	}
	if have < 10 {
		t.Errorf("only %d marks in the original", have)
	}
}

// TestStaleTranslationPage: what changed stands in English, marked, and a notice
// says so.
func TestStaleTranslationPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		words := s.allInBangla()
		delete(words, "contact.title")
		s.translate(words)
		_, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil)
		if !strings.Contains(page, "কিছু অংশ এখনো অনুবাদ করা হয়নি") ||
			!regexp.MustCompile(`<h2 id="contact"[^>]* lang="en">\s*৯\. Contact Us`).MatchString(page) {
			t.Errorf("what has no words: %s", page)
		}
		s.change(
			policy.SetBlock(policy.Block{UID: "what-are-cookies-1", Content: block.Prose("Cookies are *new* today.")}),
		)
		status, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil)
		if status != http.StatusOK || !strings.Contains(page, "এই অনুবাদ সংস্করণ ১ থেকে করা") ||
			!strings.Contains(page, "সংস্করণ ২") {
			t.Errorf("%d: no notice", status)
		}
		if !strings.Contains(page, `<div lang="en" dir="ltr"><p>Cookies are <em>new</em> today.</p></div>`) ||
			strings.Contains(page, "বাংলা what-are-cookies-1<") {
			t.Error("yesterday's text is shown as today's")
		}
		if !strings.Contains(page, "১. বাংলা what-are-cookies.title") {
			t.Error("what did not change lost its words")
		}
		_, list, _ := s.ask("GET", translations, nil)
		if !strings.Contains(list, "made for version 1") || !strings.Contains(list, "has 2 of") {
			t.Errorf("the list: %s", list)
		}
		_, form, _ := s.ask("GET", translations+"/bn", nil)
		if !strings.Contains(form, "It used to say:") || !strings.Contains(form, "বাংলা what-are-cookies-1</p>") {
			t.Error("the form does not tell what changed")
		}
	})
}

// TestUpcomingVersionInBangla: readers are told before, and its words are laid
// over it from the moment on that it takes effect.
func TestUpcomingVersionInBangla(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.translate(s.allInBangla())
		soon := s.clock().Add(48 * time.Hour)
		s.schedule(policy.SetHeading("what-are-cookies", "What Is a Cookie?"), &soon)
		day := map[string]string{
			"link":  `href="/legal/cookie-policy/versions/2" hreflang="en"`,
			"words": "তারিখে একটি নতুন সংস্করণ কার্যকর হবে।",
		}
		_, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil)
		for what, want := range day {
			if !strings.Contains(page, want) {
				t.Errorf("before: no %s", what)
			}
		}
		s.later(49 * time.Hour)
		_, page, _ = s.ask("GET", "/legal/cookie-policy/in/bn", nil)
		if strings.Contains(page, day["words"]) || !strings.Contains(page, "১. What Is a Cookie?") ||
			!strings.Contains(page, "২. বাংলা") {
			t.Errorf("afterwards: %s", page)
		}
	})
}

// TestPreparingATranslation: an editor translates what is scheduled, and readers see it at its own
// address before, and as the page from the moment on that it takes effect.
func TestPreparingATranslation(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.translate(policy.Words{"title": "কুকি নীতি"})
		soon := s.clock().Add(48 * time.Hour)
		s.schedule(policy.SetTitle("Cookies"), &soon)
		_, list, _ := s.ask("GET", translations, nil)
		if !strings.Contains(list, `href="`+translations+`/bn?version=2">Version 2</a>`) ||
			strings.Count(list, "not translated") != 2 {
			t.Errorf("the list does not offer it: %s", list)
		}
		_, page, _ := s.ask("GET", translations+"/bn?version=2", nil)
		form := url.Values{"text.title": {"কুকি"}, "then": {"preview"}}
		for _, found := range hiddenField.FindAllStringSubmatch(page, 2) {
			form.Set(found[1], found[2])
		}
		status, preview, _ := s.ask("POST", translations+"/bn", form)
		if status != http.StatusOK || !strings.Contains(preview, "<h1>কুকি</h1>") ||
			!strings.Contains(preview, "will see version 2") {
			t.Fatalf("%d %s", status, preview)
		}
		_, page, _ = s.ask("GET", translations+"/bn?version=1", nil)
		if !strings.Contains(page, "The saved draft is for version 2.") {
			t.Error("the form does not say whose draft it takes")
		}
		if status, _, _ := s.ask("POST", translations+"/bn/publish", url.Values{"read": {hiddenField.FindAllStringSubmatch(preview, 2)[0][2]}}); status != http.StatusOK {
			t.Fatalf("published: %d", status)
		}
		if _, list, _ := s.ask("GET", translations, nil); strings.Count(list, "not translated") != 1 { // into German
			t.Error("the list does not know that it is translated")
		}
		const link = `<a href="/legal/cookie-policy/versions/2/in/bn">সেটি পড়ুন</a>`
		if _, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil); !strings.Contains(
			page,
			"<h1>কুকি নীতি</h1>",
		) ||
			!strings.Contains(page, link) {
			t.Errorf("before: %s", page)
		}
		if _, page, _ := s.ask("GET", "/legal/cookie-policy/versions/2/in/bn", nil); !strings.Contains(
			page,
			"<h1>কুকি</h1>",
		) ||
			!strings.Contains(page, "This version is not in effect yet.") {
			t.Error("it cannot be read before")
		}
		s.later(49 * time.Hour)
		if _, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil); !strings.Contains(page, "<h1>কুকি</h1>") ||
			strings.Contains(page, link) {
			t.Errorf("afterwards: %s", page)
		}
	})
}
