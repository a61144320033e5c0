package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	sites "github.com/prokken/prokken/site"
)

const day = 24 * time.Hour

var (
	keepsChoice = cookie.Declaration{
		Name: "prokken_consent", Purpose: "Remembers what you chose.", Category: cookie.Necessary, Path: "/",
		Lifetime: cookie.Lifetime(183 * day), HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}
	countsVisits = cookie.Declaration{
		Name: "_visits", Purpose: "Counts visits.", Category: cookie.Analytics, Party: "Stats Inc.", Path: "/",
		Lifetime: cookie.Lifetime(30 * day), SameSite: cookie.Lax,
	}
	showsAds = cookie.Declaration{
		Name: "_ads", Purpose: "Knows which ads you saw.", Category: cookie.Marketing, Domain: "prokken.com",
		Path: "/legal", Lifetime: cookie.Session, Secure: true, SameSite: cookie.None,
	}
	scripts = []claim.Integration{
		{
			Name:     "Stats",
			Category: cookie.Analytics,
			Script:   "https://stats.example/count.js",
			Hosts:    []string{"in.stats.example"},
		},
		{Name: "Ads", Category: cookie.Marketing, Script: "https://ads.example:8443/a.js?id=1&x=2"},
	}
)

// asking is a site that has something to ask.
func asking(t testing.TB, db *models.DB) *site {
	t.Helper()
	s := open(t, db)
	s.library.Integrations = scripts
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.declare(policies.Editorial, keepsChoice, countsVisits, showsAds)
	s.translateTerms()
	return s
}

// declare publishes a Cookie Policy with these cookies beside the two that are
// always there. Sentences that would not be true any more are taken out first,
// here and in the other policies.
func (s *site) declare(m policies.Materiality, more ...cookie.Declaration) {
	s.t.Helper()
	facts := claim.Evidence{
		Cookies:      append(slices.Clone(s.library.Cookies()[:2]), more...),
		Integrations: s.library.Integrations,
		Program:      sites.Program(),
	}
	for _, v := range s.library.Snapshot().Policies {
		if changes := removals(v.Document, facts); v.Document.Slug != policy.CookiePolicy && len(changes) > 0 {
			s.publish(v.Document.Slug, "Cookies are described elsewhere.", 0, changes...)
		}
	}
	if err := s.publishDeclared(m, more...); err != nil {
		s.t.Fatal(err)
	}
}

func removals(d policy.Document, facts claim.Evidence) []policy.Change {
	seen := map[string]bool{}
	var changes []policy.Change
	for _, failure := range d.Check(facts) {
		if !seen[failure.UID] {
			seen[failure.UID] = true
			changes = append(changes, policy.RemoveBlock(failure.UID))
		}
	}
	return changes
}

func (s *site) publishDeclared(m policies.Materiality, more ...cookie.Declaration) error {
	s.t.Helper()
	ctx := s.t.Context()
	after, err := s.library.Edit(
		ctx,
		sites.Edit{Slug: policy.CookiePolicy, Change: func(d policy.Document) (policy.Document, error) {
			d.Cookies = append(slices.Clone(d.Cookies[:2]), more...)
			var err error
			for _, remove := range removals(d, s.library.Evidence()) {
				if d, err = remove(d); err != nil {
					return d, err
				}
			}
			return d, nil
		}},
	)
	if err != nil {
		return err
	}
	s.confirm(policy.CookiePolicy)
	p := sites.Publication{
		Slug: policy.CookiePolicy, Read: after.Read, Summary: "Other cookies.", Materiality: s.library.Impact(after).Raise(m),
	}
	s.approve(after, p)
	_, err = s.library.Publish(ctx, p)
	return err
}

// choose answers like the form on a page, and returns the Set-Cookie lines.
func (s *site) choose(choice string, more ...string) []string {
	s.t.Helper()
	form := s.answered(choice)
	form.Set("next", "/legal/cookie-policy")
	for _, category := range more {
		form.Set("category."+category, "on")
	}
	status, body, res := s.ask("POST", "/legal/consent", form)
	if status != http.StatusSeeOther {
		s.t.Fatalf("%s: %d %s", choice, status, body)
	}
	return res.Header["Set-Cookie"]
}

// answered is a form that answers what is asked now.
func (s *site) answered(choice string) url.Values {
	q, _ := s.library.Snapshot().Question()
	return url.Values{"choice": {choice}, "asked": {q.WordingSHA256}}
}

