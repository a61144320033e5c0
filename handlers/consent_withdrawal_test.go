package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/consent"
)

func TestWithdrawal(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.choose("accept")
		if _, body, _ := s.ask("GET", "/legal/your-cookies", nil); !strings.Contains(body, "Withdraw my consent") {
			t.Error("no way back")
		}
		status, _, res := s.ask(
			"POST",
			"/legal/consent",
			url.Values{"choice": {"withdraw"}, "next": {"/legal/your-cookies"}},
		)
		lines := res.Header["Set-Cookie"]
		if status != http.StatusSeeOther || len(lines) != 3 || !choiceLine(lines[2], ".0.none.") {
			t.Fatalf("%d %q", status, lines)
		}
		want := []string{
			"_visits=; Path=/; Max-Age=0; SameSite=Lax",
			"_ads=; Path=/legal; Domain=prokken.com; Max-Age=0; SameSite=None",
		}
		if diff := cmp.Diff(want, lines[:2]); diff != "" {
			t.Error(diff)
		}
		_, body, _ := s.ask("GET", res.Header.Get("Location"), nil)
		if !strings.Contains(body, "Your consent is withdrawn.") || strings.Contains(body, "Withdraw my consent") {
			t.Error("the next page does not say that it is done")
		}
		s.expect("withdrawn", false, false, false)
		if diff := cmp.Diff([]string{
			"banner {\"analytics\":true,\"marketing\":true}", "withdrawal {\"analytics\":false,\"marketing\":false}",
		}, s.records()); diff != "" {
			t.Error(diff)
		}
	})
}

// TestWhatTheBrowserShowsIsTakenBack: wherever it can be, and whatever was granted before.
func TestWhatTheBrowserShowsIsTakenBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		// without anything granted before, and nothing shown, nothing is said
		if _, _, res := s.ask("POST", "/legal/consent", s.answered("refuse"), "Cookie", "x=1"); len(
			res.Header["Set-Cookie"],
		) != 1 {
			t.Errorf("%q", res.Header["Set-Cookie"])
		}
		for choice, more := range map[string]string{"refuse": "", "choose": "marketing", "withdraw": ""} {
			form := s.answered(choice)
			form.Set("category."+more, "on")
			_, _, res := s.ask(
				"POST",
				"/legal/consent",
				form,
				"Cookie",
				"_visits=1; _ads=2; other=3",
				"Referer",
				s.url+"/shop/cart",
			)
			lines := res.Header["Set-Cookie"]
			for _, path := range []string{"/", "/legal", "/legal/", "/legal/consent", "/shop", "/shop/", "/shop/cart"} {
				for name, gone := range map[string]bool{"_visits": true, "_ads": more == "", "other": false} {
					if line := name + "=; Path=" + path + "; Max-Age=0; SameSite=Lax"; slices.Contains(
						lines,
						line,
					) != gone {
						t.Errorf("%s: %q in %q", choice, line, lines)
					}
				}
			}
		}
	})
}

// TestFormerCookiesAreTakenBack: an optional cookie that left the policy, when it is seen.
func TestFormerCookiesAreTakenBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		seen := func(path, cookies string) []string {
			_, _, res := s.ask("GET", path, nil, "Cookie", cookies)
			return res.Header["Set-Cookie"]
		}
		if lines := seen("/legal/terms", "_visits=1"); len(lines) > 0 {
			t.Errorf("while it is declared: %q", lines)
		}
		s.declare(policies.Editorial, keepsChoice, showsAds)
		want := []string{
			"_visits=; Path=/; Max-Age=0; SameSite=Lax", "_visits=; Path=/legal; Max-Age=0; SameSite=Lax",
			"_visits=; Path=/legal/; Max-Age=0; SameSite=Lax", "_visits=; Path=/legal/terms; Max-Age=0; SameSite=Lax",
		}
		if diff := cmp.Diff(want, seen("/legal/terms", "_visits=1; _ads=1; x=1")); diff != "" {
			t.Error(diff)
		}
		if lines := seen("/legal/terms", "_ads=1; x=1"); len(lines) > 0 {
			t.Errorf("what is declared, or never was: %q", lines)
		}
		_, body, _ := s.ask("GET", "/legal/your-cookies", nil, "Cookie", "_visits=1; x=1")
		for _, text := range []string{"An earlier version of our policy declared it", "may have: Stats, Ads."} {
			if !strings.Contains(body, text) {
				t.Errorf("the page does not say %q", text)
			}
		}
		if strings.Contains(body, "did not set") {
			t.Error("the page says more than anyone can know")
		}
		s.declare(policies.Editorial, keepsChoice, countsVisits, showsAds)
		if lines := seen("/legal/terms", "_visits=1"); len(lines) > 0 {
			t.Errorf("declared again: %q", lines)
		}
	})
}

func (s *site) records() []string {
	s.t.Helper()
	rows, err := s.db.Pool().Query("SELECT source, categories FROM consents ORDER BY id")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var source, categories string
		if err := rows.Scan(&source, &categories); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, source+" "+categories)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// TestConsentRecord: what is stored, and that each record names the one before.
func TestConsentRecord(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		answer := url.Values{"choice": {"refuse"}, "next": {"/legal/your-cookies"}}
		s.ask("POST", "/legal/consent", answer, "Accept-Language", "en-GB,en;q=0.9", "User-Agent", "Secretive/1.0")
		first := s.recordOf(s.keptChoice())
		v, _ := s.library.Snapshot().Find(policy.CookiePolicy)
		q, _ := s.library.Question()
		want := consents.Consent{
			ID: first.ID, SiteID: first.SiteID, Sequence: 1, VersionID: v.ID, Version: v.Number, SHA256: v.SHA256,
			Fingerprint: q.Fingerprint,
			Categories:  `{"analytics":false,"marketing":false}`, Source: consents.FromPage, Locale: "en-GB",
			CreatedAt: first.CreatedAt, Hash: first.Hash,
		}
		if diff := cmp.Diff(want, first); diff != "" {
			t.Error(diff)
		}
		for languages, locale := range map[string]string{
			"": "", "*": "", "bn;q=0.8, en": "bn", "'; DROP TABLE": "", strings.Repeat("a", 9000): "",
			"zh-Hans-CN": "zh-Hans-CN",
		} {
			before := s.keptChoice()
			s.ask("POST", "/legal/consent", answer, "Accept-Language", languages)
			got := s.recordOf(s.keptChoice())
			if got.Locale != locale || got.PreviousID == nil || *got.PreviousID != before.ID {
				t.Errorf("%q: %+v", languages, got)
			}
		}
	})
}

func (s *site) recordOf(c consent.Record) consents.Consent {
	s.t.Helper()
	row, err := consents.ByID(s.t.Context(), s.db, s.library.SiteID(), c.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return row
}

// keptCookie is the consent cookie in the jar; "" if there is none.
func (s *site) keptCookie() string {
	base, _ := url.Parse(s.url)
	for _, c := range s.client.Jar.Cookies(base) {
		if c.Name == "prokken_consent" {
			return c.Value
		}
	}
	return ""
}

func (s *site) keptChoice() consent.Record {
	s.t.Helper()
	value := s.keptCookie()
	c, read := consent.ParseRecord(value[:max(0, strings.LastIndexByte(value, '.'))])
	if !read {
		s.t.Fatalf("the jar holds %q", value)
	}
	return c
}
