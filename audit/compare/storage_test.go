package compare_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// findings compares what was seen with the document, and returns what was found.
func findings(r report.Report, d policy.Document) []string {
	compare.New(&r, &url.URL{Scheme: "https", Host: "example.com"}, &d).FindDeviations()
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprintf("%s %s %s", f.Severity, f.Kind, f.Subject))
	}
	slices.Sort(all)
	return all
}

// TestStorage: what pages keep besides cookies has to be described under its kind and its name
// or a pattern, and what needs consent waits for it.
func TestStorage(t *testing.T) {
	d := policy.Document{Intro: []policy.Block{{UID: "a", Content: block.Storage{
		{Kind: block.LocalStorage, Name: "theme", Purpose: "x", Category: cookie.Necessary},
		{Kind: block.LocalStorage, Name: "ab_*", Purpose: "x", Category: cookie.Analytics},
		{Kind: block.LocalStorage, Name: "ab_none", Purpose: "x", Category: cookie.Necessary},
		{Kind: block.IndexedDB, Name: "drafts", Purpose: "x", Category: cookie.Necessary},
	}}}}
	at := func(journeys ...report.JourneyName) (seen []report.Where) {
		for _, j := range journeys {
			seen = append(seen, report.Where{Journey: j, Page: "https://example.com/"})
		}
		return seen
	}
	r := report.Report{Stored: []report.Stored{
		{Kind: report.LocalStorage, Origin: "https://example.com", Key: "theme", Seen: at(report.Anonymous)},
		{Kind: report.LocalStorage, Origin: "https://example.com", Key: "ab_1", Seen: at(report.Refused, report.Agreed)},
		{Kind: report.LocalStorage, Origin: "https://example.com", Key: "ab_2", Seen: at(report.Agreed)},
		{Kind: report.LocalStorage, Origin: "https://example.com", Key: "ab_none", Seen: at(report.Anonymous)},
		{Kind: report.SessionStorage, Origin: "https://example.com", Key: "theme", Seen: at(report.Anonymous)}, // another kind
		{Kind: report.LocalStorage, Origin: "https://example.com", Key: "uid", Seen: at(report.Anonymous)},
		{Kind: report.LocalStorage, Origin: "https://ads.test", Key: "theme", Seen: at(report.Anonymous)}, // of others
	}}
	want := []string{
		"high optional-before-consent ab_1", "high stored theme", "high stored theme", "high stored uid", "low never-seen drafts",
	}
	if diff := cmp.Diff(want, findings(r, d)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestPatterns: a cookie is the declared one by its name, else by the longest pattern.
func TestPatterns(t *testing.T) {
	declared := func(name string, c cookie.Category, l cookie.Lifetime) cookie.Declaration {
		return cookie.Declaration{
			Name: name, Purpose: "x", Category: c, Path: "/", Lifetime: l, Secure: true, SameSite: cookie.Lax,
		}
	}
	seen := func(name string, l cookie.Lifetime) report.Cookie {
		return report.Cookie{
			Name: name, Domain: "example.com", HostOnly: true, Path: "/", Lifetime: l, Secure: true, SameSite: cookie.Lax,
			Seen: []report.Where{{Journey: report.Anonymous}},
		}
	}
	day := cookie.Lifetime(24 * time.Hour)
	d := policy.Document{Cookies: []cookie.Declaration{
		declared("_ga_*", cookie.Analytics, day), declared("_ga_ok", cookie.Necessary, 2*day),
		declared("never_*", cookie.Necessary, day),
	}}
	r := report.Report{Cookies: []report.Cookie{seen("_ga_1", day), seen("_ga_ok", 2*day), seen("_gat", day)}}
	want := []string{
		"high optional-before-consent _ga_1", "high undeclared _gat", "low never-seen never_*",
	}
	if diff := cmp.Diff(want, findings(r, d)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestLongLives: a cookie that a site asks to be kept for two years is kept for 400 days, and
// a policy may say either.
func TestLongLives(t *testing.T) {
	day := cookie.Lifetime(24 * time.Hour)
	for said, want := range map[cookie.Lifetime]int{
		730 * day: 0, 400 * day: 0, 731 * day: 1, 399 * day: 1, 365 * day: 1, cookie.Session: 1,
	} {
		c := cookie.Declaration{Name: "a", Category: cookie.Necessary, Path: "/", Lifetime: said, Secure: true, SameSite: cookie.Lax}
		r := report.Report{Cookies: []report.Cookie{{
			Name: "a", Domain: "example.com", HostOnly: true, Path: "/", Lifetime: 730 * day, Secure: true, SameSite: cookie.Lax,
		}}}
		if got := findings(r, policy.Document{Cookies: []cookie.Declaration{c}}); len(got) != want {
			t.Errorf("%s: %v", said, got)
		}
	}
}
