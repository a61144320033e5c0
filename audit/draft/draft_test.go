package draft_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

const day = cookie.Lifetime(24 * time.Hour)

// table is the shipped one, and a database of two cookies.
func table(t *testing.T) known.Table {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mine.csv")
	text := "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,Portals,Wildcard match\n" +
		"1,Chatty,Functional,chatty,,Keeps the chat open,1 day,,,0\n2,Silent,Marketing,silent,,,,,,0\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := known.Open(os.DirFS("../../content"), file)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// seen is a report of these cookies.
func seen(cookies ...report.Cookie) report.Report {
	return report.Report{
		URL:       "https://shop.example/start?x=1",
		StartedAt: time.Date(2026, 10, 2, 23, 0, 0, 0, time.FixedZone("", 7200)),
		Cookies:   cookies,
	}
}

// drafted makes the draft, and reads from its text the same document again.
func drafted(t *testing.T, r report.Report) (policy.Document, string) {
	t.Helper()
	d, err := draft.Draft(r, table(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := draft.Write(r, table(t))
	if err != nil {
		t.Fatal(err)
	}
	back, err := policy.ParseYAML(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(d, back, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s\n%s", diff, text)
	}
	if claims := d.Claims(claim.Evidence{Cookies: d.Cookies}); len(claims) > 0 {
		t.Errorf("a draft claims %+v", claims)
	}
	return d, string(text)
}

// TestDraftDeclaresWhatWasSeen: attributes as they were seen, words as suggested.
func TestDraftDeclaresWhatWasSeen(t *testing.T) {
	d, _ := drafted(t, seen(
		report.Cookie{Name: "_ga", Domain: ".shop.example", Path: "/", Lifetime: 730 * day},
		report.Cookie{
			Name:     "sid",
			Domain:   "shop.example",
			HostOnly: true,
			Path:     "/app",
			Lifetime: cookie.Session,
			HTTPOnly: true,
			Secure:   true,
			SameSite: cookie.Strict,
		},
		report.Cookie{
			Name:       "IDE",
			Domain:     ".doubleclick.net",
			Path:       "/",
			Lifetime:   390*day - cookie.Lifetime(3*time.Second),
			Secure:     true,
			SameSite:   cookie.None,
			ThirdParty: true,
		},
		report.Cookie{
			Name:       "x",
			Domain:     ".Tracker.example",
			Path:       "/",
			Lifetime:   cookie.Lifetime(90 * time.Minute),
			ThirdParty: true,
		},
		report.Cookie{Name: "chatty", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		report.Cookie{Name: "silent", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
	))
	want := []cookie.Declaration{
		{
			Name:     "_ga",
			Purpose:  "Tells visitors apart so that visits can be counted.",
			Category: cookie.Analytics,
			Domain:   "shop.example",
			Path:     "/",
			Lifetime: 400 * day,
			SameSite: cookie.Lax,
		},
		{
			Name:     "sid",
			Purpose:  "To be described",
			Category: cookie.Marketing,
			Path:     "/app",
			Lifetime: cookie.Session,
			HTTPOnly: true,
			Secure:   true,
			SameSite: cookie.Strict,
		},
		{
			Name: "IDE", Purpose: "Shows advertisements that fit the visitor and counts what they do.",
			Category: cookie.Marketing, Party: "Google (DoubleClick)",
			Domain: "doubleclick.net", Path: "/", Lifetime: 390 * day, Secure: true, SameSite: cookie.None,
		},
		{
			Name:     "x",
			Purpose:  "To be described",
			Category: cookie.Marketing,
			Party:    "tracker.example",
			Domain:   "tracker.example",
			Path:     "/",
			Lifetime: cookie.Lifetime(90 * time.Minute),
			SameSite: cookie.Lax,
		},
		{
			Name:     "chatty",
			Purpose:  "Keeps the chat open",
			Category: cookie.Necessary,
			Path:     "/",
			Lifetime: day,
			SameSite: cookie.Lax,
		},
		{
			Name:     "silent",
			Purpose:  "To be described",
			Category: cookie.Marketing,
			Path:     "/",
			Lifetime: day,
			SameSite: cookie.Lax,
		},
	}
	if diff := cmp.Diff(want, d.Cookies); diff != "" {
		t.Error(diff)
	}
}

// TestDraftNamesItsSources: beside what was not seen stands where it comes from.
func TestDraftNamesItsSources(t *testing.T) {
	_, text := drafted(t, seen(
		report.Cookie{Name: "_ga", Domain: ".shop.example", Path: "/", Lifetime: 730 * day},
		report.Cookie{Name: "_fbp", Domain: ".shop.example", Path: "/", Lifetime: 180 * day, SameSite: cookie.Lax},
		report.Cookie{
			Name:       "chatty",
			Domain:     ".chat.example",
			Path:       "/",
			Lifetime:   day - cookie.Lifetime(time.Second),
			ThirdParty: true,
		},
		report.Cookie{Name: "x", Domain: "y.example", Path: "/", Lifetime: cookie.Session, ThirdParty: true},
	))
	for _, want := range []string{
		"# A draft from what an audit of \"https://shop.example/start?x=1\" saw on 2026-10-02.\n",
		"    purpose: Tells visitors apart so that visits can be counted. # suggested by Prokken's own table (Google Analytics); please check\n",
		"    category: analytics # suggested by Prokken's own table (Google Analytics); please check\n",
		"    lifetime: 400 days # the site asks for 730 days; browsers end it earlier\n",
		"    same_site: lax # the site names none; browsers take it as lax\n",
		"    lifetime: 180 days # longer than usual: 90 days, says Prokken's own table\n",
		"    same_site: lax\n",
		"    category: necessary # a guess: mine.csv calls it \"Functional\"; please check\n",
		"    party: Chatty # suggested by mine.csv (Chatty); please check\n",
		"    lifetime: 24 hours # rounded; seen as 86399 seconds\n",
		"    purpose: To be described # not known; please say what it is for\n",
		"    category: marketing # not known, so taken for one that needs consent; please check\n",
		"    party: y.example # not known; please say whose it is\n",
		"    lifetime: session\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// TestDraftSaysWhatItLeavesOut: nothing odd is declared, and nothing is hidden.
func TestDraftSaysWhatItLeavesOut(t *testing.T) {
	r := seen(
		report.Cookie{Name: "twice", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		report.Cookie{Name: "twice", Domain: ".shop.example", Path: "/a", Lifetime: 2 * day},
		report.Cookie{Name: "twice", Domain: ".shop.example", Path: "/b", Lifetime: cookie.Session},
		report.Cookie{Name: "odd name\nslug: evil", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		report.Cookie{Name: "", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		report.Cookie{Name: strings.Repeat("n", 300), Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		report.Cookie{Name: "gone", Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: 0},
		report.Cookie{Name: "__Host-a", Domain: ".shop.example", Path: "/", Lifetime: day, Secure: true},
		report.Cookie{
			Name:     "refused",
			Domain:   ".other.example",
			Path:     "/",
			Lifetime: day,
			Rejected: "SameSite=None without Secure",
		},
	)
	r.Notes = []string{"It could not log in.\nslug: evil"}
	d, text := drafted(t, r)
	if len(d.Cookies) != 1 || d.Cookies[0].Path != "/a" || d.Cookies[0].Lifetime != 2*day {
		t.Errorf("%+v", d.Cookies)
	}
	for _, want := range []string{
		"# What the audit could not do:\n# - It could not log in. slug: evil\n", "# Not in this draft:\n",
		`# - the cookie "twice" of "shop.example", path "/", lifetime 24 hours: another of its name is declared, which lives longer`,
		`# - the cookie "twice" of ".shop.example", path "/b", lifetime session: another of its name is declared, which lives as long or longer`,
		`# - the cookie "odd name\nslug: evil" of`, `# - the cookie "" of`, `at most 256 characters`,
		`# - the cookie "gone" of`, `__Host-a: browsers want`,
		`the browser did not keep it: SameSite=None without Secure`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// TestDraftTellsOfOthers: storage and third parties, each once.
func TestDraftTellsOfOthers(t *testing.T) {
	r := seen()
	stored := report.Stored{
		Kind:   report.LocalStorage,
		Origin: "https://shop.example",
		Key:    "a_b [x](javascript:1) ![p](q) &sol; *\u202e\n",
	}
	r.Stored = []report.Stored{stored, stored, {Kind: report.ServiceWorker, Origin: "https://shop.example"}}
	r.Requests = []report.Request{
		{Host: "cdn.example", Kind: "Script"},
		{Host: "cdn.example", Kind: "Image"},
		{Host: "cdn.example", Kind: "Image"},
		{Host: "ping.example", Kind: "Ping", Blocked: true},
		{Host: "", Kind: "Image"},
		{Host: "bare.example"},
	}
	d, text := drafted(t, r)
	storage, _ := d.Block("other-storage-2")
	kept := block.Storage{{
		Kind: block.LocalStorage, Name: "a_b*[x](javascript:1)*![p](q)*&sol;**", Purpose: "To be described.",
		Category: cookie.Marketing,
	}}
	if diff := cmp.Diff(block.Content(kept), storage.Content); diff != "" {
		t.Error(diff)
	}
	parties, _ := d.Block("third-parties-2")
	want := block.ThirdParties{
		{Name: "cdn.example", Purpose: "To be described (pages asked for: script, image)."},
		{Name: "bare.example", Purpose: "To be described (pages asked for: something)."},
	}
	if diff := cmp.Diff(block.Content(want), parties.Content); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(text, "without a name") || !strings.Contains(text, `# - a request to "ping.example": it was blocked`) ||
		!strings.Contains(text, "An audit on October 2, 2026 found these:") {
		t.Error(text)
	}
	if contact, _ := d.Block("contact-1"); contact.Content.(block.Contact).Website != "shop.example" {
		t.Errorf("%+v", contact.Content)
	}
}

// TestDraftOfNothing: a site without anything, and one with too much, have drafts.
func TestDraftOfNothing(t *testing.T) {
	d, _ := drafted(t, report.Report{})
	if _, found := d.Section("third-parties"); found || len(d.Sections) != 3 {
		t.Errorf("%+v", d.Sections)
	}
	r := seen()
	for i := range 300 {
		name := fmt.Sprintf("c%d", i)
		r.Cookies = append(
			r.Cookies,
			report.Cookie{Name: name, Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: day},
		)
		r.Stored = append(
			r.Stored,
			report.Stored{
				Kind:   report.IndexedDB,
				Key:    strings.Repeat("k", 5000) + name,
				Origin: "https://" + name + ".example",
			},
		)
		r.Requests = append(r.Requests, report.Request{Host: name + ".example", Kind: "Image"})
	}
	d, text := drafted(t, r)
	if len(d.Cookies) != 200 || !strings.Contains(text, "a policy declares at most 200 cookies") ||
		!strings.Contains(text, "# - and 2 more\n") {
		t.Errorf("%d: %.20000s", len(d.Cookies), text)
	}
}
