package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

const (
	noAdsInEnglish   = "We do not use any advertising or marketing cookies."
	noAdsInBangla    = "আমরা কোনো বিজ্ঞাপন কুকি ব্যবহার করি না।"
	noThirdsInBangla = "আমরা কোনো তৃতীয় পক্ষের কুকি ব্যবহার করি না।"
	freeInBangla     = "এখানে বিজ্ঞাপনের কোনো কুকি নেই।"
	adsText          = "advertising-marketing-cookies-1"
)

// markBehind is the class of the mark that stands behind the sentence on the page.
func markBehind(page, sentence string) string {
	mark := regexp.MustCompile(
		regexp.QuoteMeta(sentence) + `<a class="([^"]*)" href="#check_\d+" aria-label="([^"]*)">`,
	)
	found := mark.FindStringSubmatch(articleOf(page))
	if found == nil {
		return ""
	}
	return found[1] + ": " + found[2]
}

// TestTranslatedSentenceBearsTheTick: a sentence that says what is checked bears it in its own
// language; one that a person confirmed bears the hollow one; beside one that nobody confirmed no
// sentence bears any, and the original stands below.
func TestTranslatedSentenceBearsTheTick(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const address = "/legal/cookie-policy/in/bn"
		s.translate(policy.Words{adsText: noAdsInBangla + " " + noThirdsInBangla})
		_, page, _ := s.ask("GET", address, nil)
		for _, sentence := range []string{noAdsInBangla, noThirdsInBangla} {
			if got := markBehind(page, sentence); got != "checked: যাচাই করা" {
				t.Errorf("%s: %q", sentence, got)
			}
		}
		if strings.Contains(strings.Join(beside.FindAllString(page, -1), ""), noAdsInEnglish) {
			t.Error("the original stands beside what says it")
		}

		s.translate(policy.Words{adsText: freeInBangla + " " + noThirdsInBangla})
		_, page, _ = s.ask("GET", address, nil)
		if got := markBehind(page, freeInBangla) + markBehind(page, noThirdsInBangla); got != "" {
			t.Errorf("beside what nobody confirmed: %q", got)
		}
		if !strings.Contains(strings.Join(beside.FindAllString(page, -1), ""), noAdsInEnglish) {
			t.Error("the original does not stand below")
		}

		s.confirmInBangla()
		_, page, _ = s.ask("GET", address, nil)
		if got := markBehind(page, freeInBangla); got != "checked checked-related: যাচাই করা, যার শব্দ একজন মানুষ নিশ্চিত করেছেন" {
			t.Errorf("confirmed: %q", got)
		}
		if got := markBehind(page, noThirdsInBangla); got != "checked: যাচাই করা" {
			t.Errorf("beside it: %q", got)
		}
	})
}

// confirmInBangla confirms the free sentence as the only admin, and publishes it again.
func (s *site) confirmInBangla() {
	s.t.Helper()
	words := policy.Words{adsText: freeInBangla + " " + noThirdsInBangla}
	if status, _, _ := s.ask("POST", translations+"/bn", s.form(words)); status != http.StatusOK {
		s.t.Fatalf("not saved: %d", status)
	}
	_, preview, _ := s.ask("GET", translations+"/bn/preview", nil)
	keys := regexp.MustCompile(`name="key" value="([0-9a-f]{64})"`).FindAllStringSubmatch(preview, -1)
	if len(keys) != 1 || !strings.Contains(preview, "One sentence nobody has confirmed") {
		s.t.Fatalf("%q: %s", keys, preview)
	}
	form := s.form(nil)
	form.Set("key", keys[0][1])
	for reason, want := range map[string]string{
		"": "please say in one line why they are right", "We set three cookies.": "This is not true:",
	} {
		form.Set("reason", reason)
		status, page, _ := s.ask("POST", translations+"/bn/confirm", form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, want) ||
			!strings.Contains(page, "checked") {
			s.t.Errorf("%q: %d %s", reason, status, page)
		}
	}
	form.Set("reason", "I speak both languages.")
	if status, page, _ := s.ask("POST", translations+"/bn/confirm", form); status != http.StatusOK ||
		!strings.Contains(page, "Confirmed.") {
		s.t.Fatalf("%d %s", status, page)
	}
	if status, _, _ := s.ask("POST", translations+"/bn/publish", url.Values{"read": form["read"]}); status != http.StatusOK {
		s.t.Fatalf("not published: %d", status)
	}
}
