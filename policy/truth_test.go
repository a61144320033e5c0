package policy_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/program"
)

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// world is what sentences are true or untrue of.
type world struct{ claim.Evidence }

// change changes one of the declarations.
func change(name string, act func(c *cookie.Declaration)) func(*world) {
	return func(w *world) {
		i := slices.IndexFunc(w.Cookies, func(c cookie.Declaration) bool { return c.Name == name })
		act(&w.Cookies[i])
	}
}

func remove(name string) func(*world) {
	return func(w *world) {
		w.Cookies = slices.DeleteFunc(w.Cookies, func(c cookie.Declaration) bool { return c.Name == name })
	}
}

// add declares one more cookie, of the category and, perhaps, of somebody else.
func add(category cookie.Category, party string) func(*world) {
	return func(w *world) {
		w.Cookies = append(w.Cookies, cookie.Declaration{
			Name: "more", Purpose: "X", Category: category, Party: party, Path: "/", Lifetime: cookie.Session, HTTPOnly: true,
			Secure: true, SameSite: cookie.Lax,
		})
	}
}

// load configures a script of somebody else.
func load(category cookie.Category, script string, hosts ...string) func(*world) {
	return func(w *world) {
		w.Integrations = append(
			w.Integrations,
			claim.Integration{Name: "Stats", Category: category, Script: script, Hosts: hosts},
		)
	}
}

func all(acts ...func(*world)) func(*world) {
	return func(w *world) {
		for _, act := range acts {
			act(w)
		}
	}
}

// mutation is a change of the facts, and the sentences that are untrue then: of
// the Cookie Policy and of the Privacy Policy.
type mutation struct {
	change  func(*world)
	cookie  []string
	privacy []string
}

// What the Privacy Policy says of cookies.
const (
	privacyNone  = "We do not use any analytics, advertising or tracking cookies."
	privacyTrack = "We do not track you across other websites."
	privacyTwo   = "We set two cookies, both needed to log in."
	privacyHTTP  = "Our authentication cookies are httpOnly and cannot be read by client-side JavaScript."
	privacyDated = `When what we do with data changes, we update this policy and the "Last updated" date at the top of this page.`
)

const refreshToRoot = "Path-restricted — the refresh token cookie is only sent to / endpoints, minimizing exposure"

