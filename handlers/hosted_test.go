package handlers_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy/record"
)

// hostedPages are the addresses of a customer's site with two versions of its policy.
var hostedPages = []string{
	"", "/cookie-policy", "/cookie-policy.json", "/cookie-policy/versions", "/cookie-policy/versions/1", "/cookie-policy/versions/2",
	"/cookie-policy/versions/1.json", "/cookie-policy/compare/1/2", "/cookie-policy/compare/1/current", "/cookie-policy/badge.svg", "/feed.atom", "/policy-keys.json",
	"/report", "/report/thanks",
}

// twoVersions is a customer's site with two versions of its policy.
func (s *site) twoVersions(slug string) {
	s.t.Helper()
	name := s.customer(slug).Names[0]
	s.publishHosted(slug, "Another title.", strings.ReplaceAll(hostedPolicy, "Cookies of NAME", "Second of "+name))
}

// TestHostedPages: a customer's policy has all that ours has, says nothing of us but who hosts it, and is told of nobody.
func TestHostedPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		s.twoVersions("shop")
		for _, path := range hostedPages {
			status, body, res := s.ask("GET", "/s/shop"+path, nil)
			if status != http.StatusOK {
				t.Errorf("%s: %d %s", path, status, body)
			}
			if set := res.Header.Values("Set-Cookie"); len(set) > 0 {
				t.Errorf("%s sets %q", path, set)
			}
			for _, ours := range []string{"ada@example.com", `href="/account`, `href="/pricing`, `href="/legal`, "/legal/consent", "/api/auth", "the server", "prokken_access"} {
				isRecord := ours == "the server" && strings.HasSuffix(path, ".json")
				if strings.Contains(body, ours) && !isRecord {
					t.Errorf("%s says %q", path, ours)
				}
			}
		}
	})
}

// TestHostedPageSaysWhoseItIs: the frame names who answers for the words and who hosts them, and lets
// readers report the page.
func TestHostedPageSaysWhoseItIs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.customer("shop")
		_, page, _ := s.ask("GET", "/s/shop/cookie-policy", nil)
		for _, want := range []string{
			`<a class="brand" href="https://shop.example" rel="nofollow ugc noopener">Shop</a>`, "Shop is responsible for what this page says.",
			`href="mailto:ask@shop.example"`, `Hosted by <a href="` + s.url + `/">Prokken</a>`, `href="/s/shop/report"`,
			`<link rel="canonical" href="` + s.url + `/s/shop/cookie-policy"`, "<title>Cookies of Shop · Shop</title>",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %s:\n%s", want, page)
			}
		}
	})
}

// TestHostedLinks: what strangers write vouches for nothing, and its links lead to their own site.
func TestHostedLinks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.customer("shop")
		s.publishHosted("shop", "Hostile.", strings.ReplaceAll(hostedPolicy, "NAME", `Shop <script>x</script>`))
		for _, path := range []string{"/s/shop/cookie-policy", "/s/shop/cookie-policy/compare/1/2"} {
			_, page, _ := s.ask("GET", path, nil)
			if strings.Contains(page, "<script>x") {
				t.Errorf("%s has raw HTML", path)
			}
			for line := range strings.SplitSeq(page, "<a ") {
				tag, _, _ := strings.Cut(line, ">")
				leadsAway := strings.Contains(tag, "href=\"http") && !strings.Contains(tag, s.url)
				if leadsAway && !strings.Contains(tag, `rel="nofollow ugc noopener"`) {
					t.Errorf("%s: %s", path, tag)
				}
			}
		}
		s.sees("/s/shop/cookie-policy")
		_, page, _ := s.ask("GET", "/s/shop/cookie-policy", nil)
		for _, href := range []string{"https://shop.example/contact", "https://friend.example/", "https://shipper.example/privacy", "#cookies"} {
			if !strings.Contains(page, `href="`+href+`"`) {
				t.Errorf("no link to %s", href)
			}
		}
	})
}

