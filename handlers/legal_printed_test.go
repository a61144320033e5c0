package handlers_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	sites "github.com/prokken/prokken/site"
)

// TestOldVersionsKeepContactAndLinks: the page of a version that is not in effect prints the
// address and the links that were signed with it; the others print today's.
func TestOldVersionsKeepContactAndLinks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		was := s.library.Contact
		s.publish("cookie-policy", "Another title.", 0, policy.SetTitle("Cookies"))
		s.publish("cookie-policy", "Later.", month, policy.SetTitle("Cookies, later"))
		old, scheduled := s.article("cookie-policy", "1"), s.article("cookie-policy", "3")
		s.publish("terms", "Another title.", 0, policy.SetTitle("What we agree on"))
		moved := open(t, db, func(c *config.Config, settings *sites.Settings) {
			c.Site.Contact.Email, settings.Contact = "new@prokken.com", "new@prokken.com"
		})
		if got := moved.article("cookie-policy", "1"); got != old || !strings.Contains(got, was) {
			t.Errorf("the old version prints %s\ninstead of %s", got, old)
		}
		if got := moved.article("cookie-policy", "3"); got != scheduled ||
			!strings.Contains(got, ">Terms of Service</a>") {
			t.Errorf("the scheduled version prints %s\ninstead of %s", got, scheduled)
		}
		for _, number := range []string{"", "2"} {
			got := moved.article("cookie-policy", number)
			if !strings.Contains(got, "new@prokken.com") || !strings.Contains(got, ">What we agree on</a>") ||
				strings.Contains(got, was) {
				t.Errorf("what is in effect (%q) prints %s", number, got)
			}
		}
	})
}

// article is the text of a version as its page prints it; of the one in effect without a number.
func (s *site) article(slug, number string) string {
	s.t.Helper()
	path := "/legal/" + slug
	if number != "" {
		path += "/versions/" + number
	}
	_, body, _ := s.ask("GET", path, nil)
	text := articleOf(body)
	if text == "" {
		s.t.Fatalf("%s shows no policy: %s", path, body)
	}
	return text
}

// said are the days that are told of the terms in effect, by who tells them.
func (s *site) said() map[string]string {
	s.t.Helper()
	days := map[string]string{}
	for _, place := range []struct{ name, path, pattern string }{
		{"page, updated", "/legal/terms", `Last updated: <time datetime="([^"]{10})"`},
		{"page, since", "/legal/terms", `In effect since: <time datetime="([^"]{10})"`},
		{"linked data, published", "/legal/terms", `"datePublished":"([^"]{10})`},
		{"linked data, modified", "/legal/terms", `"dateModified":"([^"]{10})`},
		{"list", "/legal", `/legal/terms">[^$]*?Last updated <time datetime="([^"]{10})"`},
		{"versions, published", "/legal/terms/versions", `Published on <time datetime="([^"]{10})"`},
		{"versions, since", "/legal/terms/versions", `In effect since ([A-Z][a-z]+ \d+, \d+)`},
		{"versions, until", "/legal/terms/versions", `In effect from [A-Z][a-z]+ \d+, \d+ to ([A-Z][a-z]+ \d+, \d+)`},
		{"old version, until", "/legal/terms/versions/1", `It was in effect from [A-Z][a-z]+ \d+, \d+ to ([A-Z][a-z]+ \d+, \d+)`},
		{"sitemap", "/sitemap.xml", `/legal/terms</loc>\s*<lastmod>([^<]{10})`},
		{"feed, published", "/legal/feed.atom", `version 2</title>[^$]*?<published>([^<]{10})`},
		{"feed, since", "/legal/feed.atom", `In effect since ([A-Z][a-z]+ \d+, \d+)`},
		{"record, published", "/legal/terms.json", `"published_on": "([^"]{10})"`},
		{"record, moment", "/legal/terms.json", `"published_at": "([^"]{10})`},
		{"record, since", "/legal/terms.json", `"effective_at": "([^"]{10})`},
	} {
		_, body, _ := s.ask("GET", place.path, nil)
		found := regexp.MustCompile(place.pattern).FindStringSubmatch(body)
		if found == nil {
			s.t.Fatalf("%s: no day on %s", place.name, place.path)
		}
		day := found[1]
		if long, err := time.Parse("January 2, 2006", day); err == nil {
			day = long.Format(time.DateOnly)
		}
		days[place.name] = day
	}
	return days
}

// TestDaysAgree: whoever tells a day tells that of the site's zone, and the days of what was
// published stay when the site gets another zone.
func TestDaysAgree(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		in := func(hours int) configured {
			return func(_ *config.Config, s *sites.Settings) { s.Zone = time.FixedZone("", hours*60*60) }
		}
		s := open(t, db, in(14))
		midnight := s.clock().Truncate(24 * time.Hour).Add(34 * time.Hour) // in the site's zone
		s.ahead.Store(int64(time.Until(midnight) - 30*time.Minute))
		s.publish("terms", "Another title.", time.Hour, policy.SetTitle("Terms"))
		s.later(2 * time.Hour)
		published := midnight.In(s.library.Zone).AddDate(0, 0, -1).Format(time.DateOnly)
		effective := midnight.In(s.library.Zone).Format(time.DateOnly)
		for _, hours := range []int{14, -11} {
			again := open(t, db, in(hours))
			again.ahead.Store(s.ahead.Load())
			for place, day := range again.said() {
				want := effective
				if strings.Contains(place, "published") || strings.Contains(place, "updated") ||
					place == "list" || place == "record, moment" {
					want = published
				}
				if day != want {
					t.Errorf("with the zone %d: %s says %s, not %s", hours, place, day, want)
				}
			}
		}
	})
}

// TestOneDayIsSaidOnce: a version that took effect on the day of its publication gives one date.
func TestOneDayIsSaidOnce(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	if text := s.article("terms", ""); !strings.Contains(text, "Last updated") ||
		strings.Contains(text, "In effect since") {
		t.Errorf("the page says %s", text)
	}
}
