package handlers_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// TestAnyoneCanCheck: with what the site serves to everyone, and nothing
// else, a version can be verified and tied to the one before it.
func TestAnyoneCanCheck(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.publish("cookie-policy", `Says "<&>".`, 0, policy.SetTitle(`Cookies & <others> "é"`))
		_, text, _ := s.ask("GET", "/.well-known/policy-keys.json", nil)
		keys, err := record.ParseKeySet([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		previous := ""
		for _, path := range []string{"/legal/cookie-policy/versions/1.json", "/legal/cookie-policy/versions/2.json", "/legal/cookie-policy.json"} {
			_, text, _ := s.ask("GET", path, nil)
			var statement record.Statement
			if err := json.Unmarshal([]byte(text), &statement); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			r, err := statement.Verify(keys)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if r.Number == 2 && r.Previous != previous {
				t.Errorf("%s is not tied to %s", path, previous)
			}
			if r.Number == 1 {
				previous = statement.SHA256
			}
		}
	})
}

// TestOpenAnswers are for other sites' pages, too, and are not sent twice.
func TestOpenAnswers(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for path, contentType := range map[string]string{
		"/legal/terms.json": "application/json", "/legal/terms/versions/1.json": "application/json",
		"/legal/policy.schema.json":     "application/schema+json",
		"/.well-known/policy-keys.json": "application/jwk-set+json",
		"/legal/feed.atom":              "application/atom+xml; charset=utf-8", "/sitemap.xml": "application/xml; charset=utf-8",
	} {
		status, _, res := s.ask("GET", path, nil)
		for name, want := range map[string]string{
			"Content-Type": contentType, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
			"Vary": "Accept-Encoding",
		} {
			if got := res.Header.Get(name); status != http.StatusOK || got != want {
				t.Errorf("%s: %d, %s: %q, want %q", path, status, name, got, want)
			}
		}
		if status, body, _ := s.ask("GET", path, nil, "If-None-Match", res.Header.Get("ETag")); status != http.StatusNotModified ||
			body != "" {
			t.Errorf("%s is sent again: %d", path, status)
		}
	}
	if _, _, res := s.ask("GET", "/legal/terms", nil); res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the page itself is open to other sites")
	}
}

type feed struct {
	ID      string `xml:"http://www.w3.org/2005/Atom id"`
	Updated string `xml:"updated"`
	Author  string `xml:"author>name"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Summary string `xml:"summary"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func (s *site) feed() feed {
	s.t.Helper()
	_, text, _ := s.ask("GET", "/legal/feed.atom", nil)
	var f feed
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		s.t.Fatal(err)
	}
	return f
}

// feedTag is the id of the feed, which names the site by its first address.
var feedTag = regexp.MustCompile(`^tag:prokken\.com,20\d\d-\d\d-\d\d:policies$`)

func TestFeed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		if n := len(s.feed().Entries); n != 4 {
			t.Errorf("%d entries of four first versions", n)
		}
		s.later(time.Minute)
		s.publish("terms", "Words & <b>more</b>.", month, policy.SetTitle("Terms <b>"))
		f := s.feed()
		newest := f.Entries[0]
		if len(f.Entries) != 5 || !feedTag.MatchString(f.ID) || newest.ID != f.ID+"/terms/2" ||
			!strings.Contains(newest.Summary, "Words & <b>more</b>. Takes effect on") {
			t.Errorf("%+v", newest)
		}
		if len(newest.Links) != 2 || newest.Links[1].Href != s.url+"/legal/terms/compare/1/2" {
			t.Errorf("links: %+v", newest.Links)
		}
		if f.Updated != newest.Updated || f.Author == "" {
			t.Errorf("feed of %s, its newest of %s", f.Updated, newest.Updated)
		}
		s.withdraw("terms", 2, "Not yet.")
		if summary := s.feed().Entries[0].Summary; !strings.Contains(summary, "Not yet.") {
			t.Errorf("after the withdrawal: %q", summary)
		}
		s.manyVersions("refund-policy", 60)
		if n := len(s.feed().Entries); n != 50 {
			t.Errorf("%d entries", n)
		}
	})
}

func TestForMachines(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.publish("terms", "New title.", 0, policy.SetTitle(`T</script><script>alert(1)</script>&`))
	_, page, _ := s.ask("GET", "/legal/terms", nil)
	found := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("no linked data")
	}
	var data struct{ Name, URL, DatePublished, Version string }
	if err := json.Unmarshal([]byte(found[1]), &data); err != nil ||
		data.Name != `T</script><script>alert(1)</script>&` ||
		data.URL != s.url+"/legal/terms" ||
		data.Version != "2" {
		t.Errorf("%+v, %v", data, err)
	}
	for _, want := range []string{
		`<link rel="canonical" href="` + s.url + `/legal/terms">`, `type="application/atom+xml"`,
		`href="` + s.url + `/legal/terms/versions/2.json"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	s.shows(map[string][]string{
		"/sitemap.xml": {
			"<loc>" + s.url + "/legal/cookie-policy</loc>",
			"<lastmod>",
			`xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`,
		},
		"/robots.txt": {"\nSitemap: " + s.url + "/sitemap.xml\n"},
	})
}

// TestSecurityContact holds what RFC 9116 wants, section 2.5.
func TestSecurityContact(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	_, body, res := s.ask("GET", "/.well-known/security.txt", nil)
	if got := res.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Error(got)
	}
	fields := map[string]string{}
	for line := range strings.Lines(body) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		fields[name] = value
	}
	expires, err := time.Parse(time.RFC3339, fields["Expires"])
	if err != nil || time.Until(expires) < 300*24*time.Hour || time.Until(expires) > 365*24*time.Hour {
		t.Errorf("expires %v, %v", expires, err)
	}
	if fields["Contact"] != "mailto:contact@prokken.com" || fields["Canonical"] != s.url+"/.well-known/security.txt" {
		t.Error(body)
	}
}