// TestHostedSitesAreApart: two sites whose policies have the same slug never show each other's.
func TestHostedSitesAreApart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.twoVersions("shop")
		s.twoVersions("blog")
		for range 2 { // the second time from memory
			for mine, other := range map[string]string{"shop": "Blog", "blog": "Shop"} {
				for _, path := range hostedPages {
					status, body, _ := s.ask("GET", "/s/"+mine+path, nil)
					if status != http.StatusOK || strings.Contains(body, other) || strings.Contains(body, strings.ToLower(other)+".example") ||
						strings.Contains(body, "Prokken uses") {
						t.Errorf("/s/%s%s: %d, shows what is another's:\n%s", mine, path, status, body)
					}
				}
			}
		}
		if _, page, _ := s.ask("GET", "/legal/cookie-policy", nil); strings.Contains(page, "Shop") || !strings.Contains(page, "prokken_access") {
			t.Error("our own page is another's")
		}
		for _, path := range []string{"/s/none/cookie-policy", "/s/house/cookie-policy", "/s/shop/terms", "/s/shop/cookie-policy/versions/3", "/s/shop/a/b/c/d"} {
			if status, body, _ := s.ask("GET", path, nil); status != http.StatusNotFound || strings.Contains(body, "/login") {
				t.Errorf("%s: %d %s", path, status, body)
			}
		}
	})
}

// TestAnyoneCanCheckHosted: with what a customer's site serves, and nothing else, its versions can be
// verified and are tied to each other.
func TestAnyoneCanCheckHosted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.twoVersions("shop")
		_, text, res := s.ask("GET", "/s/shop/cookie-policy.json", nil)
		var current struct {
			URL     string
			Version string `json:"version_url"`
			Keys    string `json:"keys_url"`
			record.Statement
		}
		if err := json.Unmarshal([]byte(text), &current); err != nil || res.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Fatal(err, res.Header)
		}
		_, text, _ = s.ask("GET", strings.TrimPrefix(current.Keys, s.url), nil)
		keys, err := record.ParseKeySet([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r, err := current.Verify(keys)
		if err != nil || r.Number != 2 || r.Site != "https://shop.example" {
			t.Errorf("%+v, %v", r, err)
		}
		_, text, _ = s.ask("GET", "/s/shop/cookie-policy/versions/1.json", nil)
		var first record.Statement
		if err := json.Unmarshal([]byte(text), &first); err != nil || first.SHA256 != r.Previous {
			t.Errorf("version 2 is tied to %s, and not to %s: %v", r.Previous, first.SHA256, err)
		}
		if want := s.url + "/s/shop/cookie-policy"; current.URL != want || current.Version != want+"/versions/2.json" {
			t.Errorf("%+v", current)
		}
	})
}

// TestHostedFeed: the feed is of the customer's site alone.
func TestHostedFeed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.twoVersions("shop")
		_, text, _ := s.ask("GET", "/s/shop/feed.atom", nil)
		var f feed
		if err := xml.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		if len(f.Entries) != 2 || f.Author != "Shop" || !strings.HasPrefix(f.ID, "tag:shop.example,") ||
			f.Entries[0].Links[0].Href != s.url+"/s/shop/cookie-policy/versions/2" {
			t.Errorf("%+v", f)
		}
	})
}

// TestHostedPagesAreKept: what has not changed is not sent again, and what has is.
func TestHostedPagesAreKept(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.twoVersions("shop")
		tags := map[string]string{}
		for _, path := range hostedPages {
			if strings.HasPrefix(path, "/report") {
				continue
			}
			_, _, res := s.ask("GET", "/s/shop"+path, nil)
			tags[path] = res.Header.Get("ETag")
			status, body, res := s.ask("GET", "/s/shop"+path, nil, "If-None-Match", tags[path])
			if status != http.StatusNotModified || body != "" {
				t.Errorf("%s is sent again: %d", path, status)
			}
			wants := "no-cache"
			if strings.HasSuffix(path, ".svg") {
				wants = "public, max-age=300"
			}
			if got := res.Header.Get("Cache-Control"); got != wants || strings.Contains(res.Header.Get("Vary"), "Cookie") {
				t.Errorf("%s: %q, varies by %q", path, got, res.Header.Get("Vary"))
			}
		}
		settings := s.hosted("shop").Row().Settings
		settings.Name, settings.Contact = "Renamed", "new@shop.example"
		s.settled("shop", settings)
		_, page, _ := s.ask("GET", "/s/shop/cookie-policy", nil, "If-None-Match", tags["/cookie-policy"])
		if !strings.Contains(page, "Renamed is responsible for") || !strings.Contains(page, "new@shop.example") {
			t.Errorf("name and contact of before: %s", page)
		}
		s.publishHosted("shop", "Third.", strings.ReplaceAll(hostedPolicy, "Cookies of NAME", "Third"))
		s.sees("/s/shop/cookie-policy", "Third")
		s.sees("/s/shop/cookie-policy/versions", "Version 3")
	})
}