const (
	banner     = `<section class="consent"`
	statsTag   = `<script src="https://stats.example/count.js" async></script>`
	adsTag     = `<script src="https://ads.example:8443/a.js?id=1&amp;x=2" async></script>`
	plainCSP   = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	statsHosts = " https://stats.example https://in.stats.example"
	adsHosts   = " https://ads.example:8443"
)

func cspWith(hosts string) string {
	return strings.NewReplacer(
		"script-src 'self'",
		"script-src 'self'"+hosts,
		"connect-src 'self'",
		"connect-src 'self'"+hosts,
		"img-src 'self'",
		"img-src 'self'"+hosts,
	).Replace(
		plainCSP,
	)
}

// expect asks for every public page and compares what is asked and loaded.
func (s *site) expect(name string, asks, stats, ads bool, headers ...string) {
	s.t.Helper()
	hosts := ""
	if stats {
		hosts += statsHosts
	}
	if ads {
		hosts += adsHosts
	}
	for _, path := range []string{
		"/", "/pricing", "/legal", "/legal/cookie-policy", "/legal/terms", "/legal/terms/in/bn",
		"/legal/cookie-policy/versions", "/legal/cookie-policy/versions/1", "/legal/cookie-policy/compare/1/2",
	} {
		_, body, res := s.ask("GET", path, nil, headers...)
		got := []any{
			strings.Contains(body, banner),
			strings.Contains(body, statsTag),
			strings.Contains(body, adsTag),
			res.Header.Get("Content-Security-Policy"),
			strings.Contains(body, "preconnect"),
		}
		if diff := cmp.Diff([]any{asks, stats, ads, cspWith(hosts), false}, got); diff != "" {
			s.t.Errorf("%s: %s: %s", name, path, diff)
		}
		if !stats && strings.Contains(body, "stats.example") || !ads && strings.Contains(body, "ads.example") {
			s.t.Errorf("%s: %s names a host that was not agreed to", name, path)
		}
	}
}

// TestConsentWalk goes through a visitor's whole life.
func TestConsentWalk(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.expect("a stranger", true, false, false)
		lines := s.choose("refuse")
		if len(lines) != 1 || !choiceLine(lines[0], ".0.none.") {
			t.Errorf("refused: %q", lines)
		}
		s.expect("refused", false, false, false)
		if lines := s.choose("accept"); len(lines) != 1 || !choiceLine(lines[0], ".0.analytics-marketing.") {
			t.Errorf("accepted: %q", lines)
		}
		s.expect("accepted", false, true, true)
		if lines := s.choose("choose", "analytics"); len(lines) != 2 ||
			lines[0] != "_ads=; Path=/legal; Domain=prokken.com; Max-Age=0; SameSite=None" ||
			!choiceLine(lines[1], ".0.analytics.") {
			t.Errorf("less: %q", lines)
		}
		s.expect("analytics", false, true, false)
		s.choose("choose", "marketing", "necessary", "unknown")
		s.expect("marketing", false, false, true)
		s.later(183*day - time.Minute)
		s.expect("nearly six months later", false, false, true)
		s.later(time.Minute)
		s.expect("six months later", true, false, false)
		s.choose("accept")
		s.expect("accepted again", false, true, true)
		changed := countsVisits
		changed.Purpose = "Counts visits!"
		s.declare(policies.Editorial, keepsChoice, changed, showsAds)
		s.expect("a purpose with another sign", false, true, true)
		changed.Purpose = "Counts the visits."
		s.declare(policies.Editorial, keepsChoice, changed, showsAds)
		s.expect("a purpose in other words", true, false, false)
		s.choose("accept")
		changed.Party = "Others Inc."
		s.declare(policies.Editorial, keepsChoice, changed, showsAds)
		s.expect("another party", true, false, false)
		s.choose("accept")
		changed.HTTPOnly = true
		s.declare(policies.Editorial, keepsChoice, changed, showsAds)
		s.expect("only a flag changed", false, true, true)
		changed.HTTPOnly = false
		s.declare(policies.AskAgain, keepsChoice, changed, showsAds)
		s.expect("asked again", true, false, false)
		s.choose("accept")
		s.declare(policies.Editorial)
		s.expect("nothing is optional any more", false, false, false)
	})
}

// choiceLine: exactly as declared, with such a value.
func choiceLine(line, within string) bool {
	value, attributes, _ := strings.Cut(line, "; ")
	return strings.HasPrefix(value, "prokken_consent=1.") && strings.Contains(value, within) &&
		attributes == "Path=/; Max-Age=15811200; HttpOnly; SameSite=Lax"
}