func mutations() map[string]mutation {
	open := func(c *cookie.Declaration) { c.HTTPOnly = false }
	plain := func(c *cookie.Declaration) { c.Secure = false }
	category := func(category cookie.Category) func(*cookie.Declaration) {
		return func(c *cookie.Declaration) { c.Category = category }
	}
	same := func(s cookie.SameSite) func(*cookie.Declaration) {
		return func(c *cookie.Declaration) { c.SameSite = s }
	}
	path := func(path string) func(*cookie.Declaration) { return func(c *cookie.Declaration) { c.Path = path } }
	life := func(d time.Duration) func(*cookie.Declaration) {
		return func(c *cookie.Declaration) { c.Lifetime = cookie.Lifetime(d) }
	}
	const one, two, day = "prokken_access", "prokken_refresh", 24 * time.Hour
	moreAnalytics := []string{minimal, noTracking, both, without, noConsent, analytics, managing}
	moreMarketing := []string{minimal, noTracking, both, without, noConsent, marketing, managing}
	privacyMore := []string{privacyNone, privacyTwo}
	privacyLoads := []string{privacyNone, privacyTrack, privacyTwo}
	return map[string]mutation{
		"nothing": {func(*world) {}, nil, nil},
		"one more necessary cookie": {
			add(cookie.Necessary, ""),
			[]string{minimal, both, without},
			[]string{privacyTwo},
		},
		"an analytics cookie": {add(cookie.Analytics, ""), moreAnalytics, privacyMore},
		"a marketing cookie":  {add(cookie.Marketing, ""), moreMarketing, privacyMore},
		"a cookie of somebody else": {
			add(cookie.Necessary, "Stripe"),
			[]string{minimal, both, without, noTrack, noThird},
			[]string{privacyTrack, privacyTwo},
		},
		"access is not declared": {
			remove(one),
			[]string{
				minimal,
				access,
				accessHTTP,
				refresh,
				both,
				without,
				noConsent,
				configured,
				httpOnly,
				secure,
				sameSite,
				managing,
			},
			[]string{privacyTwo, privacyHTTP},
		},
		"refresh is not declared": {
			remove(two),
			[]string{
				minimal,
				refresh,
				refreshTo,
				both,
				without,
				noConsent,
				configured,
				httpOnly,
				secure,
				sameSite,
				"Path-restricted — the refresh token cookie is only sent to  endpoints, minimizing exposure",
				managing,
			},
			[]string{privacyTwo, privacyHTTP},
		},
		"scripts can read access": {
			change(one, open),
			[]string{accessHTTP, configured, httpOnly},
			[]string{privacyHTTP},
		},
		"scripts can read refresh": {
			change(two, open),
			[]string{refreshTo, configured, httpOnly},
			[]string{privacyHTTP},
		},
		"access goes unencrypted":  {change(one, plain), []string{configured, secure}, nil},
		"refresh goes unencrypted": {change(two, plain), []string{configured, secure}, nil},
		"access goes cross-site":   {change(one, same(cookie.None)), []string{configured, sameSite}, nil},
		"refresh goes cross-site":  {change(two, same(cookie.None)), []string{configured, sameSite}, nil},
		"access alone is stricter": {
			change(one, same(cookie.Strict)),
			[]string{configured, "SameSite: Strict" + sameSite[len("SameSite: Lax"):]},
			nil,
		},
		"refresh alone is stricter": {change(two, same(cookie.Strict)), []string{configured, sameSite}, nil},
		"both are stricter": {
			all(change(one, same(cookie.Strict)), change(two, same(cookie.Strict))),
			[]string{configured},
			nil,
		},
		"refresh goes everywhere": {change(two, path("/")), []string{refreshTo, refreshToRoot}, nil},
		"refresh goes wider":      {change(two, path("/api")), []string{refreshTo}, nil},
		"access lives as long":    {change(one, life(7*day)), []string{refresh}, nil},
		"refresh lives shorter":   {change(two, life(time.Hour)), []string{refresh}, nil},
		"other lifetimes":         {all(change(one, life(time.Hour)), change(two, life(30*day))), nil, nil},
		"access is for analytics": {
			change(one, category(cookie.Analytics)),
			[]string{minimal, noTracking, both, noConsent, analytics, managing},
			privacyMore,
		},
		"refresh is for marketing": {
			change(two, category(cookie.Marketing)),
			[]string{minimal, noTracking, both, noConsent, marketing, managing},
			privacyMore,
		},
		"Google Analytics": {
			all(add(cookie.Analytics, ""), load(cookie.Analytics, "https://www.google-analytics.com/a.js")),
			append([]string{noTrack, noThird}, moreAnalytics...),
			privacyLoads,
		},
		"Google's tag manager": {
			all(
				add(cookie.Marketing, ""),
				load(cookie.Marketing, "https://a.example/a.js", "www.googletagmanager.com"),
			),
			append([]string{analytics, noTrack, noThird}, moreMarketing...),
			privacyLoads,
		},
		"Stripe on our pages": {
			all(add(cookie.Marketing, ""), load(cookie.Marketing, "https://js.stripe.com/v3/")),
			append([]string{noTrack, noThird}, moreMarketing...),
			privacyLoads,
		},
		"a script of somebody else": {
			all(add(cookie.Analytics, ""), load(cookie.Analytics, "https://a.example/a.js")),
			append([]string{noTrack, noThird}, moreAnalytics...),
			privacyLoads,
		},
		"a script that never loads": {load(cookie.Analytics, "https://www.google-analytics.com/a.js"), nil, nil},
		"a host that only looks like it": {
			all(add(cookie.Analytics, ""), load(cookie.Analytics, "https://notstripe.com/a.js")),
			append([]string{noTrack, noThird}, moreAnalytics...),
			privacyLoads,
		},
	}
}

// byConstruction are sentences that no declaration makes untrue: what they
// promise the program does, and tests of it stand below.
var byConstruction = []string{future, dated, privacyDated}

