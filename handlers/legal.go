package handlers

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
)

// shelfPages are the pages of everything that is published at one moment.
type shelfPages struct {
	shelf               *policy.Shelf
	pages               map[string]*precompressed
	statements          map[string]*remembered
	feed, sitemap, keys remembered
}

// shelfPages changes with the shelf: what is published now is what is served.
func (s *Server) shelfPages() *shelfPages {
	shelf := s.Library.Shelf()
	current := s.pages.Load()
	if current != nil && current.shelf == shelf {
		return current
	}
	made := &shelfPages{shelf: shelf, pages: map[string]*precompressed{}, statements: map[string]*remembered{}}
	for _, v := range shelf.Policies {
		made.pages[v.Document.Slug] = s.policyPage(shelf, v)
		made.statements[v.Document.Slug] = &remembered{}
	}
	if s.pages.CompareAndSwap(current, made) {
		return made
	}
	return s.shelfPages() // another request was faster: use what it made
}

// policyPage renders a policy once, for everyone.
func (s *Server) policyPage(shelf *policy.Shelf, v *policy.Version) *precompressed {
	render := sync.OnceValue(func() []byte {
		var html bytes.Buffer
		page := views.Page{Site: s.site, Title: v.Document.Title, Path: "/legal/" + v.Document.Slug, Neutral: true, Wide: true}
		view := s.policyView(shelf, v)
		view.Next, _ = shelf.Next(v.Document.Slug)
		err := views.PolicyPage(page, view).Render(context.Background(), &html)
		if err != nil {
			slog.Error("cannot render a policy", "slug", v.Document.Slug, "error", err)
		}
		return html.Bytes()
	})
	return newPrecompressed("text/html; charset=utf-8", "no-cache", render)
}

func (s *Server) policyView(shelf *policy.Shelf, v *policy.Version) views.Policy {
	facts := policy.Facts{Cookies: shelf.Cookies(), Integrations: s.Library.Integrations}
	return views.NewPolicy(v, facts, others(shelf, v.Document.Slug))
}

func others(shelf *policy.Shelf, slug string) []views.Link {
	var links []views.Link
	for _, v := range shelf.Policies {
		if v.Document.Slug != slug {
			links = append(links, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		}
	}
	return links
}

func (s *Server) legal(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Legal(s.page(c, "Policies", "/legal"), s.Library.Shelf().Policies))
}

// policy serves the published text, the same bytes for every visitor; as JSON
// where the address ends so.
func (s *Server) policy(c echo.Context) error {
	if slug, asJSON := strings.CutSuffix(c.Param("slug"), jsonSuffix); asJSON {
		return s.currentStatement(c, slug)
	}
	page, found := s.shelfPages().pages[c.Param("slug")]
	if !found {
		return models.ErrNotFound
	}
	return page.serve(c)
}
