package legal

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// statement is a version as anyone can check it, and where it stands.
type statement struct {
	URL     string `json:"url"`
	Version string `json:"version_url"`
	Keys    string `json:"keys_url"`
	Schema  string `json:"schema_url"`
	// NotKept says since when the site is not kept up, or not shown to be its owner's; "": it is.
	NotKept string `json:"not_kept,omitzero"`
	record.Statement
}

func (s *Handler) statement(of *site.Site, v *site.Version) ([]byte, error) {
	on, paths := s.baseURL(of), views.Paths(of.Path())
	page := on + paths.Policy(v.Document.Slug)
	text, err := json.MarshalIndent(statement{
		URL: page, Version: page + "/versions/" + v.NumberText() + web.JsonSuffix,
		Keys: on + paths.Keys(), Schema: s.Site.BaseURL + "/legal/policy.schema.json",
		Statement: v.Statement(), NotKept: web.NotKept(of),
	}, "", "  ")
	return append(text, '\n'), err
}

func (s *Handler) serveStatement(c echo.Context, v *site.Version) error {
	text, err := s.statement(web.Site(c), v)
	if err != nil {
		return err
	}
	return web.ServeOpen(c, web.NewPrecompressed(web.TypeJSON, web.Fixed(text)))
}

// currentStatement is the version in effect as JSON.
func (s *Handler) currentStatement(c echo.Context, slug string) error {
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	v, found := pages.snapshot.Find(slug)
	if !found {
		return models.ErrNotFound
	}
	return pages.statements[slug].Serve(c, web.TypeJSON, func() ([]byte, error) { return s.statement(pages.of, v) })
}

func (s *Handler) PolicySchema(c echo.Context) error {
	return s.schema.Serve(c, "application/schema+json", func() ([]byte, error) { return policy.Schema(), nil })
}

// PolicyKeys are the public keys that versions were signed with, as a JWK set.
// Another instance may have signed the newest version with a key of its own.
func (s *Handler) PolicyKeys(c echo.Context) error {
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	return pages.keys.Serve(c, "application/jwk-set+json", func() ([]byte, error) {
		keys, err := web.Site(c).Records.Keys(c.Request().Context())
		if err != nil {
			return nil, err
		}
		return record.KeySet(keys)
	})
}

func (s *Handler) Feed(c echo.Context) error {
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	return pages.feed.Serve(c, web.TypeAtom, func() ([]byte, error) {
		ctx, of := c.Request().Context(), web.Site(c)
		tag, err := of.Tag(ctx)
		if err != nil {
			return nil, err
		}
		versions, err := of.Newest(ctx)
		if err != nil {
			return nil, err
		}
		return legalview.Feed(s.viewOf(of), tag, versions, of.Now())
	})
}

func (s *Handler) Sitemap(c echo.Context) error {
	pages := s.CurrentPages()
	return pages.sitemap.Serve(c, web.TypeXML, func() ([]byte, error) {
		return legalview.Sitemap(s.Site, s.Listed, pages.snapshot.Policies, pages.Translations.addresses())
	})
}

// Robots keeps search engines out of what is no reading matter.
func (s *Handler) Robots(c echo.Context) error {
	lines := "User-agent: *\n"
	if web.Has(c, web.Hosted) { // the host of customers' pages
		return c.String(http.StatusOK, lines+"Disallow:\n")
	}
	for _, prefix := range s.Disallowed {
		lines += "Disallow: " + prefix + "\n"
	}
	return c.String(http.StatusOK, lines+"\nSitemap: "+s.Site.BaseURL+"/sitemap.xml\n")
}

// contactFor is how long security.txt may be relied on without a restart: less
// than a year (RFC 9116, section 2.5.5).
const contactFor = 330 * 24 * time.Hour

// SecurityContact says whom to write to about a weakness of the site.
func (s *Handler) SecurityContact(c echo.Context) error {
	lines := []string{
		"Contact: mailto:" + s.Site.ContactEmail,
		"Expires: " + s.Started.Add(contactFor).UTC().Format(time.RFC3339),
		"Preferred-Languages: en",
		"Canonical: " + s.Site.BaseURL + "/.well-known/security.txt",
	}
	return c.Blob(http.StatusOK, web.TypeText, []byte(strings.Join(lines, "\n")+"\n"))
}
