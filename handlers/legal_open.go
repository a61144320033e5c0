package handlers

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// jsonSuffix: the router knows no suffixes, so handlers cut it off.
const jsonSuffix = ".json"

// statement is a version as anyone can check it, and where it stands.
type statement struct {
	URL     string `json:"url"`
	Version string `json:"version_url"`
	Keys    string `json:"keys_url"`
	Schema  string `json:"schema_url"`
	policy.Statement
}

func (s *Server) statement(v *site.Version) ([]byte, error) {
	page := s.site.BaseURL + "/legal/" + v.Document.Slug
	text, err := json.MarshalIndent(statement{
		URL: page, Version: page + "/versions/" + v.NumberText() + jsonSuffix,
		Keys: s.site.BaseURL + "/.well-known/policy-keys.json", Schema: s.site.BaseURL + "/legal/policy.schema.json", Statement: v.Statement(),
	}, "", "  ")
	return append(text, '\n'), err
}

func (s *Server) serveStatement(c echo.Context, v *site.Version) error {
	text, err := s.statement(v)
	if err != nil {
		return err
	}
	return serveOpen(c, newPrecompressed(typeJSON, fixed(text)))
}

// currentStatement is the version in effect as JSON.
func (s *Server) currentStatement(c echo.Context, slug string) error {
	pages := s.shelfPages()
	v, found := pages.shelf.Find(slug)
	if !found {
		return models.ErrNotFound
	}
	return pages.statements[slug].serve(c, typeJSON, func() ([]byte, error) { return s.statement(v) })
}

func (s *Server) policySchema(c echo.Context) error {
	return s.schema.serve(c, "application/schema+json", func() ([]byte, error) { return policy.Schema(), nil })
}

// policyKeys are the public keys that versions were signed with, as a JWK set.
// Another instance may have signed the newest version with a key of its own.
func (s *Server) policyKeys(c echo.Context) error {
	return s.shelfPages().keys.serve(c, "application/jwk-set+json", func() ([]byte, error) {
		keys, err := s.Library.Keys(c.Request().Context())
		if err != nil {
			return nil, err
		}
		return policy.KeySet(keys)
	})
}

func (s *Server) feed(c echo.Context) error {
	return s.shelfPages().feed.serve(c, typeAtom, func() ([]byte, error) {
		versions, err := s.Library.Newest(c.Request().Context())
		if err != nil {
			return nil, err
		}
		return views.Feed(s.site, versions, s.Library.Now())
	})
}

func (s *Server) sitemap(c echo.Context) error {
	pages := s.shelfPages()
	return pages.sitemap.serve(c, typeXML, func() ([]byte, error) {
		return views.Sitemap(s.site, listed(s.routes()), pages.shelf.Policies, pages.translations.addresses())
	})
}

// robots keeps search engines out of what is no reading matter.
func (s *Server) robots(c echo.Context) error {
	lines := "User-agent: *\n"
	for _, prefix := range disallowed(s.routes()) {
		lines += "Disallow: " + prefix + "\n"
	}
	return c.String(http.StatusOK, lines+"\nSitemap: "+s.site.BaseURL+"/sitemap.xml\n")
}

// contactFor is how long security.txt may be relied on without a restart: less
// than a year (RFC 9116, section 2.5.5).
const contactFor = 330 * 24 * time.Hour

// securityContact says whom to write to about a weakness of the site.
func (s *Server) securityContact(c echo.Context) error {
	lines := []string{
		"Contact: mailto:" + s.site.ContactEmail,
		"Expires: " + s.started.Add(contactFor).UTC().Format(time.RFC3339),
		"Preferred-Languages: en",
		"Canonical: " + s.site.BaseURL + "/.well-known/security.txt",
	}
	return c.Blob(http.StatusOK, typeText, []byte(strings.Join(lines, "\n")+"\n"))
}