// TestFactsMakeSentencesUntrue: each change of the facts makes exactly these
// sentences untrue, and every condition of every claim fails for some change.
func TestFactsMakeSentencesUntrue(t *testing.T) {
	d, privacy := cookiePolicy(t), document(t, "privacy-policy")
	failed := map[string]bool{}
	for name, m := range mutations() {
		w := world{claim.Evidence{Cookies: slices.Clone(d.Cookies), Program: programFacts()}}
		m.change(&w)
		mutated := d
		mutated.Cookies = w.Cookies
		compare(t, name, m.cookie, mutated.Check(w.Evidence))
		compare(t, name+" (privacy)", m.privacy, privacy.Check(w.Evidence))
		note(failed, "cookie", mutated.Claims(w.Evidence))
		note(failed, "privacy", privacy.Claims(w.Evidence))
	}
	for which, d := range map[string]policy.Document{"cookie": d, "privacy": privacy} {
		for i, c := range d.Claims(claim.Evidence{Cookies: cookiePolicy(t).Cookies}) {
			for j, condition := range c.Status {
				if !failed[fmt.Sprint(which, i, j)] && !slices.Contains(byConstruction, c.Says) && !isOfProgram(c) {
					t.Errorf("nothing makes %q untrue: %s", c.Says, condition.Words)
				}
			}
		}
	}
}

// isOfProgram reports whether the claim is about the program alone. Package site has the test that
// each of its facts makes a sentence untrue when it changes.
func isOfProgram(c policy.ClaimOf) bool {
	_, is := c.Conditions[0].(claim.Program)
	return is && len(c.Conditions) == 1
}

// programFacts are what the program does, as claims name it.
func programFacts() claim.Program {
	facts := claim.Program{}
	for _, fact := range program.Facts() {
		facts[fact.Name] = claim.FactValue(fact.Value)
	}
	return facts
}

func document(t *testing.T, slug string) policy.Document {
	t.Helper()
	d, err := policy.ParseYAML(shipped(t, slug))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func compare(t *testing.T, name string, want []string, untrue policy.FailedClaims) {
	t.Helper()
	var got []string
	for _, failure := range untrue {
		got = append(got, failure.Says)
		if failure.Reason == "" || failure.UID == "" {
			t.Errorf("%s: %+v", name, failure)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

// note remembers which conditions have failed, by their places.
func note(failed map[string]bool, which string, claims []policy.ClaimOf) {
	for i, c := range claims {
		for j, condition := range c.Status {
			if condition.Untrue != "" {
				failed[fmt.Sprint(which, i, j)] = true
			}
		}
	}
}

// TestClaimsOfShippedPoliciesHold: with what is shipped, all of them are true.
func TestClaimsOfShippedPoliciesHold(t *testing.T) {
	facts := claim.Evidence{Cookies: cookiePolicy(t).Cookies, Program: programFacts()}
	for _, slug := range []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"} {
		if untrue := document(t, slug).Check(facts); len(untrue) > 0 {
			t.Errorf("%s: %v", slug, untrue)
		}
	}
}

// TestConsentComesBeforeAnalytics keeps what the sentence about the future
// promises: an analytics cookie cannot be declared without the cookie that
// remembers consent, and the gate lets none out that nobody asked about.
func TestConsentComesBeforeAnalytics(t *testing.T) {
	w := world{claim.Evidence{Cookies: slices.Clone(cookiePolicy(t).Cookies)}}
	add(cookie.Analytics, "")(&w)
	if err := cookie.CheckNeeds(w.Cookies); err == nil {
		t.Error("analytics without consent could be published")
	}
	gate, reported := gateOf(w)
	answer := httptest.NewRecorder()
	gate.Handler(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Add("Set-Cookie", "more=1; Path=/; HttpOnly; Secure; SameSite=Lax")
	})).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	if got := answer.Header().Values("Set-Cookie"); len(got) > 0 || len(*reported) != 1 {
		t.Errorf("the gate let out %v", got)
	}
	necessary := claim.ConsentBefore{cookie.Necessary}
	if necessary.Check(w.Evidence)[0].Untrue == "" {
		t.Error("consent to necessary cookies is asked for")
	}
}

// gateOf is the gate before a site of that world, and the names of what it took out.
func gateOf(w world) (*cookie.Gate, *reports) {
	reported := &reports{}
	return cookie.NewGate(cookie.NewMint(declaring{w}, true), reported), reported
}

type reports []string

func (r *reports) ReportUndeclared(_ *http.Request, _ http.Header, name string, _ cookie.Reason) {
	*r = append(*r, name)
}

// declaring is the site, whatever the host.
type declaring struct{ world }

func (d declaring) Cookies() []cookie.Declaration { return d.world.Cookies }

func (d declaring) FormerCookies() []cookie.Declaration { return nil }

func (d declaring) HasHost(string) bool { return true }
