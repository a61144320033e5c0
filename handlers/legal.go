package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// shelfPages are the pages of everything that is published at one moment, with
// what is to be said of the audit then.
type shelfPages struct {
	shelf               *site.Snapshot
	audit               auditWords
	consents            consents
	pages               map[pageFor]*precompressed
	statements          map[string]*remembered
	translations        translations
	feed, sitemap, keys remembered
	badge               *precompressed
}

// pageFor is a policy as visitors get it who decided alike.
type pageFor struct {
	slug     string
	decision site.ConsentState
}

// shelfPages changes with the shelf and with the audit: what is published now is
// what is served.
func (s *Server) shelfPages() *shelfPages {
	shelf, newest, now := s.Library.Snapshot(), s.Audits.Newest(), s.now()
	current := s.pages.Load()
	if current != nil && current.shelf == shelf && current.audit.hold(newest, now) {
		return current
	}
	made := &shelfPages{shelf: shelf, audit: s.auditWords(newest, now), consents: s.consentsOf(shelf), pages: map[pageFor]*precompressed{}, statements: map[string]*remembered{}}
	made.badge = newBadge(made.audit.said)
	s.addTranslations(made)
	for _, v := range shelf.Policies {
		made.statements[v.Document.Slug] = &remembered{}
		view := madeOnce(func() (views.Policy, error) { return s.currentView(made, v), nil })
		for _, d := range made.consents.decisions() {
			made.pages[pageFor{v.Document.Slug, d}] = s.policyPage(made, v, view, d)
		}
	}
	if s.pages.CompareAndSwap(current, made) {
		return made
	}
	return s.shelfPages() // another request was faster: use what it made
}

// policyPage renders a policy once, for everyone who decided alike.
func (s *Server) policyPage(pages *shelfPages, v *site.Version, view func() (views.Policy, error), d site.ConsentState) *precompressed {
	render := func() ([]byte, error) {
		var html bytes.Buffer
		page := views.Page{Site: s.site, Title: v.Document.Title, Path: "/legal/" + v.Document.Slug, Neutral: true, Wide: true, Cookies: pages.shelf.Cookies(), Alternates: s.alternates(pages.shelf, v.Document.Slug)}
		page.Consent = pages.consents.view(d, page.Path)
		content, err := view()
		if err != nil {
			return nil, err
		}
		if err := views.PolicyPage(page, content).Render(context.Background(), &html); err != nil {
			return nil, fmt.Errorf("%s cannot be rendered: %w", page.Path, err)
		}
		return html.Bytes(), nil
	}
	return pages.consents.varying(newPrecompressed(typeHTML, render))
}

// currentView is what the page of a version in effect shows, whoever reads it.
func (s *Server) currentView(pages *shelfPages, v *site.Version) views.Policy {
	shelf := pages.shelf
	view := policyView(shelf, v)
	view.Audited = pages.audit.of(v)
	view.Next, _ = shelf.Next(v.Document.Slug)
	view.Languages = languageLinks(shelf, v.Document.Slug, policy.Original)
	return view
}

// varying is a page that depends on what the visitor decided, if there is
// something to decide.
func (all consents) varying(page *precompressed) *precompressed {
	if all.asks {
		page.vary = varyConsent
	}
	return page
}

func policyView(shelf *site.Snapshot, v *site.Version) views.Policy {
	facts := shelf.Evidence()
	return views.NewPolicy(v, facts, others(shelf, v.Document.Slug))
}

func others(shelf *site.Snapshot, slug string) []views.Link {
	var links []views.Link
	for _, v := range shelf.Policies {
		if v.Document.Slug != slug {
			links = append(links, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		}
	}
	return links
}

func (s *Server) legal(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Legal(s.page(c, "Policies", "/legal"), s.Library.Snapshot().Policies))
}

// policy serves the published text, the same bytes for every visitor who decided
// alike; while there is nothing to decide, for every visitor. It is JSON where the
// address ends so.
func (s *Server) policy(c echo.Context) error {
	if slug, asJSON := strings.CutSuffix(c.Param("slug"), jsonSuffix); asJSON {
		return s.currentStatement(c, slug)
	}
	pages := s.shelfPages()
	decision := s.decision(c, pages.consents)
	page, found := pages.pages[pageFor{c.Param("slug"), decision}]
	if !found {
		return models.ErrNotFound
	}
	pages.consents.admit(c, decision)
	return page.serve(c)
}
