package handlers_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/views/display"
)

// markOf is the class, and the words if it has any, of the mark behind a sentence.
var markOf = regexp.MustCompile(regexp.QuoteMeta(noTracking) + `(?:<wbr>)?<a class="([^"]*)" href="#check_\d+"(?: data-kind="([^"]*)")?`)

func (s *site) mark(path string) string {
	s.t.Helper()
	_, page, _ := s.ask("GET", path, nil)
	found := markOf.FindStringSubmatch(page)
	if found == nil {
		s.t.Fatalf("%s: no mark: %s", path, page)
	}
	return strings.TrimSpace(found[1] + " " + found[2])
}

// TestHostedSentences: a customer's sentence has a tick only while a complete audit of the version in
// effect saw that it holds.
func TestHostedSentences(t *testing.T) {
	const page = "/s/shop/cookie-policy"
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		shop := s.customer("shop")
		expect := func(mark string, shows ...string) {
			t.Helper()
			if got := s.mark(page); got != mark {
				t.Errorf("the sentence bears %q, and not %q", got, mark)
			}
			s.sees(page, shows...)
		}
		expect("stated unseen", "This has not been audited yet", "!sentences hold")
		s.sees(page+"/badge.svg", "not audited yet")
		s.judged(shop, auditreport.Holds)
		expect("checked", "1 of 7 sentences holds", "Checked on "+display.LongDate(s.clock())+" in Chromium 156, on 2 pages, before a choice, after refusing.",
			"No tracking cookie was set on any page.", "!contradicted", "!after agreeing")
		s.sees(page+"/badge.svg", "1 of 1 claim holds")
		if got := s.mark(page + "/versions/1"); got != "checked" {
			t.Errorf("the version in effect bears %q", got)
		}
		s.judged(shop, auditreport.Unseen)
		expect("stated unseen", "0 of 7 sentences hold", "!No tracking cookie was set")
		s.judged(shop, auditreport.Fails)
		expect("stated contradicted contradicted", "1 is contradicted")
		s.sees(page+"/badge.svg", "1 claim fails")
		s.judged(shop, auditreport.Holds)
		s.later(73 * time.Hour) // three intervals
		expect("checked", "treat it with caution")
		s.sees(page+"/badge.svg", "audit out of date")
		s.publishHosted("shop", "Another.", strings.ReplaceAll(hostedPolicy, "Cookies of NAME", "Second"))
		if got := s.mark(page + "/versions/1"); got != "stated unseen" {
			t.Errorf("an old version bears %q", got)
		}
		s.sees(page+"/versions/1", "No audit is shown for this version")
	})
}

// TestHostedContradictions: what audits contradict shows by itself on page and badge, from its time on and no sooner;
// the owner can say why it is wrong, and hides nothing.
func TestHostedContradictions(t *testing.T) {
	const page, badge, found = "/s/shop/cookie-policy", "/s/shop/cookie-policy/badge.svg", "the cookie _fbp before a choice"
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		shop, blog := s.customer("shop"), s.customer("blog")
		s.judged(shop, auditreport.Holds)
		s.judged(blog, auditreport.Holds)
		s.sees(page, "!_fbp")
		p := s.contradicted(shop, found, time.Hour)
		s.judged(shop, auditreport.Fails)
		s.sees(page, "!_fbp", "!contradicted")
		s.sees(badge, "!contradicted", "!fails")
		if got := s.mark(page); got != "stated unseen" {
			t.Errorf("before its time the sentence bears %q", got)
		}
		s.later(time.Hour)
		said := "An audit on " + display.LongDate(p.FoundAt) + " found: " + found + "."
		s.sees(page, said)
		s.sees(page+"/versions/1", said)
		s.sees(badge, "contradicted")
		if got := s.mark(page); got != "stated contradicted contradicted" {
			t.Errorf("from its time on the sentence bears %q", got)
		}
		s.sees("/s/blog/cookie-policy", "!_fbp")
		new := s.customer("new") // of which no audit's age changes the page
		s.contradicted(new, found, time.Minute)
		s.sees("/s/new/cookie-policy", "!_fbp")
		s.later(time.Minute)
		s.sees("/s/new/cookie-policy", "_fbp")
		s.sees("/s/new/cookie-policy/badge.svg", "contradicted")
		if err := proposals.Dismiss(t.Context(), db, shop.SiteID(), p.ID, "It is <not> ours.", s.clock()); err != nil {
			t.Fatal(err)
		}
		s.caughtUp()
		s.sees(page, "found: "+found+". The owner says: It is <not> ours.")
		s.sees(badge, "contradicted · the owner disagrees")
		again := s.contradicted(shop, "the cookie x", 0)
		s.sees(page, "found: the cookie x.", "The owner says")
		if err := proposals.Mend(t.Context(), db, shop.SiteID(), []uuid.UUID{again.ID}, s.clock()); err != nil {
			t.Fatal(err)
		}
		s.caughtUp()
		s.sees(page, "!the cookie x")
	})
}
