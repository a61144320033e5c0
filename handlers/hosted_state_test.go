package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	siterows "github.com/prokken/prokken/models/sites"
)

// settled stores what the owner says of a site.
func (s *site) settled(slug string, settings siterows.Settings) {
	s.t.Helper()
	if err := siterows.SaveSettings(s.t.Context(), s.db, s.hosted(slug).SiteID(), settings); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp()
}

// moved moves a site into a state.
func (s *site) moved(slug string, to siterows.State, reason string) {
	s.t.Helper()
	err := siterows.SetState(s.t.Context(), s.db, s.hosted(slug).SiteID(), []siterows.State{siterows.Active, siterows.Paused}, to, reason, s.clock())
	if err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp()
}

// lost has the host of a site show no token any more.
func (s *site) lost(slug string) {
	s.t.Helper()
	now := s.clock()
	if err := siterows.SetHostLost(s.t.Context(), s.db, s.hosted(slug).SiteID(), &now); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp()
}

// saysSoEverywhere: badge and JSON say since when a site is not kept up, as its page does.
func (s *site) saysSoEverywhere(slug, page string) {
	s.t.Helper()
	words := strings.TrimPrefix(page, "This page is ") + " " + s.clock().UTC().Format("January 2, 2006")
	for path, says := range map[string]string{
		"/cookie-policy/badge.svg": words, "/cookie-policy.json": `"not_kept": "` + words + `"`,
		"/cookie-policy/versions/1.json": `"not_kept": "` + words + `"`,
	} {
		if _, body, _ := s.ask("GET", "/s/"+slug+path, nil); !strings.Contains(body, says) {
			s.t.Errorf("%s%s does not say %q: %s", slug, path, says, body)
		}
	}
}

// TestHostedStates: what was taken down or deleted says so, and what nobody keeps up any more stays, and says since when.
func TestHostedStates(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		for slug, tt := range map[string]struct {
			to     siterows.State
			reason string
			status int
			shows  []string
		}{
			"down":    {siterows.TakenDown, "It pretended to be a <bank>.", 451, []string{"We took this page down on", "It pretended to be a &lt;bank&gt;.", time.Now().Format("2006")}},
			"deleted": {siterows.Deleted, "", 410, []string{"has removed"}},
			"paused":  {siterows.Paused, "", 200, []string{"This page is not kept up since", time.Now().Format("2006"), "Cookies of Paused"}},
			"closing": {siterows.Closing, "", 200, []string{"This page is not kept up since", "Cookies of Closing"}},
			"lost":    {siterows.Active, "", 200, []string{"This page is not verified since", "no longer shows", "Cookies of Lost"}},
		} {
			s.customer(slug)
			s.sees("/s/"+slug+"/cookie-policy", "!not kept up")
			if s.moved(slug, tt.to, tt.reason); slug == "lost" {
				s.lost(slug)
			}
			for _, path := range []string{"/cookie-policy", "/cookie-policy/versions/1", "/cookie-policy.json", "/cookie-policy/badge.svg"} {
				status, body, res := s.ask("GET", "/s/"+slug+path, nil)
				if status != tt.status || len(res.Header.Values("Set-Cookie")) > 0 {
					t.Errorf("%s%s: %d", slug, path, status)
				}
				isPage := status != http.StatusOK || !strings.Contains(path, ".")
				for _, words := range tt.shows {
					if isPage && !strings.Contains(body, words) && !strings.Contains(words, "Cookies of") {
						t.Errorf("%s%s does not say %q: %s", slug, path, words, body)
					}
				}
				if strings.Contains(body, `href="/legal"`) || strings.Contains(body, "/login") {
					t.Errorf("%s%s has our own navigation: %s", slug, path, body)
				}
			}
			if tt.status == http.StatusOK {
				s.saysSoEverywhere(slug, tt.shows[0])
			}
			_, _, res := s.ask("GET", "/s/"+slug+"/cookie-policy", nil)
			if got := res.Header.Get("Link"); (got != "") != (tt.status == 451) {
				t.Errorf("%s: Link: %s", slug, got)
			}
		}
	})
}

// TestHostedAccent: a customer's colour stands in a style sheet of its own, if it can be read.
func TestHostedAccent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.customer("shop")
		for accent, shows := range map[string]bool{"#0a7d4b": true, "#808080": false, "": false, "#000}*{x": false} {
			settings := s.hosted("shop").Row().Settings
			settings.Accent = accent
			s.settled("shop", settings)
			_, page, _ := s.ask("GET", "/s/shop/cookie-policy", nil)
			status, sheet, res := s.ask("GET", "/s/shop/style.css", nil)
			if strings.Contains(page, "/s/shop/style.css") != shows || (status == http.StatusOK) != shows {
				t.Errorf("%q: %d, %s", accent, status, sheet)
			}
			if shows && (!strings.Contains(sheet, "--accent: "+accent) || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/css")) {
				t.Errorf("%q: %s", accent, sheet)
			}
		}
	})
}
