package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

var shared = regexp.MustCompile(`<meta property="(og:[a-z:_]+)" content="([^"]+)"`)

// TestSharedPages: who is sent the address of a public page sees what it is, with our picture.
func TestSharedPages(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for _, address := range []string{
		"/", "/pricing", "/legal", "/legal/cookie-policy", "/legal/cookie-policy/versions", "/legal/cookie-policy/versions/1",
		"/legal/cookie-policy/compare/1/1",
	} {
		of := s.shared(address)
		for _, property := range []string{"og:title", "og:type", "og:url", "og:image", "og:image:alt", "og:description"} {
			if of[property] == "" {
				t.Errorf("%s has no %s", address, property)
			}
		}
		status, picture, res := s.ask("GET", strings.TrimPrefix(of["og:image"], s.url), nil)
		if status != http.StatusOK || res.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(picture, "\x89PNG") {
			t.Errorf("the picture of %s: %d %s", address, status, res.Header.Get("Content-Type"))
		}
	}
}

// TestHostedSharedPages: a customer's page is shared without a picture of ours.
func TestHostedSharedPages(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.customer("shop")
	if of := s.shared("/s/shop/cookie-policy"); of["og:title"] == "" || of["og:image"] != "" {
		t.Errorf("it says %v", of)
	}
}

// shared returns what the page at the address says of itself to those who are sent it, by property.
func (s *site) shared(address string) map[string]string {
	_, body, _ := s.ask("GET", address, nil)
	found := map[string]string{}
	for _, m := range shared.FindAllStringSubmatch(body, -1) {
		found[m[1]] = m[2]
	}
	return found
}
